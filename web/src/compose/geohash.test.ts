import { expect, test } from 'vitest'
import { geohash } from './geohash'

test.each([
  // Squares that other makers of geohashes give for these places.
  [57.64911, 10.40744, 11, 'u4pruydqqvj'],
  [-25.382708, -49.265506, 8, '6gkzwgjz'],
  [0, 0, 4, 's000'],
])('%d, %d is in the square %s %s', (latitude, longitude, letters, expected) => {
  expect(geohash(latitude, longitude, letters)).toBe(expected)
})
