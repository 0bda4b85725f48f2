// Nobody is signed in, or the node does not answer.
import { isSignedOut } from '../node/client'
import { Note, ProblemNote } from '../parts/Note'
import { useWords } from '../words/Words'
import { ChooseLanguage } from './ChooseLanguage'
import { PasskeySignIn } from './PasskeySignIn'
import { ProviderSignIn } from './ProviderSignIn'
import '../parts/card.css'
import './signed-out.css'

export default function SignedOut({ error }: { error: Error }) {
  const t = useWords()
  return (
    <main className="signed-out">
      <p className="house">
        <img src="/amana.svg" alt="" width="28" height="28" />
        <strong>{t('amana')}</strong>
      </p>
      {isSignedOut(error) ? (
        <>
          <Note title={t('sign-in-needed')}>
            <p>{t('passkey-how')}</p>
          </Note>
          <PasskeySignIn />
          <ProviderSignIn />
          <p className="remark">{t('sign-in-how')}</p>
        </>
      ) : (
        <ProblemNote error={error} />
      )}
      <ChooseLanguage />
    </main>
  )
}
