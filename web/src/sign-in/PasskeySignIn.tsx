// Signing in with a passkey: nobody types who they are.
import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isSignedOut } from '../node/client'
import { lookAgain } from '../node/query'
import { Note, ProblemNote } from '../parts/Note'
import { useWords } from '../words/Words'
import { hasPasskeys } from './passkey'
import { signIn } from './query'

export function PasskeySignIn() {
  const t = useWords()
  const queries = useQueryClient()
  const coming = useMutation({ mutationFn: signIn, onSuccess: () => lookAgain(queries) })
  if (!hasPasskeys()) return <p role="alert">{t('passkey-absent')}</p>
  return (
    <>
      <Button
        size="md"
        leftSection={<IconFingerprint size={18} stroke={1.7} aria-hidden="true" />}
        loading={coming.isPending || coming.isSuccess}
        onClick={() => {
          coming.mutate()
        }}
      >
        {t('passkey-sign-in')}
      </Button>
      {isSignedOut(coming.error) ? (
        <div role="alert">
          <Note title={t('passkey-refused')}>
            <p>{t('passkey-refused-do')}</p>
          </Note>
        </div>
      ) : (
        coming.error && <ProblemNote error={coming.error} />
      )}
    </>
  )
}
