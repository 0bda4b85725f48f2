// Moments, days and numbers as this reader writes them.
import type { Calendar } from './calendar'
import type { Language } from './language'
import type { Setting } from './setting'

export interface Writer {
  /** A day with its year. */
  day: (date: string) => string
  /** A day and a time in the reader's time zone. */
  moment: (at: string) => string
  /** The time alone on the same day, otherwise the day. */
  short: (at: string) => string
  number: (value: number) => string
  /** A day in numbers, as it is typed. */
  digits: (date: string) => string
  /** The month of a day, with its year; the number of the day in it. */
  month: (date: string) => string
  dayNumber: (date: string) => string
  /** A day of the week: 1 is Monday. */
  weekday: (day: number, style: 'narrow' | 'long') => string
  /** A decimal as it came: no digit is added or lost. */
  decimal: (text: string) => string
}

/** Arabic names of months differ from country to country: the node's country says which. */
export function tag(
  language: Language,
  country: string,
  digits: string,
  calendar: Calendar = 'gregory',
): string {
  const region = language === 'en' ? 'GB' : /^[A-Z]{2}$/.test(country) ? country : undefined
  const numbers = language === 'ar' ? digits : 'latn'
  return `${language}${region ? `-${region}` : ''}-u-nu-${numbers}-ca-${calendar}`
}

/** In French the first day of a month is an ordinal: 1er mars. */
const ordinal = (text: string, language: Language): string =>
  language === 'fr' ? text.replace(/^1 (?=\p{L})/u, '1er ') : text

const isDay = ({ type }: Intl.DateTimeFormatPart): boolean => type === 'day'

/** Day, month and year with slashes between them: what is shown can be typed again. */
function bare(format: Intl.DateTimeFormat, at: Date): string {
  const parts = format.formatToParts(at)
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? ''
  return `${part('day')}/${part('month')}/${part('year')}`
}

/** A Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1)

export function writer(setting: Setting, country: string, now: () => Date): Writer {
  const { language } = setting
  const locale = tag(language, country, setting.digits, setting.calendar)
  const zone = { timeZone: setting.timeZone }
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const civil = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat(locale, { ...day, ...time, ...zone })
  const hour = new Intl.DateTimeFormat(locale, { ...time, ...zone })
  const near = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone })
  const number = new Intl.NumberFormat(locale)
  const utc = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  const inNumbers = utc({ day: '2-digit', month: '2-digit', year: 'numeric' })
  const monthly = utc({ month: 'long', year: 'numeric' })
  const daily = utc({ day: 'numeric' })
  const weekly = { narrow: utc({ weekday: 'narrow' }), long: utc({ weekday: 'long' }) }
  const at = (date: string) => new Date(`${date}T00:00:00Z`)
  const today = () => dayOf(now().toISOString(), setting.timeZone)
  return {
    day: (date) => ordinal(civil.format(at(date)), language),
    moment: (at) => ordinal(moment.format(new Date(at)), language),
    short: (at) => {
      const isToday = dayOf(at, setting.timeZone) === today()
      return ordinal((isToday ? hour : near).format(new Date(at)), language)
    },
    digits: (date) => bare(inNumbers, at(date)),
    month: (date) => monthly.format(at(date)),
    dayNumber: (date) => daily.formatToParts(at(date)).find(isDay)?.value ?? '',
    weekday: (day, style) => weekly[style].format(new Date(MONDAY_MS + (day - 1) * 86_400_000)),
    number: (value) => number.format(value),
    decimal: (text) => {
      const fraction = text.split('.')[1]?.length ?? 0
      const digits = { minimumFractionDigits: fraction, maximumFractionDigits: fraction }
      return new Intl.NumberFormat(locale, digits).format(Number(text))
    },
  }
}

/** The civil day of a moment in a time zone, as YYYY-MM-DD. */
export function dayOf(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  return parts.format(new Date(at))
}

export type Span = 'today' | 'yesterday' | 'week' | 'earlier'

/** Where a day stands for a reader whose week begins on `firstDay` (1 is Monday). */
export function span(day: string, today: string, firstDay: number): Span {
  const days = (Date.parse(today) - Date.parse(day)) / 86_400_000
  if (days <= 0) return 'today'
  if (days === 1) return 'yesterday'
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7
  return days <= (weekday - firstDay + 7) % 7 ? 'week' : 'earlier'
}
