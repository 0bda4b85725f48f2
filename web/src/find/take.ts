// Taking a table out of the node, piece by piece: how much has come is seen, and it can be left.
import { fetchFile } from '../node/file'
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
  const type = format === 'csv' ? 'text/csv' : 'application/jsonl'
  return fetchFile(`/api/v1/export?${asked}`, { headers, signal }, type, came)
}
