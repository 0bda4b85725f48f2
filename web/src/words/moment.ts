// Moments, days and numbers as this reader writes them.
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
  /** A decimal as it came: no digit is added or lost. */
  decimal: (text: string) => string
}

/** Arabic names of months differ from country to country: the node's country says which. */
export function tag(language: Language, country: string, digits: string): string {
  const region = language === 'en' ? 'GB' : /^[A-Z]{2}$/.test(country) ? country : undefined
  const numbers = language === 'ar' ? digits : 'latn'
  return `${language}${region ? `-${region}` : ''}-u-nu-${numbers}-ca-gregory`
}

export function writer(setting: Setting, country: string, now: () => Date): Writer {
  const locale = tag(setting.language, country, setting.digits)
  const zone = { timeZone: setting.timeZone }
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const civil = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat(locale, { ...day, ...time, ...zone })
  const hour = new Intl.DateTimeFormat(locale, { ...time, ...zone })
  const month = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone })
  const number = new Intl.NumberFormat(locale)
  const today = () => dayOf(now().toISOString(), setting.timeZone)
  return {
    day: (date) => civil.format(new Date(`${date}T00:00:00Z`)),
    moment: (at) => moment.format(new Date(at)),
    short: (at) => (dayOf(at, setting.timeZone) === today() ? hour : month).format(new Date(at)),
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
