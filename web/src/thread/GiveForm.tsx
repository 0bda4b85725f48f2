// To whom, with which note: a thread that is assigned, or all of a shift that are handed over.
import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { useWords } from '../words/Words'
import { Receiver, receiverOf } from './Receiver'

interface Props {
  /** The word of the button. */
  word: string
  deed: { error: Error | null; isPending: boolean }
  /** Whether one may give it to oneself. */
  self?: boolean
  /** There is nothing to be given. */
  nothing?: boolean
  onGive: (to: ReturnType<typeof receiverOf>, note: string) => void
  children: ReactNode
}

export function GiveForm({ word, deed, self = true, nothing = false, onGive, children }: Props) {
  const t = useWords()
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  return (
    <form
      className="settings"
      onSubmit={(event) => {
        event.preventDefault()
        onGive(receiverOf(to), note)
      }}
    >
      {children}
      <Receiver value={to} onChange={setTo} self={self} />
      <TextInput
        label={t('assign-note')}
        description={t('assign-note-help')}
        dir="auto"
        maxLength={500}
        value={note}
        onChange={(event) => {
          setNote(event.currentTarget.value)
        }}
      />
      {deed.error && <ProblemNote error={deed.error} />}
      <Button type="submit" loading={deed.isPending} disabled={!to || nothing}>
        {t(word)}
      </Button>
    </form>
  )
}
