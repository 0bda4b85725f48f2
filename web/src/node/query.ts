// The questions the pages ask. Each read has a purpose; answers for one never serve another.
import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import client, { answer, isSignedOut, LostLine, Refusal } from './client'
import { shelved } from '../device/shelf'
import { useReader } from '../words/Words'
import { look, type Look, LOOK_AGAIN_MS } from './look'
import { usePurpose } from './purpose'
import type { CodeList, Me, Recipient, Titles, View } from './shape'
import { own } from './whose'

/** Who is signed in: asked every minute and whenever the page is looked at again. */
export const useMe = () =>
  useQuery({
    queryKey: ['me'],
    queryFn: async ({ client: queries }) => {
      try {
        const me = await signedIn()
        own(queries, me.officer)
        return me
      } catch (error) {
        if (isSignedOut(error)) own(queries, '')
        throw error
      }
    },
    refetchInterval: ({ state }) => (state.data?.away ? 5_000 : 60_000),
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    networkMode: 'always',
    retry: (count, error) => !(error instanceof Refusal) && count < 3,
  })

/**
 * Without a line, who was signed in here last, until that session's end: what this device keeps can
 * be gone on with. It shows nothing that the node would have to be asked for.
 */
async function signedIn(): Promise<Me> {
  let away = true
  const me = await shelved('me', async () => {
    const found = await answer<Me>(client.GET('/api/v1/me'))
    away = false
    return found
  })
  if (away && (!me.until || Date.parse(me.until) < Date.now())) throw new LostLine('no answer')
  return { ...me, away }
}

/** Whoever hears that nobody is signed in has the whole page look again. */
export const lookAgain = (queries: QueryClient) => queries.invalidateQueries({ queryKey: ['me'] })

export interface Filter {
  kind?: string
  owner?: string
}

/** A tall screen's worth: further ones are fetched as the list is walked. */
const PAGE_ROWS = 40

export function useTitles(filter: Filter) {
  const purpose = usePurpose()
  const { language } = useReader().setting
  return useInfiniteQuery({
    queryKey: ['titles', purpose, filter, language],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      answer<Titles>(
        client.GET('/api/v1/records', {
          params: { query: { ...filter, language, cursor: pageParam, limit: PAGE_ROWS } },
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

/** Where a record of ours stands with each recipient. Each look is written into the audit. */
export function useDelivery(owner: string, id: string, ours: boolean, takenBack = false) {
  const queryKey = ['delivery', owner, id]
  return useQuery({
    queryKey,
    queryFn: async ({ client: queries }) => {
      const rows = await answer<Recipient[]>(
        client.GET('/api/v1/records/{owner}/{id}/delivery', { params: { path: { owner, id } } }),
      )
      return look(queries.getQueryData<Look>(queryKey), rows, takenBack)
    },
    enabled: ours,
    refetchInterval: ({ state }) => (state.data?.goesOn ? LOOK_AGAIN_MS : false),
  })
}

export const useCodeList = (name: string) =>
  useQuery({
    queryKey: ['code-list', name],
    queryFn: () =>
      shelved(`code-list/${name}`, () =>
        answer<CodeList>(client.GET('/api/v1/code-lists/{name}', { params: { path: { name } } })),
      ),
    enabled: name !== '',
    staleTime: Infinity,
    networkMode: 'always',
    retry: false,
  })
