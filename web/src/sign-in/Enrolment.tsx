// What an administrator's link leads to: making a passkey on this device.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { isSignedOut } from '../node/client'
import { useWords } from '../words/Words'
import { ChooseLanguage } from './ChooseLanguage'
import { hasPasskeys } from './passkey'
import { ProviderSignIn } from './ProviderSignIn'
import { type EnrolmentAsked, useEnrol, useEnrolment } from './query'
import './signed-out.css'

export default function Enrolment() {
  const t = useWords()
  const [link] = useState(() => window.location.hash.slice(1))
  const found = useEnrolment(link)
  return (
    <main className="signed-out">
      <p className="house">
        <img src="/amana.svg" alt="" width="28" height="28" />
        <strong>{t('amana')}</strong>
      </p>
      {found.isPending && <Waiting />}
      {found.data && <Make link={link} whose={found.data} />}
      {found.data && <ProviderSignIn link={link} />}
      {found.error &&
        (isSignedOut(found.error) ? (
          <Note title={t('sign-in-spent')}>
            <p>{t('sign-in-spent-do')}</p>
          </Note>
        ) : (
          <ProblemNote error={found.error} />
        ))}
      <ChooseLanguage />
    </main>
  )
}

function Make({ link, whose }: { link: string; whose: EnrolmentAsked }) {
  const t = useWords()
  const role = useLabel('role')
  const enrol = useEnrol(link)
  const [name, setName] = useState('')
  if (!hasPasskeys()) return <p role="alert">{t('passkey-absent')}</p>
  return (
    <form
      className="settings"
      onSubmit={(event) => {
        event.preventDefault()
        enrol.mutate(name, {
          onSuccess: () => {
            window.location.replace('/')
          },
        })
      }}
    >
      <h1>{t('enrol-title')}</h1>
      <p>
        {role(whose.role)} <Identifier>{whose.officer}</Identifier> ·{' '}
        <Identifier>{whose.node}</Identifier>
      </p>
      <p>{t('enrol-why')}</p>
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
      {enrol.error && <ProblemNote error={enrol.error} />}
      <Button type="submit" size="md" loading={enrol.isPending || enrol.isSuccess}>
        {t('enrol-do')}
      </Button>
    </form>
  )
}
