// What the audit is narrowed to, as it stands in the page's address and as the node is asked.
import { dayOf } from '../words/moment'

/** Names as the node knows them, in the order in which they are asked for. */
export const FIRST = ['officer', 'deed', 'outcome', 'purpose', 'from', 'until'] as const
export const FURTHER = ['unit', 'role', 'record', 'kind', 'case', 'node', 'rule'] as const
export const NAMES = [...FIRST, ...FURTHER]
export type Name = (typeof NAMES)[number]
export type Narrow = Partial<Record<Name, string>>

export function read(search: URLSearchParams): Narrow {
  const narrow: Narrow = {}
  for (const name of NAMES) {
    const value = search.get(name)?.trim()
    if (value) narrow[name] = value
  }
  return narrow
}

/** The same as an address; what is empty is left out. */
export function address(narrow: Narrow): string {
  const search = new URLSearchParams()
  for (const name of NAMES) {
    const value = narrow[name]?.trim()
    if (value) search.set(name, value)
  }
  const text = search.toString()
  return text ? `/audit?${text}` : '/audit'
}

export function without(narrow: Narrow, name: Name): Narrow {
  return { ...narrow, [name]: undefined }
}

const HOUR_MS = 3_600_000

/** The first moment of a civil day in a time zone: the reader's day, not the node's. */
export function dayBegins(day: string, timeZone: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`)
  if (Number.isNaN(noon)) return day
  // Some hour within fourteen of UTC's is the first of the day; half-hour zones need the halves.
  for (let at = noon - 27 * HOUR_MS; at < noon + 14 * HOUR_MS; at += HOUR_MS / 4) {
    if (dayOf(new Date(at).toISOString(), timeZone) === day) return new Date(at).toISOString()
  }
  return day
}

function dayAfter(day: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`)
  return Number.isNaN(noon) ? day : new Date(noon + 24 * HOUR_MS).toISOString().slice(0, 10)
}

/** As the node is asked: days of the reader become moments. */
export function asked(narrow: Narrow, timeZone: string): Narrow {
  const { from, until } = narrow
  return {
    ...narrow,
    ...(from && { from: dayBegins(from, timeZone) }),
    ...(until && { until: dayBegins(dayAfter(until), timeZone) }),
  }
}

/** What can be done, in the order of the list of deeds. */
export const DEEDS = [
  'read',
  'listed',
  'queried',
  'exported',
  'published',
  'imported',
  'refused',
  'rejected',
  'uses-asked',
  'uses-told',
  'audit-read',
  'administered',
  'signed-in',
  'signed-out',
  'proposed',
  'confirmed',
  'declined',
  'lapsed',
  'assigned',
  'escalated',
]
