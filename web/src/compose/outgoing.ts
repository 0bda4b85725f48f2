// What is to be sent: kept on this device, tried until the node has answered, published once.
import client, { answer, isSignedOut, Refusal } from '../node/client'
import type { Published } from './query'
import { onDevice, type OnDevice } from './kept'

/** Sends a draft under its key: sent again, it is answered as the first time. */
export const send = (key: string, body: Record<string, unknown>) =>
  answer<Published>(
    client.POST('/api/v1/records', {
      body: body as never,
      params: { header: { 'Idempotency-Key': key } },
    }),
  )

/** A later try may succeed: nothing was answered, or the node had too much to do. */
export const passes = (error: unknown): boolean =>
  !(error instanceof Refusal) || error.problem.status >= 500 || isSignedOut(error)

export type Sent = { name: string } | { waits: true }

/**
 * Sends what was read before sending. It is put on the device first: a page that is closed while it
 * waits for the answer has it sent by the next one. What a rule refuses is a draft again.
 */
export async function sendOrKeep(row: OnDevice, body: Record<string, unknown>): Promise<Sent> {
  await onDevice.keep({ ...row, outgoing: { body, since: Date.now() } })
  try {
    const { name } = await send(row.key, body)
    await onDevice.remove(row.officer, row.key)
    return { name }
  } catch (error) {
    if (passes(error)) return { waits: true }
    await onDevice.keep(row)
    throw error
  }
}

/** Sends what waits, in the order in which it was written; answers what became records. */
export async function sendWaiting(officer: string): Promise<string[]> {
  const rows = (await onDevice.list(officer)).filter(waits)
  rows.sort((one, other) => one.outgoing.since - other.outgoing.since)
  const names: string[] = []
  for (const row of rows) {
    const name = await sendOne(row)
    if (name === 'later') break
    if (name) names.push(name)
  }
  return names
}

export type Waits = OnDevice & { outgoing: NonNullable<OnDevice['outgoing']> }

/** Whether it is to be sent and nothing has refused it. */
export const waits = (row: OnDevice): row is Waits =>
  row.outgoing !== undefined && row.outgoing.problem === undefined

async function sendOne(row: Waits): Promise<string | null> {
  try {
    const { name } = await send(row.key, row.outgoing.body)
    await onDevice.remove(row.officer, row.key)
    return name
  } catch (error) {
    if (passes(error)) return 'later'
    const problem = (error as Refusal).problem
    await onDevice.keep({ ...row, outgoing: { ...row.outgoing, problem } })
    return null
  }
}
