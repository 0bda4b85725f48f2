import { expect, test } from 'vitest'
import type { View } from '../node/shape'
import { blank, revisionOf, toNode } from './draft'

const ID = '0192f0c1-0000-7000-8000-000000000000'
const VIEW: View = {
  name: `CO/${ID}/1`,
  content_id: '',
  header: {
    owner: 'CO',
    id: ID,
    revision: 1,
    unit: 'POLICE',
    kind: 'message',
    handling: { level: 'restricted', codes: ['H3'], conditions: 'Ask us first.' },
    evaluation: { source: 'B', information: '2', nature: 'fact', original: 'C3' } as never,
    purposes: ['criminal-investigation'],
    created: '2026-03-02T08:00:00Z',
    review: '2027-01-01',
    expiry: '2028-01-01',
  },
  body: { statement: { subject: 'A parcel', empty: '' } },
  links: [{ role: 'about', owner: 'SN', id: ID, confirmed: true }],
  derived_from: [],
  recipients: null,
  content: [],
  earlier_not_held: false,
  arrived: '2026-03-02T08:00:00Z',
  evidence: 'signed',
}

test('a new revision takes over what its form does not ask for', () => {
  const sent = toNode(revisionOf(VIEW, ['SN']), 'CUSTOMS', true)
  expect(sent).toEqual({
    kind: 'message',
    unit: 'CUSTOMS',
    handling: VIEW.header.handling,
    purposes: ['criminal-investigation'],
    evaluation: VIEW.header.evaluation,
    recipients: ['SN'],
    lane: 'routine',
    expiry: '2028-01-01',
    review: '2027-01-01',
    revises: ID,
    links: VIEW.links,
    derived_from: [],
    body: { statement: { subject: 'A parcel' } },
  })
})

test('another grade is in our scheme, another end has another review', () => {
  const draft = { ...revisionOf(VIEW, []), source: 'A', expiry: '2027-06-01' }
  expect(toNode(draft, 'POLICE', true)).toMatchObject({
    evaluation: { source: 'A', information: '2', nature: 'fact' },
    review: '2027-06-01',
  })
  expect(toNode(draft, 'POLICE', true)['evaluation']).not.toHaveProperty('original')
})

test('a new record revises nothing', () => {
  const sent = toNode(blank('message', 'alert'), 'POLICE', false)
  expect(Object.keys(sent)).not.toContain('revises')
  expect(sent['handling']).toEqual({ level: 'restricted', codes: [] })
})
