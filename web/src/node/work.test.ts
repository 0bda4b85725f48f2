import { expect, test, vi } from 'vitest'
import { begin, dismiss, dismissAll } from './work'

test('work that is stopped hears of it, and other work goes on', async () => {
  const signals: AbortSignal[] = []
  const run = vi.fn((signal: AbortSignal) => {
    signals.push(signal)
    return new Promise<string>(() => undefined)
  })
  const one = begin('export', run)
  begin('export', run)
  dismiss(one)
  expect(signals.map((signal) => signal.aborted)).toEqual([true, false])
  dismissAll()
  expect(signals.map((signal) => signal.aborted)).toEqual([true, true])
  await Promise.resolve()
})
