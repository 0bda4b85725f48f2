import { expect, test } from 'vitest'
import { has, isEmpty, pageOf, read, sorted, toggle, write } from './filter'

test('an address is read and written back as it was', () => {
  const address = 'words=MSKU+614207&filter=kind%3Aseizure%2Cowner%3ACO&from=2026-01-01'
  expect(write(read(new URLSearchParams(address))).toString()).toBe(address)
})

test.each(['', 'filter=', 'filter=kind', 'filter=%3Ax', 'other=1'])(
  'the address `%s` asks for nothing',
  (address) => {
    expect(isEmpty(read(new URLSearchParams(address)))).toBe(true)
  },
)

test('a filter is set once and taken away again', () => {
  const seizures = { name: 'kind', value: 'seizure' }
  const one = toggle(read(new URLSearchParams('words=a')), seizures)
  expect(has(one, seizures)).toBe(true)
  expect(toggle(one, seizures).filters).toEqual([])
})

test.each([
  ['filter=kind:seizure,country:CO&words=coca', '/seizures?words=coca&filter=country%3ACO'],
  ['filter=kind:seizure', '/seizures'],
  ['words=coca', '/find?words=coca'],
])('what asks for `%s` is shown at `%s`', (search, expected) => {
  expect(pageOf(read(new URLSearchParams(search)))).toBe(expected)
})

test('a column is sorted up, then down, then as it was', () => {
  const asked = read(new URLSearchParams('words=coca'))
  const up = sorted(asked, 'day')
  const down = sorted(up, 'day')
  expect([up.sort, down.sort, sorted(down, 'day').sort]).toEqual(['day', '-day', ''])
  expect(sorted(down, 'amount').sort).toBe('amount')
  expect(write(down).toString()).toBe('words=coca&sort=-day')
})
