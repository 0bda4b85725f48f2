// One more passkey, for another device or for the day when the first one is lost.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useWords } from '../words/Words'
import { hasPasskeys } from './passkey'
import { addPasskey, useSignInDeed } from './query'

export function AddPasskey() {
  const t = useWords()
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setAsks(true)
        }}
      >
        {t('passkey-add')}
      </Button>
      {asks && (
        <AddSheet
          onClose={() => {
            setAsks(false)
          }}
        />
      )}
    </>
  )
}

function AddSheet({ onClose }: { onClose: () => void }) {
  const t = useWords()
  const deed = useSignInDeed()
  const [name, setName] = useState('')
  return (
    <Sheet title={t('passkey-add')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          deed.mutate(() => addPasskey(name), { onSuccess: onClose })
        }}
      >
        <p>{t('passkey-add-means')}</p>
        {!hasPasskeys() && <p role="alert">{t('passkey-absent')}</p>}
        <TextInput
          label={t('passkey-name')}
          description={t('passkey-name-help')}
          value={name}
          required
          maxLength={60}
          dir="auto"
          onChange={(event) => {
            setName(event.currentTarget.value)
          }}
        />
        {deed.error && <ProblemNote error={deed.error} />}
        <Button type="submit" loading={deed.isPending}>
          {t('enrol-do')}
        </Button>
      </form>
    </Sheet>
  )
}
