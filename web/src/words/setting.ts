// The reader's settings: kept in this browser, told to nobody.
import { type Calendar, CALENDARS } from './calendar'
import { isLanguage, type Language, preferred } from './language'

export type Digits = 'latn' | 'arab'
export type Theme = 'light' | 'dark' | 'auto'

export interface Setting {
  language: Language
  digits: Digits
  theme: Theme
  calendar: Calendar
  timeZone: string
  /** 1 is Monday, 6 is Saturday, 7 is Sunday. */
  firstDay: number
}

const KEY = 'amana-setting'

export function defaults(wanted: readonly string[], timeZone: string): Setting {
  const language = preferred(wanted)
  const firstDay = language === 'ar' ? 6 : 1
  return { language, digits: 'latn', theme: 'auto', calendar: 'gregory', timeZone, firstDay }
}

/** What was kept, with defaults for whatever is missing or no longer understood. */
export function parse(kept: string | null, otherwise: Setting): Setting {
  let read: unknown
  try {
    read = JSON.parse(kept ?? '{}')
  } catch {
    return otherwise
  }
  const found = (typeof read === 'object' && read !== null ? read : {}) as Partial<Setting>
  return {
    language: isLanguage(found.language ?? null)
      ? (found.language as Language)
      : otherwise.language,
    digits: found.digits === 'arab' || found.digits === 'latn' ? found.digits : otherwise.digits,
    theme: found.theme === 'light' || found.theme === 'dark' ? found.theme : otherwise.theme,
    calendar: CALENDARS.find((each) => each === found.calendar) ?? otherwise.calendar,
    timeZone: isZone(found.timeZone) ? found.timeZone : otherwise.timeZone,
    firstDay: [1, 6, 7].includes(found.firstDay ?? 0)
      ? (found.firstDay as number)
      : otherwise.firstDay,
  }
}

function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string') return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export function load(): Setting {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return parse(localStorage.getItem(KEY), defaults(navigator.languages, zone))
}

export function keep(setting: Setting): void {
  localStorage.setItem(KEY, JSON.stringify(setting))
}
