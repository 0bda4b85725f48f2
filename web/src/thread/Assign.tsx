// Who works on a thread: shown, taken, given with a note, done.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { Receiver, receiverOf } from './Receiver'
import { assign, type Holder, useDeed } from './thread'

export function HolderName({ holder }: { holder: Holder | null }) {
  const t = useWords()
  if (!holder) return <>{t('assign-nobody')}</>
  return (
    <>
      {holder.officer && <Identifier>{holder.officer}</Identifier>}{' '}
      {holder.unit && <Identifier>{holder.unit}</Identifier>}
    </>
  )
}

interface Props {
  thread: string
  onClose: () => void
}

export function AssignSheet({ thread, onClose }: Props) {
  const t = useWords()
  const me = useSignedIn()
  const deed = useDeed()
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  return (
    <Sheet title={t('assign')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          deed.mutate(() => assign(thread, receiverOf(to), note), { onSuccess: onClose })
        }}
      >
        <p>{t('assign-means')}</p>
        <Button
          variant="default"
          onClick={() => {
            deed.mutate(() => assign(thread, { officer: me.officer }, ''), { onSuccess: onClose })
          }}
        >
          {t('assign-take')}
        </Button>
        <Receiver value={to} onChange={setTo} />
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
        <Button type="submit" loading={deed.isPending} disabled={!to}>
          {t('assign-do')}
        </Button>
      </form>
    </Sheet>
  )
}
