import { expect, test } from 'vitest'
import { endOf, restated, type Statement, ways, whatOf } from './same'

const ID = '0192f0c1-0000-7000-8000-000000000000'
const END = { owner: 'CO', id: ID }

test.each([
  [`CO/${ID}`, END],
  [`CO/${ID}/3`, END],
  [` http://127.0.0.1:7480/record/CO/${ID}?x=1`, END],
  ['CO/0192f0c1', null],
  [ID, null],
  ['', null],
])('of `%s` the record is %j', (text, expected) => {
  expect(endOf(text)).toEqual(expected)
})

const STATEMENT: Statement = {
  what: 'person',
  first: END,
  second: { owner: 'SN', id: ID },
  state: 'proposed',
  reasons: [{ basis: 'identifier' }],
  score: '0.93',
}

test('a decision names the role, keeps the reasons and adds the words of who decided', () => {
  expect(restated(STATEMENT, 'decided', 'analyst', ' Two photographs. ')).toEqual({
    ...STATEMENT,
    state: 'decided',
    decided_by: 'analyst',
    reasons: [{ basis: 'identifier' }, { basis: 'statement', text: 'Two photographs.' }],
  })
  expect(restated(STATEMENT, 'rejected', 'analyst', '  ').reasons).toEqual(STATEMENT.reasons)
})

test('what is decided can be undone, and what was parted decided again', () => {
  expect(ways('proposed')).toEqual(['decided', 'rejected'])
  expect(ways('decided')).toEqual(['undone'])
  expect([ways('undone'), ways('rejected')]).toEqual([['decided'], ['decided']])
})

test('a seizure is an event, and what has no word of its own a thing', () => {
  expect([whatOf('seizure'), whatOf('person'), whatOf('vessel')]).toEqual([
    'event',
    'person',
    'thing',
  ])
})
