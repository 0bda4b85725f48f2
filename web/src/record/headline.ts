// The title of a record, where its content has one of its own.
import type { Json, View } from '../node/shape'

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

/** A message's subject, a notice's title, a person's first name. */
export function headline({ body }: View): string | null {
  const subject = text(at(body['statement'], 'subject')) ?? text(at(body['statement'], 'title'))
  if (subject) return subject
  const name = rows(at(body['identity'], 'names'))[0]
  const parts = [...rows(at(name, 'given')), ...rows(at(name, 'family'))]
  return parts.length > 0 ? parts.map(String).join(' ') : null
}
