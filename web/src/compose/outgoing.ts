// What is to be sent: kept on this device with its files, tried until the node has answered,
// published once.
import client, { answer, isSignedOut, Refusal } from '../node/client'
import { type Attaching, bring, isThere, key, look, named, refusedBy } from './attaching'
import { held } from './held'
import type { Published } from './query'
import { onDevice, type OnDevice, type Outgoing, type Waits, waits } from './kept'

/** Sends a draft under its key: sent again, it is answered as the first time. */
const send = (key: string, body: Record<string, unknown>, forCase: string) =>
  answer<Published>(
    client.POST('/api/v1/records', {
      body: body as never,
      params: { header: { 'Idempotency-Key': key } },
      // The case that it was written for, whatever is worked on by now.
      headers: { 'Amana-Case': encodeURIComponent(forCase) },
    }),
  )

const TOO_MANY = 429

/** A later try may succeed: nothing was answered, or the node had too much to do. */
export const passes = (error: unknown): boolean =>
  !(error instanceof Refusal) ||
  error.problem.status >= 500 ||
  error.problem.status === TOO_MANY ||
  isSignedOut(error)

export type Sent = { name: string } | { waits: true }

/**
 * Sends what was read before sending. It is put on the device first: a page that is closed while it
 * waits for the answer has it sent by the next one. What a rule refuses is a draft again. Where
 * files are not with the node yet, nobody is held up: the outbox brings them, then sends it.
 */
export async function sendOrKeep(row: OnDevice, body: Record<string, unknown>): Promise<Sent> {
  const outgoing: Outgoing = { body, since: Date.now(), case: row.draft.case ?? '' }
  await onDevice.keep({ ...row, outgoing })
  if (!(row.draft.attachments ?? []).every(isThere)) return { waits: true }
  try {
    const { name } = await send(row.key, body, outgoing.case)
    await onDevice.removeAll(row.officer, row.key)
    return { name }
  } catch (error) {
    if (passes(error)) return { waits: true }
    await onDevice.keep(row)
    throw error
  }
}

/** Sends what waits, in the order in which it was written; answers what became records. */
export async function sendWaiting(officer: string, tell: () => void): Promise<string[]> {
  const rows = (await onDevice.list(officer)).filter(waits)
  rows.sort((one, other) => one.outgoing.since - other.outgoing.since)
  const names: string[] = []
  for (const row of rows) {
    const name = await sendOne(row, tell)
    if (name === 'later') break
    if (name) names.push(name)
  }
  return names
}

/** How far the files of what waits are; none where it has none, or all are there. */
export function brought({ draft }: OnDevice): { count: number; percent: number } | null {
  const files = (draft.attachments ?? []).filter((file) => file.stays === undefined)
  if (files.every(isThere)) return null
  const bytes = files.reduce((sum, file) => sum + file.size, 0)
  const sent = files.reduce((sum, file) => sum + file.offset, 0)
  return { count: files.length, percent: Math.floor((100 * sent) / Math.max(bytes, 1)) }
}

async function sendOne(row: Waits, tell: () => void): Promise<string | null> {
  try {
    const whole = await completed(row, tell)
    // It was opened and changed meanwhile: it is a draft again.
    if (!whole) return null
    const { name } = await send(row.key, whole.body, whole.case)
    await onDevice.removeAll(row.officer, row.key)
    return name
  } catch (error) {
    if (passes(error)) return 'later'
    const { problem } = error as Refusal
    await onDevice.alter(row, (now) => ({ ...now, outgoing: { ...now.outgoing, problem } }))
    return null
  }
}

/** Brings what files are not there yet; answers exactly what goes, unless it was changed. */
async function completed(row: Waits, tell: () => void): Promise<Outgoing | null> {
  for (const file of row.draft.attachments ?? []) {
    if (isThere(file)) continue
    if (!(await bringOne(row, key(file), tell))) return null
  }
  const now = await onDevice.alter(row, (found) => ({
    ...found,
    outgoing: { ...found.outgoing, body: bodyOf(found) },
  }))
  return now?.outgoing ?? null
}

const bodyOf = ({ draft, outgoing }: Waits): Record<string, unknown> =>
  draft.attachments
    ? { ...outgoing.body, attachments: draft.attachments.map(named) }
    : outgoing.body

/** Answers whether the draft still waits as it was. */
async function bringOne(row: Waits, id: string, tell: () => void): Promise<boolean> {
  const change = new AbortController()
  try {
    const [found, now] = await Promise.all([
      held.show(row.officer, row.key, id),
      onDevice.show(row.officer, row.key),
    ])
    const file = now?.draft.attachments?.find((each) => key(each) === id)
    if (!file) return false
    if (!found) return await isBrought(row, file)
    await bring(
      file,
      found.bytes,
      async (progress) => {
        if (!(await onDevice.patch(row, id, progress))) change.abort()
        tell()
      },
      change.signal,
    )
  } catch (error) {
    const refused = passes(error) ? undefined : refusedBy(error)
    if (refused) await onDevice.patch(row, id, { refused })
    throw error
  }
  if (change.signal.aborted) return false
  await held.remove(row.officer, row.key, id)
  return true
}

/** Another page of the officer may have brought it and forgotten its bytes. */
async function isBrought(row: Waits, file: Attaching): Promise<boolean> {
  const standing = file.upload ? await look(file.upload) : undefined
  if (!standing?.ready) throw gone()
  return !!(await onDevice.patch(row, key(file), { ready: standing.ready }))
}

const gone = () =>
  new Refusal({ type: 'urn:amana:problem:unfit', title: '', status: 422, detail: '', rule: 'gone' })
