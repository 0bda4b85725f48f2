// What the pages do at the node, besides reading.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import client, { answer } from './client'

type Take =
  | { act: 'recall'; id: string; reason: string }
  | { act: 'withdraw'; id: string; recipient: string; revision: number }
  | { act: 'block'; id: string; action: 'set' | 'lift' | 'decide'; reference: string }
  | { act: 'hold'; name: string; authority: string; reference: string; until: string }

function send(take: Take): Promise<unknown> {
  const { act, ...body } = take
  switch (act) {
    case 'recall':
      return answer(client.POST('/api/v1/recalls', { body: body as never }))
    case 'withdraw':
      return answer(client.POST('/api/v1/withdrawals', { body: body as never }))
    case 'block':
      return answer(client.POST('/api/v1/blocks', { body: body as never }))
    case 'hold':
      return answer(client.POST('/api/v1/holds', { body: body as never }))
  }
}

/** Acts on a record; then the record and its deliveries are asked for anew. */
export function useTake() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['record'] }),
        queries.invalidateQueries({ queryKey: ['delivery'] }),
      ]),
  })
}

export interface Enrolment {
  code: string
  name: string
  role: string
  unit: string
}

/** Changes to officers; then the list is asked for anew. */
export function useOfficerDeed() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSuccess: () =>
      Promise.all(
        ['officers', 'administration'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      ),
  })
}

export const enrol = (body: Enrolment) => answer(client.POST('/api/v1/officers', { body }))

export const bindIdentity = (code: string, body: { provider: string; value: string }) =>
  answer(client.POST('/api/v1/officers/{code}/identities', { ...of(code), body }))

export const unbindIdentity = (code: string) =>
  answer(client.DELETE('/api/v1/officers/{code}/identities', of(code)))

export const changeOfficer = (code: string, body: { name: string; role: string; unit: string }) =>
  answer(client.PATCH('/api/v1/officers/{code}', { ...of(code), body }))

const of = (code: string) => ({ params: { path: { code } } })

export const endService = (code: string) =>
  answer(client.DELETE('/api/v1/officers/{code}', of(code)))

export const signOutEverywhere = (code: string) =>
  answer(client.DELETE('/api/v1/officers/{code}/sessions', of(code)))

export const makeLink = (code: string) =>
  answer<{ path: string }>(client.POST('/api/v1/officers/{code}/sign-in-links', of(code)))
