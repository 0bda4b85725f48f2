// The questions the pages ask. Each read has a purpose; answers for one never serve another.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import client, { answer, Refusal } from './client'
import { useReader } from '../words/Words'
import { usePurpose } from './purpose'
import type { CodeList, Me, Recipient, Titles, View } from './shape'

export const useMe = () =>
  useQuery({
    queryKey: ['me'],
    queryFn: () => answer<Me>(client.GET('/api/v1/me')),
    staleTime: 60_000,
    retry: (count, error) => !(error instanceof Refusal) && count < 3,
  })

export interface Filter {
  kind?: string
  owner?: string
}

export function useTitles(filter: Filter) {
  const purpose = usePurpose()
  const { language } = useReader().setting
  return useInfiniteQuery({
    queryKey: ['titles', purpose, filter, language],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      answer<Titles>(
        client.GET('/api/v1/records', {
          params: { query: { ...filter, language, cursor: pageParam, limit: 50 } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: purpose !== '',
    placeholderData: keepPreviousData,
  })
}

export function useRecord(owner: string, id: string) {
  const purpose = usePurpose()
  const { language } = useReader().setting
  return useQuery({
    queryKey: ['record', purpose, owner, id, language],
    queryFn: () =>
      answer<View>(
        client.GET('/api/v1/records/{owner}/{id}', {
          params: { path: { owner, id }, query: { language } },
        }),
      ),
    enabled: purpose !== '' && id !== '',
    // Each reading is written into the audit: only what happened asks again.
    staleTime: Infinity,
    retry: false,
  })
}

export function useDelivery(owner: string, id: string, ours: boolean) {
  return useQuery({
    queryKey: ['delivery', owner, id],
    queryFn: () =>
      answer<Recipient[]>(
        client.GET('/api/v1/records/{owner}/{id}/delivery', { params: { path: { owner, id } } }),
      ),
    enabled: ours,
    refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? 2_000 : false),
  })
}

const isUnderWay = (recipient: Recipient): boolean =>
  ['queued', 'sent', 'acknowledged'].includes(recipient.state)

export const useCodeList = (name: string) =>
  useQuery({
    queryKey: ['code-list', name],
    queryFn: () =>
      answer<CodeList>(client.GET('/api/v1/code-lists/{name}', { params: { path: { name } } })),
    enabled: name !== '',
    staleTime: Infinity,
    retry: false,
  })
