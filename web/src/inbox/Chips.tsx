// One row of kinds to narrow the list by.
import type { Say } from '../words/catalogue'
import { useWords } from '../words/Words'
import '../parts/chips.css'

const SIDES = ['for-us', 'for-them']
const KINDS = ['message', 'seizure', 'person', 'travel-document', 'notice']

export function Chips({ kind, onChange }: { kind: string; onChange: (kind: string) => void }) {
  const t = useWords()
  return (
    <div className="chips" role="group" aria-label={t('kind')}>
      {['', ...SIDES, ...KINDS].map((code) => (
        <button
          key={code}
          type="button"
          className="chip"
          aria-pressed={kind === code}
          onClick={() => {
            onChange(code)
          }}
        >
          {wordOf(t, code)}
        </button>
      ))}
    </div>
  )
}

function wordOf(t: Say, code: string): string {
  if (code === '') return t('kind-all')
  return t(SIDES.includes(code) ? `waiting-${code}` : `kind-${code}`)
}
