import { expect, test } from 'vitest'
import { look, type Look, LOOKS_MAX } from './look'
import type { Recipient } from './shape'

const recipient = (node: string, state: string): Recipient => ({
  node,
  state,
  void: null,
  sent: null,
  acknowledged: null,
  receipts: [],
})

/** How many looks there are while these states are all that is ever found. */
function looks(states: string[]): number {
  let last: Look | undefined
  for (let count = 1; count < 1_000; count += 1) {
    last = look(
      last,
      states.map((state, at) => recipient(`X${at}`, state)),
    )
    if (!last.goesOn) return count
  }
  throw new Error('it looks without end')
}

test('a silent recipient is looked at so many times and no more', () => {
  expect(looks(['queued'])).toBe(1 + LOOKS_MAX)
  expect(looks(['receipted', 'acknowledged'])).toBe(1 + LOOKS_MAX)
})

test('what has come to its end is looked at once', () => {
  expect(looks([])).toBe(1)
  expect(looks(['receipted', 'void', 'erased'])).toBe(1)
})

test('what was taken back is looked at until every holder has hidden it', () => {
  const rows = [recipient('ES', 'hidden'), recipient('SN', 'receipted')]
  expect(look(undefined, rows).goesOn).toBe(false)
  expect(look(undefined, rows, true).goesOn).toBe(true)
  expect(look(undefined, [recipient('SN', 'erased')], true).goesOn).toBe(false)
})

test('news begin the count anew', () => {
  let last = look(undefined, [recipient('SN', 'queued')])
  for (let count = 0; count < LOOKS_MAX; count += 1) last = look(last, [recipient('SN', 'queued')])
  expect(last.goesOn).toBe(false)
  expect(look(last, [recipient('SN', 'sent')])).toMatchObject({ vain: 0, goesOn: true })
})
