// The end of a shift: all open threads of mine to a colleague or a unit, in one step.
import { Sheet } from '../parts/Sheet'
import { GiveForm } from '../thread/GiveForm'
import { handOver, useCounts, useDeed } from '../thread/thread'
import { useReader } from '../words/Words'

export default function HandOverSheet({ onClose }: { onClose: () => void }) {
  const { t, write } = useReader()
  const deed = useDeed<{ number: number }>()
  const mine = useCounts().data?.['mine']?.count ?? 0
  return (
    <Sheet title={t('hand-over')} onClose={onClose}>
      <GiveForm
        word="hand-over-do"
        deed={deed}
        self={false}
        nothing={mine === 0}
        onGive={(to, note) => {
          deed.mutate(() => handOver(to, note), { onSuccess: onClose })
        }}
      >
        <p>{t('hand-over-means', { count: mine, written: write.number(mine) })}</p>
      </GiveForm>
    </Sheet>
  )
}
