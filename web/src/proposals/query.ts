// What waits for a second person: the questions, and what one does about it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'

export type Wanted = { measure: string; [field: string]: unknown }

export interface Proposal {
  number: number
  measure: string
  about: Record<string, unknown>
  digest: string
  officer: string
  role: string
  unit: string
  reason: string
  at: string
  until: string
  state: string
  second: string | null
  answer: string | null
  decided: string | null
  outcome: string | null
  /** Whether the reader may be its second person. */
  yours: boolean
}

export interface ProposalView extends Proposal {
  wanted: Wanted | null
  widened: string[]
  rules: string[]
  text: string[]
}

export const useProposals = () =>
  useQuery({
    queryKey: ['proposals'],
    queryFn: () => answer<Proposal[]>(client.GET('/api/v1/proposals')),
  })

/** How many wait for the reader: asked every minute by whoever could confirm anything. */
export const useWaitingCount = (may: boolean) =>
  useQuery({
    queryKey: ['proposals-waiting'],
    queryFn: () => answer<{ count: number }>(client.GET('/api/v1/proposals/waiting')),
    enabled: may,
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  }).data?.count ?? 0

export const useProposal = (number: number, language: string) =>
  useQuery({
    queryKey: ['proposals', number, language],
    queryFn: () =>
      answer<ProposalView>(
        client.GET('/api/v1/proposals/{number}', {
          params: { path: { number }, query: { language } },
        }),
      ),
    // Each look is written into the audit.
    staleTime: Infinity,
    retry: false,
  })

function useDeed<T, A>(deed: (asked: A) => Promise<T>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: deed,
    onSuccess: () =>
      Promise.all(
        ['proposals', 'proposals-waiting', 'administration', 'officers'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const usePropose = () =>
  useDeed((asked: { wanted: Wanted; reason: string }) =>
    answer<Proposal>(client.POST('/api/v1/proposals', { body: asked as never })),
  )

export const useDecision = (number: number) =>
  useDeed((asked: { confirm: boolean; digest: string; reason: string }) => {
    const { confirm, digest, reason } = asked
    const of = { params: { path: { number } } }
    return confirm
      ? answer(
          client.POST('/api/v1/proposals/{number}/confirmation', {
            ...of,
            body: { digest, reason },
          }),
        )
      : answer(client.POST('/api/v1/proposals/{number}/refusal', { ...of, body: { reason } }))
  })
