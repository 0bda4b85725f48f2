// Days in the reader's calendar. A day is YYYY-MM-DD everywhere; what is read or typed differs.
export type Calendar = 'gregory' | 'islamic-umalqura'
export const CALENDARS: Calendar[] = ['gregory', 'islamic-umalqura']

const DAY_MS = 86_400_000

export interface Parts {
  year: number
  month: number
  day: number
}

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`)

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export const plus = (day: string, days: number): string => dayAt(at(day) + days * DAY_MS)

/** 1 is Monday. */
export const weekday = (day: string): number => new Date(at(day)).getUTCDay() || 7

const readers = new Map<Calendar, Intl.DateTimeFormat>()

function reader(calendar: Calendar): Intl.DateTimeFormat {
  const known = readers.get(calendar)
  if (known) return known
  const made = new Intl.DateTimeFormat(`en-u-nu-latn-ca-${calendar}`, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  })
  readers.set(calendar, made)
  return made
}

export function partsOf(day: string, calendar: Calendar): Parts {
  const found = reader(calendar).formatToParts(new Date(at(day)))
  const number = (type: string) => Number(found.find((part) => part.type === type)?.value ?? 0)
  return { year: number('year'), month: number('month'), day: number('day') }
}

/** Mean days of a year and a month; a guess that is off is put right by looking. */
const MEAN: Record<Calendar, [number, number]> = {
  gregory: [365.2425, 30.436875],
  'islamic-umalqura': [354.36707, 29.530589],
}

/** The day that has these parts in a calendar; none where there is no such day. */
export function dayOfParts(wanted: Parts, calendar: Calendar, near: string): string | null {
  const [year, month] = MEAN[calendar]
  let day = near
  for (let look = 0; look < 8; look += 1) {
    const here = partsOf(day, calendar)
    const off =
      (wanted.year - here.year) * year + (wanted.month - here.month) * month + wanted.day - here.day
    if (Math.abs(off) > 4_000 * 366) return null
    if (here.year === wanted.year && here.month === wanted.month && here.day === wanted.day) {
      return day
    }
    day = plus(day, Math.round(off) || Math.sign(off))
  }
  return null
}

/** Every day of the month that a day is in. */
export function monthOf(day: string, calendar: Calendar): string[] {
  const first = plus(day, 1 - partsOf(day, calendar).day)
  const { month } = partsOf(first, calendar)
  const days: string[] = []
  for (let next = first; partsOf(next, calendar).month === month; next = plus(next, 1)) {
    days.push(next)
  }
  return days
}

/** The same day some months later, or the last one of a shorter month. */
export function plusMonths(day: string, months: number, calendar: Calendar): string {
  const wanted = partsOf(day, calendar).day
  let here = day
  for (let step = 0; step < Math.abs(months); step += 1) {
    const month = monthOf(here, calendar)
    const edge = months > 0 ? plus(month.at(-1) ?? here, 1) : plus(month[0] ?? here, -1)
    here = edge
  }
  const month = monthOf(here, calendar)
  return month[Math.min(wanted, month.length) - 1] ?? here
}

/** Latin digits for whatever digits were typed. */
export const latin = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) =>
    String((digit.codePointAt(0) ?? 0) & 0xf),
  )

/** The day that was typed: day, month, year in the reader's calendar, or YYYY-MM-DD. */
export function dayTyped(text: string, calendar: Calendar, near: string): string | null {
  const numbers = latin(text).match(/\d+/g) ?? []
  if (numbers.length !== 3) return null
  const [one = 0, month = 0, three = 0] = numbers.map(Number)
  if (numbers[0]?.length === 4) {
    return dayOfParts({ year: one, month, day: three }, calendar, near)
  }
  if (numbers[2]?.length !== 4) return null
  return dayOfParts({ year: three, month, day: one }, calendar, near)
}

/** Minutes that a zone is ahead of UTC at a moment. */
function ahead(ms: number, timeZone: string): number {
  const said = new Intl.DateTimeFormat('en-CA-u-hc-h23', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(ms))
  const part = (type: string) => Number(said.find((each) => each.type === type)?.value ?? 0)
  const there = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return Math.round((there - Math.floor(ms / 60_000) * 60_000) / 60_000)
}

/** The moment at which a clock in a zone shows a day and HH:MM. */
export function momentOf(day: string, time: string, timeZone: string): string {
  const there = Date.parse(`${day}T${time}:00Z`)
  const guess = there - ahead(there, timeZone) * 60_000
  return new Date(there - ahead(guess, timeZone) * 60_000).toISOString()
}

/** What a clock in a zone shows: the day and HH:MM. */
export function clockOf(moment: string, timeZone: string): { day: string; time: string } {
  const ms = Date.parse(moment)
  const there = new Date(ms + ahead(ms, timeZone) * 60_000).toISOString()
  return { day: there.slice(0, 10), time: there.slice(11, 16) }
}
