import { expect, test } from 'vitest'
import { scaled } from './size'

test.each([
  [0, 0, 'b'],
  [999, 999, 'b'],
  [1_000, 1, 'kb'],
  [1_540, 1.5, 'kb'],
  [23_400_000, 23, 'mb'],
  [5e9, 5, 'gb'],
  [7e15, 7000, 'tb'],
])('%d bytes are %d %s', (bytes, value, unit) => {
  expect(scaled(bytes)).toEqual({ value, unit })
})
