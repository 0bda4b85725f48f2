// The short form inside objects: what is required, what the kind marks, and what is filled already.
import { createContext } from 'react'
import type { Json } from '../node/shape'
import { type Field, get } from './schema'

export const ShortForm = createContext(false)

const isFilled = (value: Json): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

/** Of an object that marks nothing, the short form asks for everything. */
export function asked(fields: Field[], value: Json): Field[] {
  if (!fields.some((field) => field.short)) return fields
  return fields.filter(
    ({ name, short, required }) => short || required || isFilled(get(value, [name])),
  )
}
