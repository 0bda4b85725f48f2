// A thread in a list: who, what, who has it, and the clock that runs out first.
import { CountryCode } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { useSignedIn } from '../shell/me'
import type { ThreadRow, Unseen } from '../thread/thread'
import { useReader, useWords } from '../words/Words'
import { Clock } from './Clock'
import { first, spanOf } from './waiting'

interface Props {
  row: ThreadRow
  now: number
  here: boolean
  reachable: boolean
  onOpen: () => void
}

export function Row({ row, now, here, reachable, onOpen }: Props) {
  const { t, write } = useReader()
  const { node } = useSignedIn()
  const peer = row.participants.find((code) => code !== node) ?? row.waits[0]?.asked ?? node
  const wait = first(row.waits)
  return (
    <a
      href={`/thread/${row.thread}`}
      className={row.unread ? 'row thread-row thread-row-unread' : 'row thread-row'}
      aria-current={here ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        onOpen()
      }}
    >
      <CountryCode code={peer} />
      <span className="row-title" dir="auto">
        {row.unread && <span className="unread-dot" role="img" aria-label={t('sort-unread')} />}
        <bdi>{row.title}</bdi>
      </span>
      <span className="row-kind">
        {row.unseen && <UnseenMark unseen={row.unseen} now={now} />}
        {row.holder && <Holding row={row} />}
        {wait && <Clock wait={wait} now={now} />}
      </span>
      <time className="row-time" dateTime={row.newest.created}>
        {write.short(row.newest.created)}
      </time>
    </a>
  )
}

function Holding({ row: { holder } }: { row: ThreadRow }) {
  const { officer } = useSignedIn()
  const t = useWords()
  if (holder?.officer === officer) return <span className="holding">{t('sort-mine')}</span>
  const who = holder?.officer ?? holder?.unit
  return who ? (
    <span className="holding">
      <Identifier>{who}</Identifier>
    </span>
  ) : null
}

/** A flash message that nobody here has opened, and whom it was taken to. */
function UnseenMark({ unseen, now }: { unseen: Unseen; now: number }) {
  const { t } = useReader()
  const { days, hours, minutes } = spanOf(now - Date.parse(unseen.since))
  const span = days > 0 ? t('clock-days', { days, hours }) : t('clock-hours', { hours, minutes })
  const to = unseen.officer ?? unseen.unit
  return (
    <span className="urgency urgency-flash">
      {t('unseen-for', { span })}
      {unseen.step > 0 && to && (
        <>
          {' → '}
          <Identifier>{to}</Identifier>
        </>
      )}
    </span>
  )
}
