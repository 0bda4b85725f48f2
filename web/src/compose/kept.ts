// Drafts where they are kept: at the node while there is a line, on this device while there is not.
import client, { answer } from '../node/client'
import type { Problem } from '../node/shape'
import { all, get, put, remove } from '../device/store'
import { type Draft, titleOf } from './draft'

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
}

/** What was found of a draft, here and at the node. */
export interface Found {
  draft: Draft | null
  base: number
  /** The record it became. */
  sent: string | null
  /** What another desk wrote since; nothing of either is lost until one chooses. */
  theirs: { draft: Draft; version: number } | null
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
  if (there.sent !== null) return { draft: null, base: 0, sent: there.sent, theirs: null }
  if (!here) return { draft: theirs, base: there.version, sent: null, theirs: null }
  // The answer to the last keeping from here may have been lost.
  const ours = same(theirs, here.draft) || same(theirs, here.tried)
  const changed = theirs !== null && there.version !== here.base && !ours
  return {
    draft: here.draft,
    base: changed ? here.base : Math.max(here.base, there.version),
    sent: null,
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
