import { expect, test, vi } from 'vitest'
import { begin, dismiss, dismissAll, works } from './work'

test('what work came to is found again: a file, or words', async () => {
  const file = begin('export', () => Promise.resolve('list.csv'))
  const words = begin('log-verify', () => Promise.resolve({ word: 'log-broken' }))
  await Promise.resolve()
  await Promise.resolve()
  const of = (id: number) => works().find((each) => each.id === id)
  expect(of(file)).toMatchObject({ state: 'done', file: 'list.csv' })
  expect(of(words)).toMatchObject({ state: 'done', said: { word: 'log-broken' } })
  expect(of(words)?.file).toBeUndefined()
  dismissAll()
  expect(works()).toEqual([])
})

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
