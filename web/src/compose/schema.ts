// A kind's form as the node describes it: a JSON schema with groups, order, words and code lists.
import type { Json } from '../node/shape'

export interface Schema {
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  pattern?: string
  enum?: string[]
  $ref?: string
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  'x-amana-group'?: string
  'x-amana-short'?: boolean
  'x-amana-order'?: number
  'x-amana-list'?: string
}

export interface Root extends Schema {
  $defs?: Record<string, Schema>
  'x-amana-groups'?: { name: string; title: string }[]
}

/** How a field is asked for. */
export type Shape =
  | { as: 'choice'; list: string; codes: string[] | null }
  | { as: 'coded'; list: string }
  | { as: 'line' | 'text' | 'language' | 'date' | 'moment' | 'whole' | 'decimal' | 'flag' }
  | { as: 'object'; fields: Field[] }
  | { as: 'several'; item: Shape }

export interface Field {
  name: string
  title: string
  help: string
  required: boolean
  group: string
  short: boolean
  shape: Shape
}

/** The schema behind references and beside `null`; what stands at the field itself wins. */
export function resolve(root: Root, schema: Schema): Schema {
  const other = schema.anyOf?.find((each) => each.type !== 'null')
  const inner = other ?? schema
  const name = inner.$ref?.replace('#/$defs/', '')
  const found = name === undefined ? inner : { ...resolve(root, root.$defs?.[name] ?? {}) }
  return { ...found, ...definite(schema) }
}

function definite(schema: Schema): Schema {
  const rest = { ...schema }
  delete rest.$ref
  delete rest.anyOf
  return rest
}

const typeOf = ({ type }: Schema): string =>
  (Array.isArray(type) ? type.find((each) => each !== 'null') : type) ?? ''

const STRINGS: Record<string, Shape['as']> = { date: 'date', 'date-time': 'moment' }

export function shapeOf(root: Root, schema: Schema, name: string): Shape {
  const found = resolve(root, schema)
  const list = found['x-amana-list']
  switch (typeOf(found)) {
    case 'array':
      return { as: 'several', item: shapeOf(root, withList(found.items ?? {}, list), name) }
    case 'object':
      if (list && found.properties?.['code']) return { as: 'coded', list }
      return { as: 'object', fields: fieldsOf(root, found) }
    case 'boolean':
      return { as: 'flag' }
    case 'integer':
      if (list) return { as: 'choice', list, codes: null }
      return { as: 'whole' }
    default:
      if (list) return { as: 'choice', list, codes: found.enum ?? null }
      return { as: lineOf(found, name) } as Shape
  }
}

const withList = (schema: Schema, list: string | undefined): Schema =>
  list ? { ...schema, 'x-amana-list': list } : schema

function lineOf(schema: Schema, name: string): Shape['as'] {
  if (name === 'language') return 'language'
  if (name === 'text') return 'text'
  if (schema.pattern?.includes('[0-9]+(')) return 'decimal'
  return STRINGS[schema.format ?? ''] ?? 'line'
}

/** The fields of an object, in the order of the form. */
export function fieldsOf(root: Root, object: Schema): Field[] {
  const order = (schema: Schema) => schema['x-amana-order'] ?? 0
  return Object.entries(object.properties ?? {})
    .sort(([, one], [, other]) => order(one) - order(other))
    .map(([name, schema]) => ({
      name,
      title: schema.title ?? name,
      help: schema.description ?? '',
      required: object.required?.includes(name) ?? false,
      group: schema['x-amana-group'] ?? '',
      short: schema['x-amana-short'] ?? false,
      shape: shapeOf(root, schema, name),
    }))
}

export interface Group {
  name: string
  title: string
  /** Each with its place in the body; a part that is one field has no field of its own. */
  fields: { path: string[]; field: Field }[]
}

/** The groups of a kind's form; the short form holds only what it asks for. */
export function groupsOf(root: Root, short: boolean): Group[] {
  const parts = Object.entries(root.properties ?? {})
  const all = parts.flatMap(([part, schema]) => {
    const found = resolve(root, schema)
    if (schema['x-amana-group'] !== undefined) {
      const [field] = fieldsOf(root, {
        properties: { [part]: schema },
        required: root.required ?? [],
      })
      return field ? [{ path: [part], field }] : []
    }
    return fieldsOf(root, found).map((field) => ({ path: [part, field.name], field }))
  })
  const wanted = all.filter(({ field }) => field.group !== '' && (!short || field.short))
  return (root['x-amana-groups'] ?? [])
    .map((group) => ({
      ...group,
      fields: wanted.filter(({ field }) => field.group === group.name),
    }))
    .filter((group) => group.fields.length > 0)
}

/** Without what was left empty: the node takes absence for unknown. */
export function pruned(value: Json): Json {
  if (Array.isArray(value)) return value.map(pruned).filter((each) => each !== null)
  if (typeof value === 'string') return value === '' ? null : value
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value)
    .map(([name, inner]) => [name, pruned(inner)] as const)
    .filter(([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0))
  // A language alone says nothing.
  const names = kept.map(([name]) => name)
  if (names.length === 0 || (names.length === 1 && names[0] === 'language')) return null
  return Object.fromEntries(kept)
}

/** A value inside a body, and the body with another value there. */
export function get(body: Json, path: string[]): Json {
  return path.reduce<Json>((found, step) => {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return null
    return found[step] ?? null
  }, body)
}

export function put(body: Json, path: string[], value: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return value
  const held = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
  return { ...held, [step]: put(held[step] ?? null, rest, value) }
}
