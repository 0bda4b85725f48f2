// What a person should look at: bursts and look-ups outside one's work, each with its reason.
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { fetchMore } from '../node/more'
import { Checkbox } from '../parts/Checkbox'
import { Identifier } from '../parts/Identifier'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { dayOf } from '../words/moment'
import { useReader, useWords } from '../words/Words'
import { address } from './narrow'
import { type Burst, type Hint, type Outside, type Usual, useHints, useLookedAt } from './query'
import { Tabs } from './Tabs'
import '../parts/card.css'
import '../parts/register.css'
import './audit.css'

export default function HintsPage() {
  const t = useWords()
  const [all, setAll] = useState(false)
  const hints = useHints(all)
  const rows = hints.data?.pages.flatMap((page) => page.hints) ?? []
  return (
    <div className="audit">
      <header className="page-head">
        <h1>{t('audit')}</h1>
        <p>{t('hints-why')}</p>
      </header>
      <Tabs here="hints" />
      <div className="hints">
        <Checkbox
          label={t('hints-all')}
          checked={all}
          onChange={(event) => {
            setAll(event.currentTarget.checked)
          }}
        />
        {hints.isPending && <Waiting />}
        {hints.error && <ProblemNote error={hints.error} />}
        {hints.isSuccess && rows.length === 0 && (
          <Note title={t('hints-none')}>
            <p>{t('hints-none-do')}</p>
          </Note>
        )}
        <ul className="plain-list">
          {rows.map((hint) => (
            <li key={hint.row} className="hint">
              <HintCard hint={hint} />
            </li>
          ))}
        </ul>
        {hints.hasNextPage && (
          <Button
            variant="default"
            loading={hints.isFetchingNextPage}
            onClick={() => void fetchMore(hints)}
          >
            {t('more')}
          </Button>
        )}
      </div>
    </div>
  )
}

function HintCard({ hint }: { hint: Hint }) {
  const { t, write, setting } = useReader()
  const day = dayOf(hint.from, setting.timeZone)
  const lines = address({ officer: hint.officer, from: day, until: day })
  return (
    <article>
      <h2>{t(`hint-${hint.reason}-title`)}</h2>
      <p className="remark">
        <Identifier>{hint.officer}</Identifier> · <Identifier>{hint.unit}</Identifier> ·{' '}
        <time dateTime={hint.from}>{write.moment(hint.from)}</time>
      </p>
      {hint.reason === 'burst' ? <BurstWords hint={hint} /> : <OutsideWords hint={hint} />}
      <p>
        <Link href={lines}>{t('hint-lines')}</Link>
      </p>
      {hint.seen ? <Seen hint={hint} /> : <Look hint={hint} />}
    </article>
  )
}

function BurstWords({ hint }: { hint: Burst }) {
  const { t, write } = useReader()
  const usual = (whose: string, found: Usual | null) =>
    found
      ? t(`hint-usual-${whose}`, {
          median: write.number(found.median),
          spread: write.number(found.spread),
          hours: write.number(found.hours),
        })
      : t(`hint-usual-${whose}-unknown`)
  return (
    <p>
      {t('hint-burst', { count: write.number(hint.count), above: write.number(hint.above) })}{' '}
      {usual('own', hint.own)} {usual('others', hint.others)}
    </p>
  )
}

function OutsideWords({ hint }: { hint: Outside }) {
  const { t, write } = useReader()
  const rest = hint.count - hint.records.length
  return (
    <>
      <p>{t('hint-outside', { count: hint.count, written: write.number(hint.count) })}</p>
      <ul className="hint-records">
        {hint.records.map(({ owner, id, kind }) => (
          <li key={`${owner}/${id}`}>
            {t(`kind-${kind}`)}{' '}
            <Link href={address({ record: `${owner}/${id}` })}>
              <Identifier>{`${owner}/${id}`}</Identifier>
            </Link>
          </li>
        ))}
        {rest > 0 && <li>{t('hint-outside-more', { count: write.number(rest) })}</li>}
      </ul>
    </>
  )
}

function Seen({ hint }: { hint: Hint }) {
  const { t, write } = useReader()
  return (
    <p className="hint-seen">
      {t('hint-seen')} <Identifier>{hint.seen_by ?? ''}</Identifier>{' '}
      <time dateTime={hint.seen ?? ''}>{write.moment(hint.seen ?? '')}</time>:{' '}
      <bdi>{hint.note}</bdi>
    </p>
  )
}

function Look({ hint }: { hint: Hint }) {
  const t = useWords()
  const looked = useLookedAt()
  const [note, setNote] = useState('')
  return (
    <form
      className="hint-look"
      onSubmit={(event) => {
        event.preventDefault()
        looked.mutate({ row: hint.row, note })
      }}
    >
      <Textarea
        label={t('hint-note')}
        value={note}
        dir="auto"
        autosize
        minRows={1}
        maxLength={1_000}
        required
        onChange={(event) => {
          setNote(event.currentTarget.value)
        }}
      />
      <Button type="submit" variant="default" loading={looked.isPending}>
        {t('hint-look')}
      </Button>
      {looked.error && <ProblemNote error={looked.error} />}
    </form>
  )
}
