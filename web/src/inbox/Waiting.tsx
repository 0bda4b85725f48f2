// Open requests by deadline: what we owe, or what we wait for.
import { Button } from '@mantine/core'
import { address } from '../node/shape'
import { CountryCode } from '../parts/Country'
import { useLabel } from '../parts/label'
import { Note, ProblemNote, Waiting as Moment } from '../parts/Note'
import { useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { Clock } from './Clock'
import { open, type Side, type Term, term, useWaiting, type Wait } from './waiting'
import '../parts/title-list.css'

const TERMS: Term[] = ['late', 'hours', 'days', 'week', 'later', 'none']

interface Props {
  side: Side
  opened: string
  onOpen: (path: string) => void
}

export default function WaitingList({ side, opened, onOpen }: Props) {
  const t = useWords()
  const { node } = useSignedIn()
  const waiting = useWaiting(side)
  const now = waiting.dataUpdatedAt
  const waits = open(waiting.data?.pages.flatMap((page) => page.threads) ?? [], side, node)
  if (waiting.isPending) return <Moment />
  if (waiting.error) return <ProblemNote error={waiting.error} />
  return (
    <>
      {waits.length === 0 && !waiting.hasNextPage && (
        <Note title={t(`waiting-none-${side}`)}>
          <p>{t('waiting-none-do')}</p>
        </Note>
      )}
      <div className="title-list">
        {TERMS.map((each) => {
          const rows = waits.filter((wait) => term(wait, now) === each)
          return (
            rows.length > 0 && (
              <section key={each}>
                <h2 className="group-head">{t(`term-${each}`)}</h2>
                {rows.map((wait) => (
                  <WaitRow
                    key={`${wait.request} ${wait.asked}`}
                    wait={wait}
                    now={now}
                    peer={side === 'for-us' ? wait.asked_by : wait.asked}
                    here={address(wait.request).path === opened}
                    onOpen={onOpen}
                  />
                ))}
              </section>
            )
          )
        })}
      </div>
      {waiting.hasNextPage && (
        <Button
          className="more"
          variant="default"
          loading={waiting.isFetchingNextPage}
          onClick={() => void waiting.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}

interface RowProps {
  wait: Wait
  now: number
  peer: string
  here: boolean
  onOpen: (path: string) => void
}

function WaitRow({ wait, now, peer, here, onOpen }: RowProps) {
  const urgency = useLabel('urgency')
  const { path } = address(wait.request)
  return (
    <a
      href={`/record/${path}`}
      className="row wait-row"
      aria-current={here ? 'true' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        onOpen(path)
      }}
    >
      <CountryCode code={peer} />
      <span className="row-title" dir="auto">
        {wait.title}
      </span>
      <span className="row-kind">
        {wait.urgency !== 'routine' && (
          <span className={`urgency urgency-${wait.urgency}`}>{urgency(wait.urgency)}</span>
        )}
      </span>
      <Clock wait={wait} now={now} />
    </a>
  )
}
