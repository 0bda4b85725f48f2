import { expect, test } from 'vitest'
import { first, open, share, spanOf, term, type Wait } from './waiting'

const now = Date.parse('2026-11-29T12:00:00Z')
const wait = (part: Partial<Wait>): Wait => ({
  request: 'SN/1/1',
  title: '',
  asked_by: 'SN',
  asked: 'CO',
  urgency: 'routine',
  state: 'running',
  received: '2026-11-29T10:00:00Z',
  due: '2026-11-29T18:00:00Z',
  ...part,
})

test.each([
  ['2026-11-29T11:59:00Z', 'late'],
  ['2026-11-29T20:00:00Z', 'hours'],
  ['2026-12-02T12:00:00Z', 'days'],
  ['2026-12-06T12:00:00Z', 'week'],
  ['2026-12-06T12:01:00Z', 'later'],
  [null, 'none'],
])('what is due %s stands under %s', (due, expected) => {
  expect(term(wait({ due }), now)).toBe(expected)
})

test.each([
  ['2026-11-29T14:00:00Z', 0.5],
  ['2026-11-29T11:00:00Z', 0],
  [null, null],
])('of what came at ten and is due %s, %s of the time is left', (due, expected) => {
  expect(share(wait({ due }), now)).toBe(expected)
})

test('open requests come by deadline, those of the other side and those settled not at all', () => {
  const late = wait({ request: 'late', due: '2026-11-29T11:00:00Z' })
  const free = wait({ request: 'free', due: null })
  const theirs = wait({ asked: 'SN', asked_by: 'CO' })
  const done = wait({ state: 'answered' })
  const threads = [
    { thread: 'a', waits: [free, theirs, done] },
    { thread: 'b', waits: [late] },
  ]
  expect(open(threads, 'for-us', 'CO').map((each) => each.request)).toEqual(['late', 'free'])
  expect(open(threads, 'for-them', 'CO')).toEqual([{ ...theirs, thread: 'a' }])
  expect(first([free, late, done])).toBe(late)
  expect(first([done])).toBeUndefined()
})

test('a span has days, hours and minutes', () => {
  expect(spanOf(-(26 * 3_600_000 + 5 * 60_000))).toEqual({ days: 1, hours: 2, minutes: 5 })
})
