import { expect, test } from 'vitest'
import { parse } from './event'

test('what was told is split, and what is unfinished waits for its rest', () => {
  const { told, rest } = parse('event: stored\ndata: {"kind":"recall"}\n\n: keep\n\nevent: mis')
  expect(told).toEqual([{ event: 'stored', data: '{"kind":"recall"}' }])
  expect(parse(`${rest}sed\ndata: list again\n\n`)).toEqual({
    told: [{ event: 'missed', data: 'list again' }],
    rest: '',
  })
})
