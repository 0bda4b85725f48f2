// Requests and their clocks: who waits for whom, and how long there is still.
export interface Wait {
  request: string
  title: string
  asked_by: string
  asked: string
  urgency: string
  state: 'not-received' | 'running' | 'paused' | 'overdue' | 'answered' | 'refused'
  received: string | null
  due: string | null
}

interface Thread {
  thread: string
  waits: Wait[]
}

export type Side = 'for-us' | 'for-them'

const OPEN = ['not-received', 'running', 'paused', 'overdue']

const dueOf = (wait: Wait) => (wait.due ? Date.parse(wait.due) : Infinity)

/** The open wait that is due first. */
export const first = (waits: Wait[]): Wait | undefined =>
  waits.filter((wait) => OPEN.includes(wait.state)).sort((a, b) => dueOf(a) - dueOf(b))[0]

/** A wait and the thread that it is in. */
export interface Placed extends Wait {
  thread: string
}

/** What is still open on one side, the earliest due first; what has no deadline comes last. */
export function open(threads: Thread[], side: Side, node: string): Placed[] {
  const ours = (wait: Wait) => (side === 'for-us' ? wait.asked : wait.asked_by) === node
  return threads
    .flatMap(({ thread, waits }) => waits.map((wait) => ({ ...wait, thread })))
    .filter((wait) => OPEN.includes(wait.state) && ours(wait))
    .sort((one, other) => dueOf(one) - dueOf(other))
}

export type Term = 'late' | 'hours' | 'days' | 'week' | 'later' | 'none'

const HOUR = 3_600_000

/** The group a deadline stands in: late, 8 hours, 3 days, 7 days. */
export function term(wait: Wait, now: number): Term {
  if (!wait.due) return 'none'
  const left = Date.parse(wait.due) - now
  if (left < 0) return 'late'
  if (left <= 8 * HOUR) return 'hours'
  if (left <= 72 * HOUR) return 'days'
  return left <= 168 * HOUR ? 'week' : 'later'
}

/** How much of the time is left, from 1 to 0; none where the clock has not begun. */
export function share(wait: Wait, now: number): number | null {
  if (!wait.due || !wait.received) return null
  const whole = Date.parse(wait.due) - Date.parse(wait.received)
  return Math.max(0, Math.min(1, (Date.parse(wait.due) - now) / whole))
}

/** Whole days, hours and minutes of a span. */
export function spanOf(ms: number): { days: number; hours: number; minutes: number } {
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  return {
    days: Math.floor(minutes / 1_440),
    hours: Math.floor((minutes % 1_440) / 60),
    minutes: minutes % 60,
  }
}
