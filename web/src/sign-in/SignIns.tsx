// One's own sign-ins: the passkeys one comes in with, and where one is signed in now.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { signOutEverywhere } from '../node/deed'
import { ProblemNote, Waiting } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { AddPasskey } from './AddPasskey'
import { Identities } from './Identities'
import { endSession, type OwnPasskey, removePasskey, type Sitting, useSignInDeed } from './query'
import { useSignIns } from './query'
import { browserName } from './browser'
import { useSignOut } from './out'
import { SignOut } from './SignOut'
import '../parts/register.css'

export default function SignIns() {
  const t = useWords()
  const found = useSignIns()
  if (found.isPending) return <Waiting />
  if (found.error) return <ProblemNote error={found.error} />
  const { passkeys, passkeys_max: max, identities, sessions } = found.data
  return (
    <div className="sign-ins">
      <div className="page-head">
        <h1>{t('sign-ins')}</h1>
        <p>{t('sign-ins-why')}</p>
      </div>
      <section>
        <div className="page-head">
          <h2>{t('passkeys')}</h2>
          {passkeys.length < max && <AddPasskey />}
        </div>
        {passkeys.length === 0 ? (
          <p className="page-head">{t('passkeys-none')}</p>
        ) : (
          <Passkeys passkeys={passkeys} />
        )}
      </section>
      <Identities identities={identities} hasPasskey={passkeys.length > 0} />
      <section>
        <div className="page-head">
          <h2>{t('sessions')}</h2>
          <Everywhere />
        </div>
        <Sessions sessions={sessions} />
      </section>
    </div>
  )
}

function Head({ words }: { words: string[] }) {
  const t = useWords()
  return (
    <thead>
      <tr>
        {words.map((word) => (
          <th key={word} scope="col">
            {t(word)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Passkeys({ passkeys }: { passkeys: OwnPasskey[] }) {
  const { t, write } = useReader()
  const [gone, setGone] = useState<OwnPasskey | null>(null)
  return (
    <table className="register">
      <Head words={['passkey', 'passkey-made', 'passkey-used', 'passkey-where', 'passkey-deed']} />
      <tbody>
        {passkeys.map((passkey) => (
          <tr key={passkey.id}>
            <th scope="row">
              <bdi>{passkey.name}</bdi>
            </th>
            <td>{write.moment(passkey.created)}</td>
            <td>{write.moment(passkey.used)}</td>
            <td>{t(passkey.backed_up ? 'passkey-backed-up' : 'passkey-device')}</td>
            <td>
              {passkeys.length > 1 ? (
                <Button
                  variant="default"
                  onClick={() => {
                    setGone(passkey)
                  }}
                >
                  {t('passkey-remove')}
                </Button>
              ) : (
                <span className="remark">{t('passkey-last')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
      {gone && (
        <RemoveSheet
          passkey={gone}
          onClose={() => {
            setGone(null)
          }}
        />
      )}
    </table>
  )
}

function RemoveSheet({ passkey, onClose }: { passkey: OwnPasskey; onClose: () => void }) {
  const t = useWords()
  const deed = useSignInDeed()
  return (
    <Sheet title={t('passkey-remove')} onClose={onClose}>
      <div className="settings">
        <p>{t('passkey-remove-means', { name: passkey.name })}</p>
        {deed.error && <ProblemNote error={deed.error} />}
        <Button
          loading={deed.isPending}
          onClick={() => {
            deed.mutate(() => removePasskey(passkey.id), { onSuccess: onClose })
          }}
        >
          {t('passkey-remove-do')}
        </Button>
      </div>
    </Sheet>
  )
}

function Sessions({ sessions }: { sessions: Sitting[] }) {
  const { t, write } = useReader()
  const deed = useSignInDeed()
  return (
    <>
      {deed.error && <ProblemNote error={deed.error} />}
      <table className="register">
        <Head words={['session-browser', 'session-by', 'session-used', 'session-until']} />
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row">
                <bdi title={session.browser}>{browserName(session.browser)}</bdi>{' '}
                {session.this && <span className="tag">{t('session-this')}</span>}
              </th>
              <td>
                <bdi>{session.passkey ?? session.provider ?? t('session-link')}</bdi>
              </td>
              <td>{write.moment(session.used)}</td>
              <td>
                {write.moment(session.until)}{' '}
                {session.this ? (
                  <SignOut />
                ) : (
                  <Button
                    variant="default"
                    onClick={() => {
                      deed.mutate(() => endSession(session.id))
                    }}
                  >
                    {t('session-end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Everywhere() {
  const t = useWords()
  const me = useSignedIn()
  const deed = useSignInDeed()
  const signOut = useSignOut(me.officer)
  return (
    <>
      {deed.error && <ProblemNote error={deed.error} />}
      <Button
        variant="default"
        loading={deed.isPending || signOut.isPending}
        onClick={() => {
          deed.mutate(async () => {
            await signOutEverywhere(me.officer)
            await signOut.mutateAsync()
          })
        }}
      >
        {t('session-everywhere')}
      </Button>
    </>
  )
}
