import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FluentResource } from '@fluent/bundle'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../words.ts'
import { dayTyped } from './calendar'
import { say } from './catalogue'
import { direction, LANGUAGES, preferred } from './language'
import { dayOf, span, tag, writer } from './moment'
import { defaults, parse } from './setting'

const keys = (language: string, names?: string[]) =>
  new FluentResource(catalogue(language, names)).body.map((message) => message.id).sort()

/** Every word that the pages ask for by a fixed key. */
function asked(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/\bt\('([a-zA-Z0-9-]+)'/g),
    ])
    .map((match) => match[1] ?? '')
}

describe('the catalogues', () => {
  test.each(LANGUAGES)('%s has every message that English has', (language) => {
    expect(keys(language)).toEqual(keys('en'))
    expect(keys(language, ['asking.ftl'])).toEqual(keys('en', ['asking.ftl']))
    expect(keys(language, ['copy.ftl'])).toEqual(keys('en', ['copy.ftl']))
    expect(keys(language, ['limit.ftl'])).toEqual(keys('en', ['limit.ftl']))
    expect(keys(language, ['reason.ftl'])).toEqual(keys('en', ['reason.ftl']))
    expect(keys(language, ['limit.ftl']).length).toBeGreaterThan(100)
  })

  test('every word that a page asks for is there', () => {
    const known = new Set([...keys('en'), ...keys('en', ['asking.ftl', 'copy.ftl'])])
    const missing = asked('src').filter((key) => !known.has(`page-${key}`) && !known.has(key))
    expect(asked('src').length).toBeGreaterThan(50)
    expect(missing).toEqual([])
  })

  test('a word that is not there shows as its key', () => {
    expect(say('page-a = A', 'en', 'latn')('b')).toBe('⟦b⟧')
    expect(say('page-a = A', 'en', 'latn')('b', {}, 'instead')).toBe('instead')
  })

  test.each([
    ['en', 'unit-kilogram', '2.5', '2.5 kg'],
    ['en', 'unit-litre', '1', '1 litre'],
    ['ar', 'unit-kilogram', '2.5', '2.5 كغ'],
    ['fr', 'unit-tablet', '2', '2 comprimés'],
  ] as const)('%s says %s of %s as sentences do', (language, key, amount, expected) => {
    const said = say(catalogue(language), language, 'latn')(key, { amount, n: Number(amount) })
    expect(said.replace(/[\u2068\u2069]/g, '')).toBe(expected)
  })

  test.each([
    ['ar', 'latn', 3, '3'],
    ['ar', 'arab', 3, '٣'],
    ['en', 'arab', 3, '3'],
  ] as const)('%s with %s digits writes %d as %s', (language, digits, count, expected) => {
    expect(say('page-a = { $count }', language, digits)('a', { count })).toContain(expected)
  })
})

test.each([
  [['ar-LB', 'en'], 'ar'],
  [['de', 'es-CO'], 'es'],
  [['de'], 'en'],
  [[], 'en'],
])('of %j we speak %s', (wanted, language) => {
  expect(preferred(wanted)).toBe(language)
})

test('only Arabic is written from right to left', () => {
  expect(LANGUAGES.filter((language) => direction(language) === 'rtl')).toEqual(['ar'])
})

test.each([null, 'no JSON', '[]', '{"language":"xx","timeZone":"Nowhere","firstDay":3}'])(
  'kept settings that are not understood (%s) become the defaults',
  (kept) => {
    const otherwise = defaults(['fr'], 'Africa/Dakar')
    expect(parse(kept, otherwise)).toEqual(otherwise)
  },
)

test('kept settings return as they were', () => {
  const setting = { ...defaults(['ar'], 'UTC'), digits: 'arab', theme: 'dark' } as const
  expect(parse(JSON.stringify(setting), defaults(['en'], 'UTC'))).toEqual(setting)
})

test.each([
  ['2026-11-29', 1, 'today'],
  ['2026-11-30', 1, 'today'],
  ['2026-11-28', 1, 'yesterday'],
  // A Sunday: the week that began on Monday holds it, the one that begins on it does not.
  ['2026-11-24', 1, 'week'],
  ['2026-11-24', 7, 'earlier'],
  ['2026-11-22', 1, 'earlier'],
])('on Sunday the 29th %s is, with the week from day %d, %s', (day, firstDay, expected) => {
  expect(span(day, '2026-11-29', firstDay)).toBe(expected)
})

test('a moment near midnight belongs to the day of the time zone', () => {
  expect(dayOf('2026-11-29T23:30:00Z', 'Asia/Beirut')).toBe('2026-11-30')
  expect(dayOf('2026-11-29T23:30:00Z', 'America/Bogota')).toBe('2026-11-29')
})

test.each([
  ['ar', 'LB', 'arab', 'ar-LB-u-nu-arab-ca-gregory'],
  ['en', 'CO', 'latn', 'en-GB-u-nu-latn-ca-gregory'],
  ['fr', '', 'arab', 'fr-u-nu-latn-ca-gregory'],
] as const)('%s at %s is written as %s', (language, country, digits, expected) => {
  expect(tag(language, country, digits)).toBe(expected)
})

test('a decimal keeps the digits it came with', () => {
  const write = writer(defaults(['en'], 'UTC'), 'CO', () => new Date(0))
  expect(write.decimal('54.80')).toBe('54.80')
  expect(write.decimal('1200')).toBe('1,200')
})

test('the first of a month is an ordinal in French, and no other day', () => {
  const write = writer(defaults(['fr'], 'UTC'), 'SN', () => new Date(0))
  expect(write.day('2026-03-01')).toBe('1er mars 2026')
  expect(write.day('2026-03-11')).toBe('11 mars 2026')
  expect(write.moment('2026-03-01T08:05:00Z')).toMatch(/^1er mars 2026/)
  expect(writer(defaults(['es'], 'UTC'), 'CO', () => new Date(0)).day('2026-03-01')).toMatch(/^1 /)
})

test.each([
  ['en', 'gregory', 'latn', '31/12/2026'],
  ['ar', 'gregory', 'arab', '٣١/١٢/٢٠٢٦'],
  ['ar', 'islamic-umalqura', 'latn', '22/07/1448'],
] as const)(
  'a day in numbers is typed as it is shown (%s, %s, %s)',
  (language, calendar, digits, shown) => {
    const setting = { ...defaults([language], 'UTC'), calendar, digits }
    const write = writer(setting, 'LB', () => new Date(0))
    expect(write.digits('2026-12-31')).toBe(shown)
    expect(dayTyped(shown, calendar, '2026-01-01')).toBe('2026-12-31')
  },
)
