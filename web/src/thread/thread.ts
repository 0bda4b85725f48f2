// Threads as the node tells them, and what is done with them.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Wait } from '../inbox/waiting'
import client, { answer } from '../node/client'
import { usePurpose } from '../node/purpose'
import type { View } from '../node/shape'
import { useReader } from '../words/Words'

export interface Holder {
  officer: string | null
  unit: string | null
}

export interface Unseen {
  since: string
  step: number
  officer: string | null
  unit: string | null
}

export interface ThreadRow {
  thread: string
  title: string
  participants: string[]
  newest: { name: string; type: string; created: string }
  waits: Wait[]
  unread: boolean
  holder: Holder | null
  work: boolean
  unseen: Unseen | null
}

export interface Explained extends Wait {
  late: boolean
  by_hand: boolean
  settled: string | null
  paused_for: string | null
  open_questions: number[]
  explanation: { ar: string; en: string; fr: string; es: string }
}

export interface Message {
  name: string
  type: string
  created: string
  title: string
  record: View | null
  refused: string | null
}

export interface Said extends Holder {
  deed: string
  by: string
  note: string
  at: string
}

export interface ThreadPage {
  thread: string
  title: string
  participants: string[]
  waits: Explained[]
  messages: Message[]
  next: number | null
  more: boolean
  holder: Holder | null
  work: boolean
  said: Said[]
}

/** Sorts of threads that an officer works through, in the order of the chips. */
export const SORTS = ['unread', 'mine', 'unit', 'unassigned', 'for-us', 'for-them'] as const
export type Sort = (typeof SORTS)[number] | 'unseen' | 'all'

export const isSort = (code: string): code is Sort =>
  code === 'unseen' || code === 'all' || SORTS.some((sort) => sort === code)

/** What the interface is asked for a sort. */
export function asked(sort: Sort): Record<string, unknown> {
  switch (sort) {
    case 'unread':
      return { unread: true }
    case 'unseen':
      return { unseen: true }
    case 'for-us':
    case 'for-them':
      return { waiting: sort }
    case 'all':
      return {}
    default:
      return { whose: sort }
  }
}

interface Page {
  threads: ThreadRow[]
  next: number | null
}

export function useThreads(sort: Sort, words: string) {
  const purpose = usePurpose()
  return useInfiniteQuery({
    queryKey: ['titles', purpose, 'threads', sort, words],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      answer<Page>(
        client.GET('/api/v1/threads', {
          params: {
            query: {
              ...asked(sort),
              ...(words && { words }),
              cursor: pageParam,
              limit: 100,
            } as never,
          },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: purpose !== '',
  })
}

export interface Count {
  count: number
  counted: 'exact' | 'at-least'
}
export type Counts = Record<string, Count>

export function useCounts() {
  const purpose = usePurpose()
  return useQuery({
    queryKey: ['titles', purpose, 'thread-counts'],
    queryFn: () => answer<Counts>(client.GET('/api/v1/threads/counts')),
    enabled: purpose !== '',
  })
}

/** The newest page first; older ones are put before it. */
export function useThread(id: string) {
  const purpose = usePurpose()
  const { language } = useReader().setting
  const queries = useQueryClient()
  return useInfiniteQuery({
    queryKey: ['thread', purpose, id, language],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam }) => {
      const path = { params: { path: { id }, query: { before: pageParam, limit: 50, language } } }
      const page = await answer<ThreadPage>(client.GET('/api/v1/threads/{id}', path as never))
      // It is read now: lists and counts say so.
      void queries.invalidateQueries({ queryKey: ['titles', purpose] })
      return page
    },
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: purpose !== '' && id !== '',
    // Each reading is written into the audit: only what happened asks again.
    staleTime: Infinity,
    retry: false,
  })
}

export interface Colleague {
  code: string
  name: string
  role: string
  unit: string
  on_duty: boolean
}

export const useColleagues = () =>
  useQuery({
    queryKey: ['colleagues'],
    queryFn: () => answer<Colleague[]>(client.GET('/api/v1/colleagues')),
    staleTime: 60_000,
  })

export interface HandOver extends Holder {
  number: number
  by: string
  note: string
  at: string
  opened: string | null
  undone: string | null
  count: number
  threads: { thread: string; title: string }[]
}

export function useHandOvers() {
  const purpose = usePurpose()
  return useQuery({
    queryKey: ['titles', purpose, 'hand-overs'],
    queryFn: () => answer<HandOver[]>(client.GET('/api/v1/hand-overs')),
    enabled: purpose !== '',
  })
}

/** Something that changes who has a thread; then lists and the thread are asked for anew. */
export function useDeed<T = unknown>() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: () => Promise<T>) => deed(),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['titles'] }),
        queries.invalidateQueries({ queryKey: ['thread'] }),
      ]),
  })
}

const of = (id: string) => ({ params: { path: { id } } })

export const assign = (id: string, to: { officer?: string; unit?: string }, note: string) =>
  answer(
    client.POST('/api/v1/threads/{id}/assignment', { ...of(id), body: { ...to, note } as never }),
  )

export const setDone = (id: string, done: boolean) =>
  answer(client.POST('/api/v1/threads/{id}/done', { ...of(id), body: { done, note: '' } }))

/** The thread itself is not asked for anew: that would read it again. */
export function useUnread() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => answer(client.DELETE('/api/v1/threads/{id}/read', of(id))),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['titles'] }),
  })
}

export const handOver = (to: { officer?: string; unit?: string }, note: string) =>
  answer<{ number: number }>(client.POST('/api/v1/hand-overs', { body: { ...to, note } as never }))

export const undoHandOver = (number: number) =>
  answer(client.DELETE('/api/v1/hand-overs/{number}', { params: { path: { number } } }))
