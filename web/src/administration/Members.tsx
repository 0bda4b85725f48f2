// Members of the network: when they were heard of, and how the lanes to them stand.
import { Button } from '@mantine/core'
import { Fragment, useState } from 'react'
import { Country } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { Sheet } from '../parts/Sheet'
import { useMay } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { KeyTable } from './KeyTable'
import { type Lane, type Member, tryNow, useChange, useFrozen, useMembers } from './query'

export function Members() {
  const t = useWords()
  const members = useMembers()
  if (members.isPending) return <Waiting />
  if (members.error) return <ProblemNote error={members.error} />
  const others = members.data.filter((member) => !member.own)
  if (others.length === 0) {
    return (
      <Note title={t('member-none')}>
        <p>{t('member-none-do')}</p>
      </Note>
    )
  }
  return (
    <div className="member-list">
      <Frozen />
      {others.map((member) => (
        <Whole key={member.code} member={member} />
      ))}
    </div>
  )
}

/** The directory is older than seven days: since when, and what to do. */
function Frozen() {
  const frozen = useFrozen().data?.frozen
  if (!frozen) return null
  return (
    <div role="status" className="frozen">
      {frozen.text.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}

function Whole({ member }: { member: Member }) {
  const t = useWords()
  const changes = useMay('administer')
  const change = useChange()
  const [keys, setKeys] = useState(false)
  return (
    <section className="member" aria-label={member.code}>
      <header className="member-head">
        <h2>
          <Country code={member.code} />
        </h2>
        <span className="remark">{t(`member-status-${member.status}`)}</span>
        <span className="take-back">
          {changes && (
            <Button
              variant="default"
              loading={change.isPending}
              onClick={() => {
                change.mutate(() => tryNow(member.code))
              }}
            >
              {t('member-try')}
            </Button>
          )}
          <Button
            variant="default"
            onClick={() => {
              setKeys(true)
            }}
          >
            {t('admin-keys')}
          </Button>
        </span>
      </header>
      {change.isSuccess && (
        <p role="status" className="done">
          {t('member-tried', { node: member.code })}
        </p>
      )}
      {change.error && <ProblemNote error={change.error} />}
      <Facts member={member} />
      <Lanes lanes={member.lanes} />
      {keys && (
        <Sheet
          title={t('member-keys')}
          onClose={() => {
            setKeys(false)
          }}
        >
          <KeyTable keys={member.keys} />
        </Sheet>
      )}
    </section>
  )
}

function Facts({ member }: { member: Member }) {
  const { t, write } = useReader()
  // A head is a moment old when it comes: what is less than that says nothing of a clock.
  const ms = member.clock_ms ?? 0
  const seconds = Math.abs(ms) < 3_000 ? 0 : Math.round(ms / 1_000)
  const ahead = seconds > 0 ? 'member-clock-ahead' : 'member-clock-behind'
  const clock =
    seconds === 0 ? t('member-clock-same') : t(ahead, { seconds: write.number(Math.abs(seconds)) })
  const facts: [string, string][] = [
    ['member-seen', member.seen ? write.moment(member.seen) : t('member-never')],
    ['member-clock', member.clock_ms === null ? t('unknown') : clock],
    ['member-version', member.version ?? t('unknown')],
    ['member-address', member.address ?? t(member.own ? 'member-no-address' : 'member-asks-us')],
  ]
  if (member.address === null && !member.own) {
    facts.push(['member-asked', member.asked ? write.moment(member.asked) : t('member-never')])
  }
  if (member.relays.length > 0) facts.push(['member-relays', member.relays.join(' · ')])
  if (member.carried > 0) facts.push(['member-carried', write.number(member.carried)])
  if (member.held > 0) facts.push(['member-held', write.number(member.held)])
  if (member.unread > 0) facts.push(['member-unread', write.number(member.unread)])
  return (
    <dl className="member-facts">
      {facts.map(([word, value]) => (
        <Fragment key={word}>
          <dt>{t(word)}</dt>
          <dd>{/^[\d.:a-z[\]]+$/i.test(value) ? <Identifier>{value}</Identifier> : value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

function Lanes({ lanes }: { lanes: Lane[] }) {
  const { t, write } = useReader()
  const number = (value: number | null) => (value === null ? t('unknown') : write.number(value))
  const moment = (value: string | null) => (value === null ? t('unknown') : write.moment(value))
  const words = ['waiting', 'oldest', 'failures', 'again', 'credit', 'compared', 'differing']
  return (
    <Register className="lanes" heads={['lanes', ...words.map((word) => `lane-${word}`)]}>
      {lanes.map((lane) => (
        <tr key={lane.lane}>
          <th scope="row">{t(`lane-${lane.lane}`)}</th>
          <td data-word={t('lane-waiting')}>{number(lane.waiting)}</td>
          <td data-word={t('lane-oldest')}>{moment(lane.oldest)}</td>
          <td data-word={t('lane-failures')}>{number(lane.failures)}</td>
          <td data-word={t('lane-again')}>{moment(lane.again)}</td>
          <td data-word={t('lane-credit')}>{number(lane.credit)}</td>
          <td data-word={t('lane-compared')}>{moment(lane.compared)}</td>
          <td data-word={t('lane-differing')}>
            {lane.differing > 0 ? <strong>{number(lane.differing)}</strong> : number(0)}
          </td>
        </tr>
      ))}
    </Register>
  )
}
