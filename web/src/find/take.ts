// Taking a table out of the node, piece by piece: how much has come is seen, and it can be left.
import { LostLine, problemOf, Refusal } from '../node/client'
import { state } from '../node/purpose'

export type Format = 'csv' | 'jsonl'

export interface Order {
  format: Format
  use: 'own' | 'court' | 'pass-on'
  query: Record<string, string>
}

/** The whole table; nothing of it where the line or the node breaks off under way. */
export async function take(
  { format, use, query }: Order,
  signal: AbortSignal,
  came: (bytes: number) => void,
): Promise<Blob> {
  const asked = new URLSearchParams({ ...query, format, use })
  const headers = new Headers()
  state(headers)
  const answered = await fetch(`/api/v1/export?${asked}`, {
    headers,
    credentials: 'same-origin',
    signal,
  }).catch(lost)
  if (!answered.ok || !answered.body) {
    throw new Refusal(problemOf(await answered.json().catch(() => null), answered.status))
  }
  const reader = answered.body.getReader()
  const pieces: BlobPart[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read().catch(lost)
    if (done) break
    pieces.push(value)
    bytes += value.length
    came(bytes)
  }
  return new Blob(pieces, { type: format === 'csv' ? 'text/csv' : 'application/jsonl' })
}

function lost(error: unknown): never {
  throw error instanceof DOMException && error.name === 'AbortError'
    ? error
    : new LostLine('no answer')
}

/** Hands a file to the browser, under a name that says when it was taken. */
export function keepFile(file: Blob, format: Format, today: string): string {
  const name = `amana-${today}.${format}`
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
  return name
}
