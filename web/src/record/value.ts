// Values inside a record's body, which may be missing on the way.
import type { Json } from '../node/shape'

/** A value inside a body by its path; null where anything on the way is missing. */
export function at(value: Json | undefined, ...path: string[]): Json {
  let found: Json = value ?? null
  for (const step of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return null
    found = found[step] ?? null
  }
  return found
}

export const text = (value: Json): string | null => (typeof value === 'string' ? value : null)

export const rows = (value: Json): Json[] => (Array.isArray(value) ? value : [])
