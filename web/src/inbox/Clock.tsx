// A deadline: its shape changes with its state, so that colour carries no meaning alone.
import { useReader } from '../words/Words'
import { share, spanOf, term, type Wait } from './waiting'
import './clock.css'

type Look = 'waits' | 'ring' | 'amber' | 'red' | 'late' | 'paused'

/** A ring while there is time, thicker under a quarter, a pie under a tenth, a square when late. */
export function look(wait: Wait, now: number): Look {
  if (wait.state === 'paused') return 'paused'
  if (term(wait, now) === 'late') return 'late'
  const left = share(wait, now)
  if (left === null) return 'waits'
  if (left < 0.1) return 'red'
  return left < 0.25 ? 'amber' : 'ring'
}

function Face({ wait, now }: { wait: Wait; now: number }) {
  const its = look(wait, now)
  const left = share(wait, now) ?? 1
  const around = 2 * Math.PI * 5
  if (its === 'late') {
    return (
      <svg viewBox="0 0 14 14" className="face face-late" aria-hidden="true">
        <rect width="14" height="14" rx="2" />
        <path d="M7 3v5M7 10v1.4" />
      </svg>
    )
  }
  if (its === 'paused') {
    return (
      <svg viewBox="0 0 14 14" className="face face-paused" aria-hidden="true">
        <path d="M5 3v8M9 3v8" />
      </svg>
    )
  }
  return (
    <svg viewBox="0 0 14 14" className={`face face-${its}`} aria-hidden="true">
      <circle cx="7" cy="7" r="5" className="face-back" />
      <circle
        cx="7"
        cy="7"
        r="5"
        strokeDasharray={`${left * around} ${around}`}
        transform="rotate(-90 7 7)"
      />
    </svg>
  )
}

export function Clock({ wait, now }: { wait: Wait; now: number }) {
  const { t } = useReader()
  const left = wait.due ? Date.parse(wait.due) - now : 0
  const { days, hours, minutes } = spanOf(left)
  const long = days > 0 ? t('clock-days', { days, hours }) : t('clock-hours', { hours, minutes })
  const word = () => {
    if (wait.state === 'paused') return t('clock-paused')
    if (wait.state === 'not-received') return t('clock-not-received')
    if (!wait.due) return t('clock-none')
    return left < 0 ? t('clock-late', { span: long }) : long
  }
  return (
    <span className={`clock clock-${look(wait, now)}`}>
      <Face wait={wait} now={now} /> {word()}
    </span>
  )
}
