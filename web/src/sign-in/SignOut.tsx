// The way out; where it is barred, that one is still in. What was not sent is not lost unasked.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { onDevice } from '../compose/kept'
import { useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { useSignOut } from './out'

export function SignOut() {
  const t = useWords()
  const { officer } = useSignedIn()
  const signOut = useSignOut(officer)
  const [unsent, setUnsent] = useState(0)
  const ask = async () => {
    const count = await onDevice.count(officer).catch(() => 0)
    if (count === 0) signOut.mutate()
    else setUnsent(count)
  }
  return (
    <>
      {signOut.error && (
        <p role="alert" className="lost-line">
          {t('sign-out-failed')}
        </p>
      )}
      {unsent > 0 && (
        <p role="alert" className="lost-line">
          {t('sign-out-unsent', { count: unsent })}
        </p>
      )}
      <Button
        variant="default"
        loading={signOut.isPending || signOut.isSuccess}
        onClick={() => {
          if (unsent > 0) signOut.mutate()
          else void ask()
        }}
      >
        {t(unsent > 0 ? 'sign-out-destroy' : 'sign-out')}
      </Button>
    </>
  )
}
