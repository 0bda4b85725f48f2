// Each request's clock: its face, its moments in the reader's time zone, and why in words.
import { Country } from '../parts/Country'
import { Clock } from '../inbox/Clock'
import { useReader } from '../words/Words'
import { type Explained } from './thread'

const OPEN = ['not-received', 'running', 'paused', 'overdue']

export function Clocks({ waits, now }: { waits: Explained[]; now: number }) {
  const { t } = useReader()
  if (waits.length === 0) return null
  return (
    <section className="thread-clocks" aria-label={t('thread-clocks')}>
      {waits.map((wait) => (
        <OneClock key={`${wait.request} ${wait.asked}`} wait={wait} now={now} />
      ))}
    </section>
  )
}

function OneClock({ wait, now }: { wait: Explained; now: number }) {
  const { t, write, setting } = useReader()
  const open = OPEN.includes(wait.state)
  return (
    <div className="thread-clock">
      <p className="thread-clock-head">
        <Country code={wait.asked_by} /> {t('thread-asks')} <Country code={wait.asked} />
        {open ? (
          <Clock wait={wait} now={now} />
        ) : (
          <strong className={wait.late ? 'clock-late' : undefined}>
            {t(`thread-${wait.state}`)}
          </strong>
        )}
      </p>
      <dl className="thread-track">
        <Moment word={t('thread-received')} at={wait.received} />
        <Moment
          word={t(open ? 'thread-due' : 'thread-settled')}
          at={open ? wait.due : wait.settled}
        />
        {wait.open_questions.length > 0 && (
          <div>
            <dt>{t('thread-questions-open')}</dt>
            <dd>{wait.open_questions.map(write.number).join(' · ')}</dd>
          </div>
        )}
        <div>
          <dt>{t('setting-time-zone')}</dt>
          <dd>
            <bdi dir="ltr">{setting.timeZone}</bdi>
          </dd>
        </div>
      </dl>
      <p className="thread-why">{wait.explanation[setting.language]}</p>
    </div>
  )
}

function Moment({ word, at }: { word: string; at: string | null }) {
  const { write } = useReader()
  return (
    <div>
      <dt>{word}</dt>
      <dd>{at ? <time dateTime={at}>{write.moment(at)}</time> : '–'}</dd>
    </div>
  )
}
