// Nobody is signed in, or the node does not answer.
import { NativeSelect } from '@mantine/core'
import { isSignedOut } from '../node/client'
import { Note, ProblemNote } from '../parts/Note'
import { LANGUAGES, NAMES, type Language } from '../words/language'
import { useReader } from '../words/Words'
import './signed-out.css'

export function SignedOut({ error }: { error: Error }) {
  const { t, setting, change } = useReader()
  return (
    <main className="signed-out">
      <p className="house">
        <img src="/amana.svg" alt="" width="28" height="28" />
        <strong>{t('amana')}</strong>
      </p>
      {isSignedOut(error) ? (
        <Note title={t('sign-in-needed')}>
          <p>{t('sign-in-how')}</p>
        </Note>
      ) : (
        <ProblemNote error={error} />
      )}
      <NativeSelect
        label={t('setting-language')}
        value={setting.language}
        data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
        onChange={(event) => {
          change({ language: event.currentTarget.value as Language })
        }}
      />
    </main>
  )
}
