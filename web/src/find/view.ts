// Saved views: an officer's own questions by name, each with the purpose it is asked for.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { useSignedIn } from '../shell/me'
import { type Asked, read, write } from './filter'

export interface SavedView {
  name: string
  purpose: string
  query: Record<string, string>
  created: string
}

export const useViews = () =>
  useQuery({
    queryKey: ['views', useSignedIn().officer],
    queryFn: () => answer<SavedView[]>(client.GET('/api/v1/views')),
    // Each listing is written into the audit.
    staleTime: Infinity,
  })

/** What a view asks, as the page asks it. */
export const askedOf = ({ query }: SavedView): Asked => read(new URLSearchParams(query))

/** What the page asks, as a view keeps it: not in which order it is looked at. */
export const queryOf = (asked: Asked): Record<string, string> =>
  Object.fromEntries(write({ ...asked, sort: '' }))

type Wish = Pick<SavedView, 'name' | 'purpose' | 'query'>

const of = (name: string) => ({ params: { path: { name } } })

function useDeed<T>(deed: (wanted: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: deed,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['views'] }),
  })
}

export const useSave = () =>
  useDeed(({ name, purpose, query }: Wish) =>
    answer(
      client.PUT('/api/v1/views/{name}', { ...of(name), body: { purpose, query: query as never } }),
    ),
  )

export const useForget = () =>
  useDeed((name: string) => answer(client.DELETE('/api/v1/views/{name}', of(name))))
