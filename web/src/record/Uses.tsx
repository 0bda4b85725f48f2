// What holders did with a record of ours, told by them and proven by their logs.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { CountryCode } from '../parts/Country'
import { useLabel } from '../parts/label'
import { ProblemNote, Waiting } from '../parts/Note'
import { useReader, useWords } from '../words/Words'
import '../parts/card.css'
import './uses.css'

interface Use {
  at: string
  deed: string
  role: string
  unit: string
  purpose: string | null
  refused: string | null
  proven: boolean
}

interface Told {
  node: string
  answer: { uses: Use[] } | { error: string }
}

const useUses = (owner: string, id: string) =>
  useQuery({
    queryKey: ['uses', owner, id],
    queryFn: () =>
      answer<Told[]>(
        client.GET('/api/v1/records/{owner}/{id}/uses', { params: { path: { owner, id } } }),
      ),
    // Asking is written into the audit here and there: only a person does it.
    enabled: false,
    retry: false,
  })

export function Uses({ owner, id }: { owner: string; id: string }) {
  const t = useWords()
  const uses = useUses(owner, id)
  return (
    <section className="card">
      <h2>{t('uses')}</h2>
      {uses.isFetching ? (
        <Waiting />
      ) : (
        <p className="card-text">
          {!uses.data && t('uses-why')}{' '}
          <Button variant="default" onClick={() => void uses.refetch()}>
            {t(uses.data ? 'uses-again' : 'uses-ask')}
          </Button>
        </p>
      )}
      {uses.error && <ProblemNote error={uses.error} />}
      <ul className="plain-list">
        {uses.data?.map((told) => (
          <Holder key={told.node} told={told} />
        ))}
      </ul>
    </section>
  )
}

function Holder({ told }: { told: Told }) {
  const t = useWords()
  if ('error' in told.answer) {
    return (
      <li className="use">
        <CountryCode code={told.node} /> <strong>{t('uses-silent')}</strong>
      </li>
    )
  }
  if (told.answer.uses.length === 0) {
    return (
      <li className="use">
        <CountryCode code={told.node} /> <span>{t('uses-none')}</span>
      </li>
    )
  }
  return told.answer.uses.map((use, at) => <UseRow key={at} node={told.node} use={use} />)
}

function UseRow({ node, use }: { node: string; use: Use }) {
  const { t, write } = useReader()
  const purpose = useLabel('purpose')
  const role = useLabel('role')
  const what = use.refused ? `${t('deed-refused')} (${use.refused})` : t(`deed-${use.deed}`)
  return (
    <li className="use">
      <CountryCode code={node} />
      <div>
        <strong>{use.purpose ? purpose(use.purpose) : t('purpose-none')}</strong>
        <p>
          {use.role === 'peer' ? t('peer') : role(use.role)}: {what}
        </p>
      </div>
      <span className="remark">
        {write.short(use.at)} · {t(use.proven ? 'use-proven' : 'use-open')}
      </span>
    </li>
  )
}
