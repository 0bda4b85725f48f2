import { expect, test } from 'vitest'
import { momentIn } from './duty'

test.each([
  ['America/Bogota', '2026-11-29T08:00', '2026-11-29T13:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-29T08:00', '2026-11-29T02:15:00.000Z'],
  ['Europe/Madrid', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
  ['Europe/Madrid', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
  // Left out in spring: the hour after it. Twice in autumn: the first of the two.
  ['Europe/Madrid', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
  ['Europe/Madrid', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
  ['Europe/Madrid', '2026-10-25T03:30', '2026-10-25T02:30:00.000Z'],
])('in %s %s is the moment %s', (zone, local, expected) => {
  expect(momentIn(zone, local)).toBe(expected)
})
