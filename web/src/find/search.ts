// Searching at the node: pages of records, how many there are, how they divide.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { usePurpose } from '../node/purpose'
import { useReader } from '../words/Words'
import type { Title } from '../node/shape'
import { type Asked, isEmpty, write } from './filter'

export interface Counted {
  value: string
  count: number
}

/** What a table shows of a record beside its title. */
export interface Facts {
  day: string | null
  place: string | null
  items: { substance: string; amount: string | null; unit: string | null }[]
  values: Record<string, string[]>
}

export interface Page {
  records: Title[]
  facts?: Facts[]
  next: number | null
  count?: number
  counted?: 'exact' | 'at-least'
  facets?: Record<string, Counted[]>
  waiting: number
}

export function useSearch(asked: Asked, facts: boolean) {
  const purpose = usePurpose()
  const { language } = useReader().setting
  const query = { ...Object.fromEntries(write(asked)), language }
  return useInfiniteQuery({
    queryKey: ['search', purpose, query, facts],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      answer<Page>(
        client.GET('/api/v1/search', { params: { query: { ...query, facts, cursor: pageParam } } }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: purpose !== '' && !isEmpty(asked),
    placeholderData: keepPreviousData,
    // Every search is written into the audit: only a person asks again.
    staleTime: Infinity,
    retry: false,
  })
}
