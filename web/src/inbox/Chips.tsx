// One row of kinds to narrow the list by.
import { useWords } from '../words/Words'
import '../parts/chips.css'

const KINDS = ['message', 'seizure', 'person', 'travel-document', 'notice']

export function Chips({ kind, onChange }: { kind: string; onChange: (kind: string) => void }) {
  const t = useWords()
  return (
    <div className="chips" role="group" aria-label={t('kind')}>
      {['', ...KINDS].map((code) => (
        <button
          key={code}
          type="button"
          className="chip"
          aria-pressed={kind === code}
          onClick={() => {
            onChange(code)
          }}
        >
          {code ? t(`kind-${code}`) : t('kind-all')}
        </button>
      ))}
    </div>
  )
}
