// Who works here: links to sign in with, and the end of a session or of a service.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import client, { answer } from '../node/client'
import { endService, makeLink, signOutEverywhere, useOfficerDeed } from '../node/deed'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { ProblemNote, Waiting } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import '../parts/register.css'

export interface Officer {
  code: string
  name: string
  role: string
  unit: string
  active: boolean
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
      <table className="register">
        <thead>
          <tr>
            {['code', 'name', 'role', 'unit', 'deeds'].map((word) => (
              <th key={word} scope="col">
                {t(`officer-${word}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {officers.data.map((officer) => (
            <Row key={officer.code} officer={officer} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ officer }: { officer: Officer }) {
  const t = useWords()
  const role = useLabel('role')
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
      <td>{officer.active ? <Deeds officer={officer} /> : t('officer-ended')}</td>
    </tr>
  )
}

function Deeds({ officer }: { officer: Officer }) {
  const t = useWords()
  const me = useSignedIn()
  const deed = useOfficerDeed()
  const [link, setLink] = useState('')
  const [ends, setEnds] = useState(false)
  return (
    <div className="take-back">
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
      <Button
        variant="default"
        onClick={() => {
          deed.mutate(() => signOutEverywhere(officer.code))
        }}
      >
        {t('officer-sign-out')}
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
      {ends && (
        <Sheet title={t('officer-end')} onClose={() => setEnds(false)}>
          <div className="settings">
            <p>{t('officer-end-means', { code: officer.code })}</p>
            <Button
              onClick={() => {
                deed.mutate(() => endService(officer.code), { onSuccess: () => setEnds(false) })
              }}
            >
              {t('officer-end-do')}
            </Button>
          </div>
        </Sheet>
      )}
    </div>
  )
}

interface LinkProps {
  link: string
  code: string
  onClose: () => void
}

function LinkSheet({ link, code, onClose }: LinkProps) {
  const t = useWords()
  return (
    <Sheet title={t('officer-link')} onClose={onClose}>
      <div className="settings">
        <p>{t('officer-link-means', { code })}</p>
        <p className="secret">
          <Identifier>{link}</Identifier>
        </p>
        <Button onClick={() => void navigator.clipboard.writeText(link)}>{t('copy')}</Button>
      </div>
    </Sheet>
  )
}
