// Drafts where they are kept: at the node while there is a line, on this device while there is not.
import client, { answer } from '../node/client'
import type { Problem } from '../node/shape'
import { all, alter, get, put, remove } from '../device/store'
import { type Attaching, patched } from './attaching'
import { type Draft, titleOf } from './draft'
import { held } from './held'

/** A draft on this device: what the node does not have yet. */
export interface OnDevice {
  officer: string
  key: string
  /** The version at the node that this goes on from; 0 where the node has none. */
  base: number
  changed: number
  draft: Draft
  /** What was last sent to the node to be kept: if it is there, nobody else wrote it. */
  tried?: Draft
  outgoing?: Outgoing
}

/** A draft that is to be sent: exactly what goes, however often it is tried. */
export interface Outgoing {
  body: Record<string, unknown>
  since: number
  /** The case that it was written for; '' is none. */
  case: string
  /** Why the node did not take it. */
  problem?: Problem
}

/** What the next page of this officer shows of a draft at the node. */
export interface Row {
  key: string
  kind: string
  title: string
  version: number
  changed: string
}

interface Written {
  kind: string
  title: string
  content: Draft
}

interface Shown {
  version: number
  written: Written | null
  sent: string | null
}

/** 128 bits that name a draft; the node takes it for one record however often it is sent. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const of = (key: string) => ({ params: { path: { key } } })

export const written = (draft: Draft): Written => ({
  kind: draft.kind,
  title: titleOf(draft),
  content: draft,
})

export const atNode = {
  list: () => answer<Row[]>(client.GET('/api/v1/drafts')),
  show: (key: string) => answer<Shown>(client.GET('/api/v1/drafts/{key}', of(key))),
  keep: (key: string, base: number, draft: Draft) =>
    answer<{ version: number }>(
      client.PUT('/api/v1/drafts/{key}', {
        ...of(key),
        body: { base, written: written(draft) } as never,
      }),
    ),
  discard: (key: string) => answer(client.DELETE('/api/v1/drafts/{key}', of(key))),
}

export const onDevice = {
  list: async (officer: string) =>
    (await all<OnDevice>('draft')).filter((row) => row.officer === officer),
  show: (officer: string, key: string) => get<OnDevice>('draft', [officer, key]),
  keep: (row: OnDevice) => put('draft', row),
  remove: (officer: string, key: string) => remove('draft', [officer, key]),
  /** A draft that is sent or thrown away, and its files. */
  removeAll: async (officer: string, key: string) => {
    await Promise.all([remove('draft', [officer, key]), held.removeAll(officer, key)])
  },
  /** Changes what waits to be sent, unless its officer has changed it since; answers what it is. */
  alter: (row: Waits, change: (now: Waits) => Waits) =>
    alter<OnDevice>('draft', [row.officer, row.key], (now) =>
      isSame(now, row) ? change(now) : undefined,
    ),
  patch: (row: Waits, id: string, part: Partial<Attaching>) =>
    onDevice.alter(row, (now) => {
      const attachments = patched(now.draft.attachments ?? [], id, part)
      return { ...now, draft: { ...now.draft, attachments } }
    }),
  /** How many drafts would be lost with this device: their words, or their files. */
  count: async (officer: string) => {
    const [rows, files] = await Promise.all([onDevice.list(officer), held.drafts(officer)])
    return new Set([...rows.map((row) => row.key), ...files]).size
  },
}

export type Waits = OnDevice & { outgoing: Outgoing }

/** Whether it is to be sent and nothing has refused it. */
export const waits = (row: OnDevice): row is Waits =>
  row.outgoing !== undefined && row.outgoing.problem === undefined

const isSame = (now: OnDevice | undefined, row: Waits): now is Waits =>
  now?.outgoing?.since === row.outgoing.since

/** What was found of a draft, here and at the node. */
export interface Found {
  draft: Draft | null
  base: number
  /** The record it became. */
  sent: string | null
  /** It is on this device and not, or not so, at the node. */
  here: boolean
  /** Why the node did not take it when it was sent. */
  problem: Problem | null
  /** It waits to be sent as it is. */
  rests: boolean
  /** What another desk wrote since; nothing of either is lost until one chooses. */
  theirs: { draft: Draft; version: number } | null
}

export const NOTHING: Found = {
  draft: null,
  base: 0,
  sent: null,
  here: false,
  problem: null,
  rests: false,
  theirs: null,
}

/** Looks in both places. Without a line, what this device has is all there is. */
export async function find(officer: string, key: string): Promise<Found> {
  const here = await onDevice.show(officer, key).catch(() => undefined)
  const none: Shown = { version: 0, written: null, sent: null }
  let there = none
  try {
    there = await atNode.show(key)
  } catch (error) {
    // What is here is gone on with although the node does not answer.
    if (!here) throw error
  }
  return settle(here, there)
}

export function settle(here: OnDevice | undefined, there: Shown): Found {
  const theirs = there.written?.content ?? null
  const nothing = { ...NOTHING, base: there.version, sent: there.sent }
  if (there.sent !== null) return { ...nothing, base: 0 }
  if (!here) return { ...nothing, draft: theirs }
  // The answer to the last keeping from here may have been lost.
  const ours = same(theirs, here.draft) || same(theirs, here.tried)
  const changed = theirs !== null && there.version !== here.base && !ours
  return {
    draft: here.draft,
    base: changed ? here.base : Math.max(here.base, there.version),
    sent: null,
    here: !same(theirs, here.draft),
    problem: here.outgoing?.problem ?? null,
    rests: here.outgoing !== undefined && here.outgoing.problem === undefined,
    theirs: changed ? { draft: theirs, version: there.version } : null,
  }
}

/** Whether two values say the same, in whatever order their members came back. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return one === other
  const [left, right] = [members(one), members(other)]
  return left.length === right.length && left.every(([name, its]) => same(its, value(other, name)))
}

const value = (held: object, name: string): unknown => (held as Record<string, unknown>)[name]

const members = (held: object): [string, unknown][] =>
  Object.entries(held).filter(([, its]) => its !== undefined)
