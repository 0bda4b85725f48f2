// Files: fetched from the node piece by piece, and handed to the browser.
import { LostLine, problemOf, Refusal } from './client'

/** How long an address of a file is kept for the browser, which begins to read it by itself. */
const KEPT_MS = 60_000

/** A whole file; nothing of it where the line or the node breaks off under way. `came` is told how
 * many bytes are here, and of how many where the node says so. */
export async function fetchFile(
  path: string,
  asked: RequestInit,
  type: string,
  came: (bytes: number, whole: number) => void,
): Promise<Blob> {
  const answered = await fetch(path, { credentials: 'same-origin', ...asked }).catch(lost)
  if (!answered.ok || !answered.body) {
    throw new Refusal(problemOf(await answered.json().catch(() => null), answered.status))
  }
  const whole = Number(answered.headers.get('Content-Length') ?? 0)
  const reader = answered.body.getReader()
  const pieces: BlobPart[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read().catch(lost)
    if (done) break
    pieces.push(value)
    bytes += value.length
    came(bytes, whole)
  }
  return new Blob(pieces, { type })
}

function lost(error: unknown): never {
  throw error instanceof DOMException && error.name === 'AbortError'
    ? error
    : new LostLine('no answer')
}

/** Hands a file to the browser; answers its name. */
export function keepFile(file: Blob, name: string): string {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(link.href)
  }, KEPT_MS)
  return name
}
