// The way out; where it is barred, that one is still in.
import { Button } from '@mantine/core'
import { useWords } from '../words/Words'
import { useSignOut } from './out'

export function SignOut() {
  const t = useWords()
  const signOut = useSignOut()
  return (
    <>
      {signOut.error && (
        <p role="alert" className="lost-line">
          {t('sign-out-failed')}
        </p>
      )}
      <Button
        variant="default"
        loading={signOut.isPending || signOut.isSuccess}
        onClick={() => {
          signOut.mutate()
        }}
      >
        {t('sign-out')}
      </Button>
    </>
  )
}
