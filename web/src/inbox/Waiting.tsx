// Open requests by deadline: what we owe, or what we wait for.
import { Button } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { fetchMore } from '../node/more'
import { CountryCode } from '../parts/Country'
import { useLabel } from '../parts/label'
import { Note, ProblemNote, Waiting as Moment } from '../parts/Note'
import { useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { Clock } from './Clock'
import { useThreads } from '../thread/thread'
import { open, type Placed, type Side, type Term, term } from './waiting'
import '../parts/title-list.css'

const TERMS: Term[] = ['late', 'hours', 'days', 'week', 'later', 'none']

/** J and K walk from row to row. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 }[event.code]
  if (!step) return
  event.preventDefault()
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.row')]
  const at = rows.findIndex((row) => row === document.activeElement)
  rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus()
}

interface Props {
  side: Side
  opened: string
  onOpen: (path: string) => void
}

export default function WaitingList({ side, opened, onOpen }: Props) {
  const t = useWords()
  const { node } = useSignedIn()
  const waiting = useThreads(side, '')
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
      <div className="title-list" onKeyDown={walk}>
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
                    here={`thread/${wait.thread}` === opened}
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
          onClick={() => void fetchMore(waiting)}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}

interface RowProps {
  wait: Placed
  now: number
  peer: string
  here: boolean
  onOpen: (path: string) => void
}

function WaitRow({ wait, now, peer, here, onOpen }: RowProps) {
  const urgency = useLabel('urgency')
  return (
    <a
      href={`/thread/${wait.thread}`}
      className="row wait-row"
      aria-current={here ? 'true' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        onOpen(`thread/${wait.thread}`)
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
