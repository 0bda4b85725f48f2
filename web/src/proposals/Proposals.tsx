// What waits for a second person: the list, and beside it exactly what would happen.
import { IconUsers } from '@tabler/icons-react'
import { Link, useRoute } from 'wouter'
import { Identifier } from '../parts/Identifier'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { useReader, useWords } from '../words/Words'
import { useMeasure } from './measure'
import { ProposalPane } from './ProposalPane'
import { type Proposal, useProposals } from './query'
import '../parts/register.css'
import './proposals.css'

export default function Proposals() {
  const t = useWords()
  const proposals = useProposals()
  const [, params] = useRoute('/proposals/:number')
  const open = Number(params?.number ?? 0)
  return (
    <div className="proposals">
      <header className="page-head">
        <h1>{t('proposals')}</h1>
        <p>{t('proposals-why')}</p>
      </header>
      {proposals.isPending && <Waiting />}
      {proposals.error && <ProblemNote error={proposals.error} />}
      {proposals.data && (
        <div className={open ? 'proposal-desk proposal-chosen' : 'proposal-desk'}>
          <Lists proposals={proposals.data} open={open} />
          {open > 0 ? <ProposalPane key={open} number={open} /> : <Nothing all={proposals.data} />}
        </div>
      )}
    </div>
  )
}

function Nothing({ all }: { all: Proposal[] }) {
  const t = useWords()
  if (all.length === 0) return null
  return (
    <section className="proposal-pane proposal-nothing">
      <Note title={t('proposal-none-open')}>
        <p>{t('proposal-none-open-do')}</p>
      </Note>
    </section>
  )
}

function Lists({ proposals, open }: { proposals: Proposal[]; open: number }) {
  const t = useWords()
  const waiting = proposals.filter((each) => each.state === 'open')
  const past = proposals.filter((each) => each.state !== 'open')
  return (
    <nav className="proposal-lists" aria-label={t('proposals')}>
      {waiting.length > 0 ? (
        <List word="proposals-waiting" proposals={waiting} open={open} />
      ) : (
        <Note
          title={t('proposals-none')}
          icon={<IconUsers size={22} stroke={1.6} aria-hidden="true" />}
        >
          <p>{t('proposals-none-do')}</p>
        </Note>
      )}
      {past.length > 0 && <List word="proposals-past" proposals={past} open={open} />}
    </nav>
  )
}

interface ListProps {
  word: string
  proposals: Proposal[]
  open: number
}

function List({ word, proposals, open }: ListProps) {
  const { t, write } = useReader()
  const measure = useMeasure()
  return (
    <section>
      <h2 className="proposal-head">{t(word)}</h2>
      <ul>
        {proposals.map((each) => (
          <li key={each.number}>
            <Link
              href={`/proposals/${String(each.number)}`}
              className="proposal-row"
              aria-current={each.number === open ? 'true' : undefined}
            >
              <strong>{measure(each)}</strong>
              <span className="proposal-when">{write.short(each.decided ?? each.at)}</span>
              <span className="proposal-who">
                <Identifier>{each.officer}</Identifier>
                <span>{t(`proposal-state-${each.state}`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
