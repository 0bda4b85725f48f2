// The end of a shift: all open threads of mine to a colleague or a unit, in one step.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { Receiver, receiverOf } from '../thread/Receiver'
import { handOver, useCounts, useDeed } from '../thread/thread'
import { useReader } from '../words/Words'

export default function HandOverSheet({ onClose }: { onClose: () => void }) {
  const { t, write } = useReader()
  const deed = useDeed<{ number: number }>()
  const mine = useCounts().data?.['mine']?.count ?? 0
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  return (
    <Sheet title={t('hand-over')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          deed.mutate(() => handOver(receiverOf(to), note), { onSuccess: onClose })
        }}
      >
        <p>{t('hand-over-means', { count: mine, written: write.number(mine) })}</p>
        <Receiver value={to} onChange={setTo} self={false} />
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
        <Button type="submit" loading={deed.isPending} disabled={!to || mine === 0}>
          {t('hand-over-do')}
        </Button>
      </form>
    </Sheet>
  )
}
