import { expect, test } from 'vitest'
import { get, groupsOf, pruned, put, type Root, shapeOf } from './schema'

const root: Root = {
  type: 'object',
  required: ['statement'],
  properties: { statement: { $ref: '#/$defs/Statement' } },
  'x-amana-groups': [
    { name: 'matter', title: 'The matter' },
    { name: 'empty', title: 'Nothing' },
  ],
  $defs: {
    Statement: {
      type: 'object',
      required: ['subject'],
      properties: {
        offence: {
          type: 'string',
          'x-amana-list': 'offence',
          'x-amana-group': 'matter',
          'x-amana-order': 2,
          title: 'Offence',
        },
        subject: {
          type: 'string',
          'x-amana-group': 'matter',
          'x-amana-order': 1,
          'x-amana-short': true,
          title: 'Subject',
        },
      },
    },
    Coded: { type: 'object', properties: { code: { type: 'string' } } },
    Day: { type: 'string', format: 'date' },
    Decimal: { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]+)?$' },
  },
}

test('a form has its groups in order, and the short one holds only what it asks for', () => {
  const titles = (short: boolean) =>
    groupsOf(root, short).map((group) => group.fields.map(({ field }) => field.title))
  expect(titles(false)).toEqual([['Subject', 'Offence']])
  expect(titles(true)).toEqual([['Subject']])
})

test.each([
  [
    { $ref: '#/$defs/Coded', 'x-amana-list': 'drug' },
    { as: 'coded', list: 'drug' },
  ],
  [{ anyOf: [{ $ref: '#/$defs/Day' }, { type: 'null' }] }, { as: 'date' }],
  [{ $ref: '#/$defs/Decimal' }, { as: 'decimal' }],
  [
    { type: ['string', 'null'], 'x-amana-list': 'refusal' },
    { as: 'choice', list: 'refusal', codes: null },
  ],
  [
    { type: 'array', items: { type: 'string' }, 'x-amana-list': 'country' },
    { as: 'several', item: { as: 'choice', list: 'country', codes: null } },
  ],
  [{ type: 'boolean' }, { as: 'flag' }],
  [{ type: ['integer', 'null'] }, { as: 'whole' }],
  [{ type: 'string' }, { as: 'line' }],
])('%j is asked for as %j', (schema, shape) => {
  expect(shapeOf(root, schema, 'x')).toEqual(shape)
})

test('what was left empty is not sent', () => {
  const body = { a: '', b: [], c: { language: 'ar', text: '' }, d: 0, e: false, f: ['', 'x'] }
  expect(pruned(body)).toEqual({ d: 0, e: false, f: ['x'] })
})

test('a value is put where it is got from, and nothing else changes', () => {
  const body = put({ a: { b: 1 } }, ['a', 'c'], 'x')
  expect(get(body, ['a', 'c'])).toBe('x')
  expect(get(body, ['a', 'b'])).toBe(1)
  expect(get(body, ['nothing', 'here'])).toBe(null)
})
