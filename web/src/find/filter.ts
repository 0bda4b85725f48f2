// What is asked: words, filters and days, as they stand in the page's address.
export interface Filter {
  name: string
  value: string
}

export interface Asked {
  words: string
  filters: Filter[]
  from: string
  until: string
  /** A column, with `-` before it for the other way round; the newest first where none is named. */
  sort?: string
}

export function read(search: URLSearchParams): Asked {
  const filters = (search.get('filter') ?? '').split(',').flatMap((pair) => {
    const [name, value] = pair.split(':')
    return name && value ? [{ name, value }] : []
  })
  return {
    words: search.get('words') ?? '',
    filters,
    from: search.get('from') ?? '',
    until: search.get('until') ?? '',
    sort: search.get('sort') ?? '',
  }
}

/** The same as an address; what is empty is left out. */
export function write({ words, filters, from, until, sort }: Asked): URLSearchParams {
  const search = new URLSearchParams()
  const filter = filters.map(({ name, value }) => `${name}:${value}`).join(',')
  for (const [name, value] of Object.entries({ words, filter, from, until, sort })) {
    if (value) search.set(name, value)
  }
  return search
}

const same = (one: Filter, other: Filter): boolean =>
  one.name === other.name && one.value === other.value

export function toggle(asked: Asked, filter: Filter): Asked {
  const without = asked.filters.filter((each) => !same(each, filter))
  const had = without.length < asked.filters.length
  return { ...asked, filters: had ? without : [...without, filter] }
}

export const has = (asked: Asked, filter: Filter): boolean =>
  asked.filters.some((each) => same(each, filter))

export const isEmpty = ({ words, filters, from, until }: Asked): boolean =>
  words === '' && filters.length === 0 && from === '' && until === ''

/** The page that shows what is asked: seizures have their own. */
export function pageOf(asked: Asked): string {
  const seizures = { name: 'kind', value: 'seizure' }
  const its = has(asked, seizures)
  const search = write(its ? toggle(asked, seizures) : asked).toString()
  return `${its ? '/seizures' : '/find'}${search && `?${search}`}`
}

/** The code list of a facet's values; others are called by words of their own. */
const LISTS: Record<string, string> = {
  country: 'country',
  origin: 'country',
  destination: 'country',
  substance: 'drug',
  transport: 'transport',
  conveyance: 'conveyance',
  'hiding-place': 'hiding-place',
  'place-type': 'place-type',
  detection: 'detection-means',
  trigger: 'trigger',
  offence: 'offence',
  'subject-category': 'subject-category',
  'action-wanted': 'action-wanted',
  colour: 'notice-colour',
  'message-type': 'message-type',
  'document-status': 'document-status',
}

export const listOf = (facet: string): string => LISTS[facet] ?? ''

/** Facets in the order in which people narrow a search. */
export const ORDER = ['kind', 'owner', 'year', ...Object.keys(LISTS)]

/** The way a column is sorted next: up, down, and as it was. */
export function sorted(asked: Asked, column: string): Asked {
  const next = { [column]: `-${column}`, [`-${column}`]: '' }[asked.sort ?? ''] ?? column
  return { ...asked, sort: next }
}
