import { expect, test } from 'vitest'
import { hasRoom } from './held'

const limits = { count_max: 20, bytes_max: 1_000, device_count_max: 3, device_bytes_max: 100 }

test.each<[number[], number, boolean]>([
  [[], 100, true],
  [[], 101, false],
  [[60], 40, true],
  [[60], 41, false],
  [[1, 1], 1, true],
  [[1, 1, 1], 1, false],
])('%j wait already: %i more bytes fit: %s', (waiting, bytes, fits) => {
  expect(hasRoom(waiting, bytes, limits)).toBe(fits)
})
