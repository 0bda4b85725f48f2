// Above the threads: words to look for in them, the end of a shift, and who is on duty.
import { Button, TextInput } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useMay, useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import './thread-list.css'

const HandOverSheet = lazy(() => import('./HandOverSheet'))
const DutySheet = lazy(() => import('./DutySheet'))

export default function Tools({
  words,
  onWords,
}: {
  words: string
  onWords: (words: string) => void
}) {
  const t = useWords()
  const writes = useSignedIn().scopes.includes('write')
  const may = useMay('publish') && writes
  const [said, setSaid] = useState(words)
  const [open, setOpen] = useState<'duty' | 'hand-over' | null>(null)
  const close = () => {
    setOpen(null)
  }
  return (
    <div className="thread-words">
      <form
        className="inbox-tools"
        role="search"
        aria-label={t('threads-words')}
        onSubmit={(event) => {
          event.preventDefault()
          onWords(said.trim())
        }}
      >
        <TextInput
          flex={1}
          aria-label={t('threads-words')}
          placeholder={t('threads-words')}
          dir="auto"
          value={said}
          onChange={(event) => {
            setSaid(event.currentTarget.value)
          }}
        />
        <Button
          variant="default"
          onClick={() => {
            setOpen('duty')
          }}
        >
          {t('duty')}
        </Button>
        {may && (
          <Button
            variant="default"
            onClick={() => {
              setOpen('hand-over')
            }}
          >
            {t('hand-over')}
          </Button>
        )}
      </form>
      <Suspense>
        {open === 'duty' && <DutySheet onClose={close} />}
        {open === 'hand-over' && <HandOverSheet onClose={close} />}
      </Suspense>
    </div>
  )
}
