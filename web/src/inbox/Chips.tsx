// One row to narrow the list by: threads by who waits and who has them, then kinds of records.
import { type Count, type Counts, SORTS, useCounts } from '../thread/thread'
import type { Writer } from '../words/moment'
import { useReader } from '../words/Words'
import '../parts/chips.css'

const KINDS = ['message', 'seizure', 'person', 'travel-document', 'notice']

export function Chips({ kind, onChange }: { kind: string; onChange: (kind: string) => void }) {
  const { t, write } = useReader()
  const counts = useCounts().data ?? {}
  const unseen = (counts['unseen']?.count ?? 0) > 0 || kind === 'unseen'
  const sorts = ['', ...(unseen ? ['unseen'] : []), ...SORTS, 'all', ...KINDS]
  const wordOf = (code: string) => {
    if (code === '') return t('kind-all')
    if (code === 'for-us' || code === 'for-them') return t(`waiting-${code}`)
    return t(KINDS.includes(code) ? `kind-${code}` : `sort-${code}`)
  }
  return (
    <div className="chips" role="group" aria-label={t('kind')}>
      {sorts.map((code) => (
        <button
          key={code}
          type="button"
          className={code === 'unseen' ? 'chip chip-unseen' : 'chip'}
          aria-pressed={kind === code}
          onClick={() => {
            onChange(code)
          }}
        >
          {wordOf(code)} <HowMany count={countOf(counts, code)} write={write} />
        </button>
      ))}
    </div>
  )
}

const countOf = (counts: Counts, code: string): Count | undefined => counts[code.replace('-', '_')]

/** How many; `1,000+` where there are more. */
function HowMany({ count, write }: { count: Count | undefined; write: Writer }) {
  if (!count || count.count === 0) return null
  const more = count.counted === 'at-least' ? '+' : ''
  return (
    <bdi className="chip-count">
      {write.number(count.count)}
      {more}
    </bdi>
  )
}
