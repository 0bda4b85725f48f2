// Who works on a thread: shown, taken, given with a note, done.
import { Button } from '@mantine/core'
import { Identifier } from '../parts/Identifier'
import { Sheet } from '../parts/Sheet'
import { useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { GiveForm } from './GiveForm'
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
  const give = (to: Parameters<typeof assign>[1], note: string) => {
    deed.mutate(() => assign(thread, to, note), { onSuccess: onClose })
  }
  return (
    <Sheet title={t('assign')} onClose={onClose}>
      <GiveForm word="assign-do" deed={deed} onGive={give}>
        <p>{t('assign-means')}</p>
        <Button
          variant="default"
          onClick={() => {
            give({ officer: me.officer }, '')
          }}
        >
          {t('assign-take')}
        </Button>
      </GiveForm>
    </Sheet>
  )
}
