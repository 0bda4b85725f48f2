// Who works here: links to sign in with, and the end of a session or of a service.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import client, { answer } from '../node/client'
import { endService, makeLink, signOutEverywhere, useOfficerDeed } from '../node/deed'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { Sheet } from '../parts/Sheet'
import { LinkSheet } from '../sign-in/LinkSheet'
import { Recover } from '../sign-in/Recoveries'
import { useMay, useSignedIn } from '../shell/me'
import { ProposeSheet } from '../proposals/ProposeSheet'
import { useReader, useWords } from '../words/Words'
import { ChangeOfficer } from './ChangeOfficer'
import { type BoundIdentity, IdentityDeed, IdentityNote } from './Identity'

export interface Officer {
  code: string
  name: string
  role: string
  unit: string
  active: boolean
  sessions: number
  tokens: number
  passkeys: number
  identities: BoundIdentity[]
}

const useOfficers = () =>
  useQuery({
    queryKey: ['officers'],
    queryFn: () => answer<Officer[]>(client.GET('/api/v1/officers')),
  })

export function Officers() {
  const t = useWords()
  const officers = useOfficers()
  if (officers.isPending) return <Waiting />
  if (officers.error) return <ProblemNote error={officers.error} />
  return (
    <section>
      <h2>{t('officers')}</h2>
      <Register
        heads={[
          'officer-code',
          'officer-name',
          'officer-role',
          'officer-unit',
          'officer-sessions',
          'officer-deeds',
        ]}
      >
        {officers.data.map((officer) => (
          <Row key={officer.code} officer={officer} />
        ))}
      </Register>
    </section>
  )
}

function Row({ officer }: { officer: Officer }) {
  const { t, write } = useReader()
  const role = useLabel('role')
  const changes = useMay('administer')
  return (
    <tr>
      <th scope="row">
        <Identifier>{officer.code}</Identifier>
      </th>
      <td>
        <bdi>{officer.name}</bdi>
      </td>
      <td>{role(officer.role)}</td>
      <td>
        <Identifier>{officer.unit}</Identifier>
      </td>
      <td data-word={t('officer-sessions')}>{write.number(officer.sessions)}</td>
      <td>
        <IdentityNote identities={officer.identities} />
        {!officer.active && t('officer-ended')}
        {officer.active && (changes ? <Deeds officer={officer} /> : t('officer-active'))}
      </td>
    </tr>
  )
}

function Deeds({ officer }: { officer: Officer }) {
  const t = useWords()
  const me = useSignedIn()
  const deed = useOfficerDeed()
  const [link, setLink] = useState('')
  const [ends, setEnds] = useState(false)
  const [changes, setChanges] = useState(false)
  return (
    <div className="take-back">
      {officer.passkeys + officer.identities.length > 0 ? (
        officer.code !== me.officer && <Recover code={officer.code} />
      ) : (
        <Button
          variant="default"
          onClick={() => {
            deed.mutate(async () => {
              const { path } = await makeLink(officer.code)
              setLink(window.location.origin + path)
            })
          }}
        >
          {t('officer-link')}
        </Button>
      )}
      <IdentityDeed officer={officer} />
      <Button
        variant="default"
        onClick={() => {
          deed.mutate(() => signOutEverywhere(officer.code))
        }}
      >
        {t('officer-sign-out')}
      </Button>
      <Button
        variant="default"
        onClick={() => {
          setChanges(true)
        }}
      >
        {t('officer-change')}
      </Button>
      {officer.code !== me.officer && (
        <Button
          variant="default"
          onClick={() => {
            setEnds(true)
          }}
        >
          {t('officer-end')}
        </Button>
      )}
      {deed.error && <ProblemNote error={deed.error} />}
      {link && <LinkSheet link={link} code={officer.code} onClose={() => setLink('')} />}
      {changes && <ChangeOfficer officer={officer} onClose={() => setChanges(false)} />}
      {ends && <EndSheet officer={officer} onClose={() => setEnds(false)} />}
    </div>
  )
}

/** An administrator's service is ended by two; anybody else's by one. */
function EndSheet({ officer, onClose }: { officer: Officer; onClose: () => void }) {
  const t = useWords()
  const deed = useOfficerDeed()
  const means = t('officer-end-means', { code: officer.code })
  if (officer.role === 'administrator') {
    const wanted = { measure: 'end-officer', officer: officer.code }
    return <ProposeSheet title={t('officer-end')} wanted={wanted} means={means} onClose={onClose} />
  }
  return (
    <Sheet title={t('officer-end')} onClose={onClose}>
      <div className="settings">
        <p>{means}</p>
        {deed.error && <ProblemNote error={deed.error} />}
        <Button
          loading={deed.isPending}
          onClick={() => {
            deed.mutate(() => endService(officer.code), { onSuccess: onClose })
          }}
        >
          {t('officer-end-do')}
        </Button>
      </div>
    </Sheet>
  )
}
