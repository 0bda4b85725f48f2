import { expect, test } from 'vitest'
import {
  type Calendar,
  clockOf,
  dayOfParts,
  dayTyped,
  momentOf,
  monthOf,
  partsOf,
  plus,
  plusMonths,
} from './calendar'

const NEAR = '2026-11-29'

test.each(['gregory', 'islamic-umalqura'] as Calendar[])(
  'every day of forty years has parts that lead back to it, by %s',
  (calendar) => {
    for (let day = '2000-01-01'; day < '2040-01-01'; day = plus(day, 13)) {
      expect(dayOfParts(partsOf(day, calendar), calendar, NEAR)).toBe(day)
    }
  },
)

test.each([
  ['31/12/2026', 'gregory', '2026-12-31'],
  ['1.3.2026', 'gregory', '2026-03-01'],
  ['2026-03-01', 'gregory', '2026-03-01'],
  ['٣١‏/١٢‏/٢٠٢٦', 'gregory', '2026-12-31'],
  ['1 / 9 / 1447', 'islamic-umalqura', '2026-02-18'],
  ['29/02/2028', 'gregory', '2028-02-29'],
  // No such day, a year of two digits, half a day.
  ['29/02/2026', 'gregory', null],
  ['31/04/2026', 'gregory', null],
  ['12/31/2026', 'gregory', null],
  ['30/9/1446', 'islamic-umalqura', null],
  ['1/1/26', 'gregory', null],
  ['1/1', 'gregory', null],
  ['99999/1/1', 'gregory', null],
  ['', 'gregory', null],
] as const)('%s by %s is %s', (text, calendar, expected) => {
  expect(dayTyped(text, calendar, NEAR)).toBe(expected)
})

test('a month has its days, and another month is as far as it can be', () => {
  expect(monthOf('2028-02-10', 'gregory')).toHaveLength(29)
  expect(monthOf('2026-02-18', 'islamic-umalqura')[0]).toBe('2026-02-18')
  expect(plusMonths('2026-01-31', 1, 'gregory')).toBe('2026-02-28')
  expect(plusMonths('2026-03-31', -12, 'gregory')).toBe('2025-03-31')
})

test.each([
  ['2026-03-28', '23:30', 'America/Bogota', '2026-03-29T04:30:00.000Z'],
  ['2026-07-01', '00:15', 'Asia/Beirut', '2026-06-30T21:15:00.000Z'],
  ['2026-10-25', '12:00', 'Europe/Madrid', '2026-10-25T11:00:00.000Z'],
])('a clock that shows %s %s in %s shows %s', (day, time, zone, moment) => {
  expect(momentOf(day, time, zone)).toBe(moment)
  expect(clockOf(moment, zone)).toEqual({ day, time })
})
