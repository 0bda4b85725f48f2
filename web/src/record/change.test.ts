import { expect, test } from 'vitest'
import { changes } from './change'

/** `=a -b +c`: what was kept, what went, what came. */
const told = (before: string, after: string): string =>
  changes(before.split(' ').filter(Boolean), after.split(' ').filter(Boolean))
    .map(({ is, text }) => `${{ kept: '=', gone: '-', new: '+' }[is]}${text}`)
    .join(' ')

test.each([
  ['', '', ''],
  ['a b', 'a b', '=a =b'],
  ['', 'a', '+a'],
  ['a', '', '-a'],
  ['a b c', 'a x c', '=a -b +x =c'],
  ['a b', 'x a b y', '+x =a =b +y'],
  ['a b c d', 'b d', '-a =b -c =d'],
  ['a a', 'a', '=a -a'],
])('from `%s` to `%s` it says `%s`', (before, after, expected) => {
  expect(told(before, after)).toBe(expected)
})
