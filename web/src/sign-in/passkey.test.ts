import { expect, test } from 'vitest'
import { toBytes, toText } from './passkey'

test.each([
  ['', []],
  ['Zg', [0x66]],
  ['-_8', [0xfb, 0xff]],
  ['AAEC', [0, 1, 2]],
])('%s are the bytes %j', (text, bytes) => {
  expect([...toBytes(text)]).toEqual(bytes)
  expect(toText(new Uint8Array(bytes).buffer)).toBe(text)
})
