// What this piece of work is for: asked once, shown on every page, sent with every question.
import { choose, usePurpose } from '../node/purpose'
import { useLabel } from '../parts/label'
import { Sheet } from '../parts/Sheet'
import { useReader, useWords } from '../words/Words'
import { useSignedIn } from './me'
import './purpose.css'

export function PurposeBar({ onChange }: { onChange: () => void }) {
  const { t, write } = useReader()
  const me = useSignedIn()
  const purpose = usePurpose()
  const label = useLabel('purpose')
  if (!me.purposes.includes(purpose)) {
    return <p className="purpose-bar purpose-open">{t('purpose-not-chosen')}</p>
  }
  return (
    <div className="purpose-bar">
      <p>
        <span className="purpose-for">{t('purpose-for')} </span>
        <strong>{label(purpose)}</strong>
        {me.until && (
          <span className="purpose-until">
            {t('purpose-until', { time: write.short(me.until) })}
          </span>
        )}
      </p>
      <button type="button" className="purpose-change" onClick={onChange} aria-keyshortcuts="p">
        {t('purpose-change')}
        <kbd className="key">P</kbd>
      </button>
    </div>
  )
}

function Choices({ onDone }: { onDone?: (() => void) | undefined }) {
  const t = useWords()
  const { purposes } = useSignedIn()
  const now = usePurpose()
  const label = useLabel('purpose')
  return (
    <>
      <p className="purpose-why">{t('purpose-why')}</p>
      <ul className="purposes">
        {purposes.map((code) => (
          <li key={code}>
            <button
              type="button"
              aria-pressed={code === now}
              onClick={() => {
                choose(code)
                onDone?.()
              }}
            >
              {label(code)}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** On the page itself before anything can be read; over it when the work changes. */
export function ChoosePurpose({ onDone }: { onDone?: () => void }) {
  const t = useWords()
  if (onDone) {
    return (
      <Sheet title={t('purpose-ask')} onClose={onDone}>
        <Choices onDone={onDone} />
      </Sheet>
    )
  }
  return (
    <section className="purpose-page">
      <h1>{t('purpose-ask')}</h1>
      <Choices />
    </section>
  )
}
