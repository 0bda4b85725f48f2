// How the node is, and who works here.
import { useQuery } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { Country } from '../parts/Country'
import { ProblemNote, Waiting } from '../parts/Note'
import { useReader, useWords } from '../words/Words'
import { Enrol } from './Enrol'
import { Officers } from './Officers'
import './administration.css'

interface NodeState {
  node: string
  log_size: number
  records: number
  receipts: number
  bytes_sent: number
  bytes_received: number
  members: { code: string; active: boolean }[]
}

const useNodeState = () =>
  useQuery({
    queryKey: ['node'],
    queryFn: () => answer<NodeState>(client.GET('/api/v1/node')),
    refetchInterval: 15_000,
  })

export default function Administration() {
  const t = useWords()
  return (
    <div className="administration">
      <h1>{t('administration')}</h1>
      <State />
      <Officers />
      <Enrol />
    </div>
  )
}

function State() {
  const { t, write } = useReader()
  const state = useNodeState()
  if (state.isPending) return <Waiting />
  if (state.error) return <ProblemNote error={state.error} />
  const { members, ...counted } = state.data
  const figures = [
    ['node-records', counted.records],
    ['node-log', counted.log_size],
    ['node-receipts', counted.receipts],
    ['node-sent', counted.bytes_sent],
    ['node-received', counted.bytes_received],
  ] as const
  return (
    <section>
      <h2>{t('node-state')}</h2>
      <dl className="figures">
        {figures.map(([word, value]) => (
          <div key={word}>
            <dt>{t(word)}</dt>
            <dd>{write.number(value)}</dd>
          </div>
        ))}
      </dl>
      <h2>{t('members')}</h2>
      <ul className="members">
        {members.map((member) => (
          <li key={member.code}>
            <Country code={member.code} />
            <span className="remark">{t(member.active ? 'member-active' : 'member-ended')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
