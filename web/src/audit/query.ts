// What the audit's pages ask the node. Each reading is written into the audit: only a person asks.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { keepFile } from '../node/file'
import { useReader } from '../words/Words'
import { asked, type Narrow } from './narrow'

export interface Entry {
  row: number
  at: string
  deed: string
  by: string
  role: string
  unit: string
  purpose: string | null
  refused: string | null
  about: [string, string][]
  count: number
  reason: string | null
}

interface Page {
  events: Entry[]
  next?: number | null
}

export function useAudit(narrow: Narrow) {
  const { timeZone } = useReader().setting
  const query = asked(narrow, timeZone)
  return useInfiniteQuery({
    queryKey: ['audit', query],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      answer<Page>(
        client.GET('/api/v1/audit', {
          params: { query: { ...(query as object), cursor: pageParam, limit: 100 } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Infinity,
    retry: false,
  })
}

export interface Proven {
  state: 'proven'
  standing: 'signed' | 'witnessed' | 'conflicting'
  place: number
  entries: number
  leaf: number
  log_size: number
  signed_at: string
  root: string
}

export type LineState = Proven | { state: 'open' }

export const useLine = (row: number) =>
  useQuery({
    queryKey: ['audit-line', row],
    queryFn: () =>
      answer<LineState>(client.GET('/api/v1/audit/lines/{row}', { params: { path: { row } } })),
    staleTime: Infinity,
    retry: false,
  })

/** A file of lines for checking outside, handed to the browser; answers its name. */
export const useFile = () =>
  useMutation({
    mutationFn: async (rows: number[]) => {
      const file = await answer<object>(
        client.GET('/api/v1/audit/file', { params: { query: { rows: rows.join(',') } } }),
      )
      const name = `amana-audit-${rows.length === 1 ? String(rows[0]) : String(rows.length)}.json`
      const bytes = new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' })
      return keepFile(bytes, name)
    },
  })

export interface Usual {
  median: number
  spread: number
  hours: number
}

interface Common {
  row: number
  officer: string
  unit: string
  from: string
  until: string
  seen: string | null
  seen_by: string | null
  note: string | null
  count: number
}

export interface Burst extends Common {
  reason: 'burst'
  own: Usual | null
  others: Usual | null
  above: number
}

export interface Outside extends Common {
  reason: 'outside'
  records: { owner: string; id: string; kind: string }[]
}

export type Hint = Burst | Outside

interface Hints {
  hints: Hint[]
  next?: number | null
}

export const useHints = (all: boolean) =>
  useInfiniteQuery({
    queryKey: ['hints', all],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      answer<Hints>(
        client.GET('/api/v1/audit/hints', { params: { query: { all, cursor: pageParam } } }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Infinity,
    retry: false,
  })

export function useLookedAt() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ row, note }: { row: number; note: string }) =>
      answer(
        client.POST('/api/v1/audit/hints/{row}', { params: { path: { row } }, body: { note } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['hints'] }),
  })
}
