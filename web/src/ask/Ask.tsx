// One question: what was typed, what more is known, and its answer under it.
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { AnswerShown } from './Answer'
import { ChooseKind } from './ChooseKind'
import { type Typed, useAsking } from './query'
import { parted } from './row'
import { useAskWords } from './words'

interface Written {
  text: string
  kind: string
  births: string
  countries: string
}

const EMPTY: Written = { text: '', kind: '', births: '', countries: '' }

const typed = ({ text, kind, births, countries }: Written): Typed => ({
  text: text.trim(),
  ...(kind ? { kind } : {}),
  births: parted(births),
  countries: parted(countries),
})

export function Ask() {
  const t = useAskWords()
  const [written, setWritten] = useState(EMPTY)
  const asking = useAsking()
  const ask = (next: Written) => {
    setWritten(next)
    if (next.text.trim()) asking.mutate(typed(next))
  }
  return (
    <>
      <Box
        written={written}
        busy={asking.isPending}
        onChange={setWritten}
        onAsk={() => {
          ask(written)
        }}
      />
      <div aria-live="polite">
        {asking.error && <ProblemNote error={asking.error} />}
        {asking.data && !asking.isPending && (
          <AnswerShown
            answer={asking.data}
            onKind={(kind) => {
              ask({ ...written, kind })
            }}
          />
        )}
        {asking.isIdle && <p className="asking-why">{t('ask-start')}</p>}
      </div>
    </>
  )
}

interface BoxProps {
  written: Written
  busy: boolean
  onChange: (written: Written) => void
  onAsk: () => void
}

function Box({ written, busy, onChange, onAsk }: BoxProps) {
  const t = useAskWords()
  const [open, setOpen] = useState(false)
  const set = (part: Partial<Written>) => {
    onChange({ ...written, ...part })
  }
  return (
    <form
      className="ask-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        onAsk()
      }}
    >
      <Textarea
        className="ask-text"
        label={t('ask-text')}
        description={t('ask-text-help')}
        required
        rows={2}
        maxLength={1000}
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        value={written.text}
        onChange={(event) => {
          // A correction was of what stood there before.
          set({ text: event.currentTarget.value, kind: '' })
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          onAsk()
        }}
      />
      <button
        type="button"
        className="text-button ask-further"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open)
        }}
      >
        {t('ask-further')}
      </button>
      <Known written={written} open={open} set={set} />
      <Button type="submit" loading={busy}>
        {t('ask-do')}
      </Button>
    </form>
  )
}

interface KnownProps {
  written: Written
  open: boolean
  set: (part: Partial<Written>) => void
}

/** What more is known; on a phone it unfolds. */
function Known({ written, open, set }: KnownProps) {
  const t = useAskWords()
  return (
    <div className="ask-known" data-open={open ? 'yes' : 'no'}>
      <ChooseKind
        value={written.kind}
        onChange={(kind) => {
          set({ kind })
        }}
      />
      <TextInput
        label={t('ask-births')}
        description={t('ask-births-help')}
        value={written.births}
        onChange={(event) => {
          set({ births: event.currentTarget.value })
        }}
      />
      <TextInput
        label={t('ask-countries')}
        description={t('ask-countries-help')}
        dir="auto"
        value={written.countries}
        onChange={(event) => {
          set({ countries: event.currentTarget.value })
        }}
      />
    </div>
  )
}
