// What this piece of work is for: asked once, shown on every page, sent with every question.
import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { choose, useCase, usePurpose } from '../node/purpose'
import { useLabel } from '../parts/label'
import { Sheet } from '../parts/Sheet'
import { useReader, useWords } from '../words/Words'
import { useSignedIn } from './me'
import './purpose.css'

export function PurposeBar({ onChange }: { onChange: () => void }) {
  const { t, write } = useReader()
  const me = useSignedIn()
  const purpose = usePurpose()
  const forCase = useCase()
  const label = useLabel('purpose')
  if (!me.purposes.includes(purpose)) {
    return <p className="purpose-bar purpose-open">{t('purpose-not-chosen')}</p>
  }
  return (
    <div className="purpose-bar">
      <p>
        <span className="purpose-for">{t('purpose-for')} </span>
        <strong>{label(purpose)}</strong>
        {forCase && (
          <span className="purpose-case">
            {t('purpose-case')}: <bdi>{forCase}</bdi>
          </span>
        )}
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
  const caseNow = useCase()
  const queries = useQueryClient()
  const [forCase, setForCase] = useState(caseNow)
  const label = useLabel('purpose')
  const work = (code: string) => {
    // What was read for one case is read again for another, and audited with it.
    if (forCase.trim() !== caseNow) {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    }
    choose(code, forCase)
    onDone?.()
  }
  return (
    <>
      <p className="purpose-why">{t('purpose-why')}</p>
      <TextInput
        className="purpose-which"
        label={t('purpose-case-which')}
        description={t('purpose-case-help')}
        value={forCase}
        maxLength={100}
        dir="auto"
        onChange={(event) => {
          setForCase(event.currentTarget.value)
        }}
      />
      <ul className="purposes">
        {purposes.map((code) => (
          <li key={code}>
            <button
              type="button"
              aria-pressed={code === now}
              onClick={() => {
                work(code)
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
