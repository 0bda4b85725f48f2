// Letting an officer back in: one administrator proposes, another confirms.
import { useQuery } from '@tanstack/react-query'
import client, { answer } from '../node/client'

export interface Recovery {
  officer: string
  proposed_by: string
  proposed: string
  expires: string
}

/** Under the officers' key: what changes one changes the other. */
export const useRecoveries = () =>
  useQuery({
    queryKey: ['officers', 'recoveries'],
    queryFn: () => answer<Recovery[]>(client.GET('/api/v1/recoveries')),
  })

const of = (code: string) => ({ params: { path: { code } } })

export const propose = (code: string) =>
  answer(client.POST('/api/v1/officers/{code}/recovery', of(code)))

export const withdraw = (code: string) =>
  answer(client.DELETE('/api/v1/officers/{code}/recovery', of(code)))

export const confirm = (code: string) =>
  answer<{ path: string }>(client.POST('/api/v1/officers/{code}/recovery/confirmation', of(code)))
