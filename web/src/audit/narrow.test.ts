import { expect, test } from 'vitest'
import { address, asked, dayBegins, read, without } from './narrow'

test('what is narrowed stands in the address and comes back from it', () => {
  const narrow = { officer: 'desk-1', record: 'CO/0192', until: '2026-03-02' }
  const path = address(narrow)
  expect(path).toBe('/audit?officer=desk-1&until=2026-03-02&record=CO%2F0192')
  expect(read(new URL(path, 'http://here').searchParams)).toEqual(narrow)
  expect(read(new URLSearchParams('officer=%20&x=1'))).toEqual({})
  expect(address(without(narrow, 'officer'))).not.toContain('officer')
  expect(address({})).toBe('/audit')
})

test.each([
  ['America/Bogota', '2026-03-02T05:00:00.000Z'],
  ['Asia/Riyadh', '2026-03-01T21:00:00.000Z'],
  ['Asia/Kathmandu', '2026-03-01T18:15:00.000Z'],
  ['Pacific/Kiritimati', '2026-03-01T10:00:00.000Z'],
  ['UTC', '2026-03-02T00:00:00.000Z'],
])('a day begins where the reader is: %s', (zone, expected) => {
  expect(dayBegins('2026-03-02', zone)).toBe(expected)
})

test('the last day is asked for to its end', () => {
  const until = asked({ from: '2026-03-28', until: '2026-03-29' }, 'Europe/Madrid')
  expect(until).toEqual({ from: '2026-03-27T23:00:00.000Z', until: '2026-03-29T22:00:00.000Z' })
  expect(asked({ officer: 'x' }, 'UTC')).toEqual({ officer: 'x' })
})
