import { expect, test } from 'vitest'
import { part } from './window'

test.each([
  [0, 0, 800, { first: 0, end: 0 }],
  [5, 0, 800, { first: 0, end: 5 }],
  [100_000, 0, 800, { first: 0, end: 34 }],
  [100_000, 1_000_000, 800, { first: 29_401, end: 29_446 }],
  [100, 9_999_999, 800, { first: 90, end: 100 }],
  [100, -500, 800, { first: 0, end: 34 }],
])('of %d rows, %d down, a view of %d holds', (count, top, view, expected) => {
  expect(part(count, 34, top, view)).toEqual(expected)
})
