// The questions of this page: kinds, a kind's form, what would become of a draft.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import type { Root } from './schema'

export interface Kind {
  kind: string
  asserts: boolean
  control: boolean
}

export const useKinds = () =>
  useQuery({
    queryKey: ['kinds'],
    queryFn: () => answer<Kind[]>(client.GET('/api/v1/kinds')),
    staleTime: Infinity,
  })

export const useForm = (kind: string, language: string) =>
  useQuery({
    queryKey: ['form', kind, language],
    queryFn: () =>
      answer<Root>(
        client.GET('/api/v1/kinds/{kind}/form', {
          params: { path: { kind }, query: { language } },
        }),
      ),
    staleTime: Infinity,
  })

export interface Preview {
  refused: string | null
  recipients: { node: string; refused: string | null }[]
  review: string
  expiry: string
  text: string[]
}

export const usePreview = (language: string) =>
  useMutation({
    mutationFn: (draft: Record<string, unknown>) =>
      answer<Preview>(
        client.POST('/api/v1/drafts/preview', {
          params: { query: { language } },
          body: draft as never,
        }),
      ),
  })

export interface Published {
  name: string
  recipients: string[]
}

export function usePublish() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (draft: Record<string, unknown>) =>
      answer<Published>(client.POST('/api/v1/records', { body: draft as never })),
    onSuccess: () =>
      Promise.all(
        // A new revision takes the place of the one that was read.
        ['titles', 'record', 'delivery'].map((kind) =>
          queries.invalidateQueries({ queryKey: [kind] }),
        ),
      ),
  })
}
