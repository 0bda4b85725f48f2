import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LostLine, Refusal } from '../node/client'
import { blank, type Draft } from './draft'
import { Keeper, type Standing } from './keeper'
import { type OnDevice, settle } from './kept'

const saying = (subject: string): Draft => ({
  ...blank('message', 'alert'),
  body: { statement: { subject } },
})

const conflict = () =>
  new Refusal({ type: 'urn:amana:problem:conflict', title: '', status: 409, detail: '' })

/** A node and a device that remember, and a line that can be cut. */
function places() {
  const node = {
    version: 0,
    draft: null as Draft | null,
    cut: false,
    silent: false,
    sent: null as string | null,
  }
  const device = new Map<string, OnDevice>()
  return {
    node,
    device,
    places: {
      node: {
        keep: (_key: string, base: number, draft: Draft) => {
          if (node.silent) return new Promise<never>(() => undefined)
          if (node.cut) return Promise.reject(new LostLine('no answer'))
          if (base !== node.version) return Promise.reject(conflict())
          node.version += 1
          node.draft = draft
          return Promise.resolve({ version: node.version })
        },
        show: () => {
          const { version, draft, sent } = node
          const written = draft && { kind: 'message', title: '', content: draft }
          return Promise.resolve({ version, written, sent })
        },
      },
      device: {
        keep: (row: OnDevice) => {
          device.set(row.key, row)
          return Promise.resolve()
        },
        remove: (_officer: string, key: string) => {
          device.delete(key)
          return Promise.resolve()
        },
      },
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function keeper(base = 0) {
  const world = places()
  const told: Standing[] = []
  const tell = (standing: Standing) => told.push(standing)
  return { ...world, told, keeper: new Keeper('desk-1', 'k', base, tell, world.places) }
}

test('what is typed is on the device at once and at the node after a pause', async () => {
  const { keeper: its, node, device, told } = keeper()
  its.change(saying('a'))
  its.change(saying('ab'))
  expect(device.get('k')?.draft).toEqual(saying('ab'))
  expect(node.draft).toBe(null)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([node.version, node.draft]).toEqual([1, saying('ab')])
  expect([device.size, told.at(-1)]).toEqual([0, 'node'])
})

test('without a line it stays on the device, and goes to the node when there is one', async () => {
  const { keeper: its, node, device, told } = keeper()
  node.cut = true
  its.change(saying('a'))
  await vi.advanceTimersByTimeAsync(20_000)
  expect([device.size, node.version, told.at(-1)]).toEqual([1, 0, 'device'])
  node.cut = false
  await vi.advanceTimersByTimeAsync(6_000)
  expect([device.size, node.draft, told.at(-1)]).toEqual([0, saying('a'), 'node'])
})

test('it says where what was typed is, and never for ever that it is on its way', async () => {
  const { keeper: its, node, told } = keeper()
  its.change(saying('a'))
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual(['saving', 'here'])
  // A line that is there and a node that says nothing.
  node.silent = true
  await vi.advanceTimersByTimeAsync(5_000)
  expect(told.at(-1)).toBe('device')
  // As long as nothing is answered, each word is told to be here, not to be on its way.
  its.change(saying('ab'))
  await vi.advanceTimersByTimeAsync(0)
  expect(told.slice(-2)).toEqual(['saving', 'device'])
})

test('where the device keeps nothing either, it says so', async () => {
  const { keeper: its, node, places, told } = keeper()
  node.cut = true
  places.device.keep = () => Promise.reject(new Error('full'))
  its.change(saying('a'))
  await vi.advanceTimersByTimeAsync(2_000)
  expect([told.includes('here'), told.at(-1)]).toEqual([false, 'nowhere'])
})

test('what another desk wrote is not overwritten until it is chosen', async () => {
  const { keeper: its, node, device, told } = keeper(1)
  node.version = 4
  its.change(saying('ours'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([node.version, node.draft, told.at(-1)]).toEqual([4, null, 'elsewhere'])
  expect(device.get('k')?.draft).toEqual(saying('ours'))
  its.over(4, saying('ours'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect([node.version, node.draft]).toEqual([5, saying('ours')])
})

test('an answer that was lost makes no other desk of this one', async () => {
  const { keeper: its, node, told } = keeper()
  its.change(saying('a'))
  await vi.advanceTimersByTimeAsync(1_000)
  // The node kept it; the page heard of a lost line, and of nothing before that.
  its.base = 0
  its.change(saying('ab'))
  await vi.advanceTimersByTimeAsync(2_000)
  expect([node.draft, told.at(-1)]).toEqual([saying('ab'), 'node'])
})

test('what is being sent stays on the device, whatever was under way', async () => {
  const { keeper: its, device } = keeper()
  its.change(saying('a'))
  const under = its.save()
  its.stop()
  await under
  expect(device.size).toBe(1)
})

const here = (base: number): OnDevice => ({
  officer: 'desk-1',
  key: 'k',
  base,
  changed: 0,
  draft: saying('ours'),
})
const there = (version: number) => ({
  version,
  written: { kind: 'message', title: '', content: saying('theirs') },
  sent: null,
})

test('of two places the newer is gone on with, and a difference is told', () => {
  const nowhere = { version: 0, written: null, sent: null }
  expect(settle(undefined, nowhere)).toMatchObject({ draft: null, base: 0, theirs: null })
  expect(settle(undefined, there(3))).toMatchObject({ draft: saying('theirs'), base: 3 })
  expect(settle(here(3), there(3))).toMatchObject({
    draft: saying('ours'),
    base: 3,
    theirs: null,
  })
  expect(settle(here(3), there(4))).toMatchObject({
    draft: saying('ours'),
    theirs: { draft: saying('theirs'), version: 4 },
  })
  expect(settle(here(0), nowhere)).toMatchObject({ draft: saying('ours'), theirs: null })
  const outgoing = { body: {}, since: 7, case: '' }
  expect(settle({ ...here(3), outgoing }, there(3))).toMatchObject({ here: true, rests: true })
  const problem = { type: 'urn:amana:problem:unfit', title: '', status: 422, detail: '' }
  const refused = { ...here(3), outgoing: { ...outgoing, problem } }
  expect(settle(refused, there(3))).toMatchObject({ here: true, rests: false, problem })
  // The answer to the last keeping from here was lost.
  const tried = { ...here(3), tried: saying('theirs') }
  expect(settle(tried, there(4))).toMatchObject({ draft: saying('ours'), base: 4, theirs: null })
  const sent = { version: 0, written: null, sent: 'CO/1/1' }
  expect(settle(here(3), sent)).toMatchObject({ draft: null, sent: 'CO/1/1' })
})
