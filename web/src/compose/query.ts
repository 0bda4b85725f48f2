// The questions of this page: kinds, a kind's form, what would become of a draft.
import { useMutation, useQuery } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { shelved } from '../device/shelf'
import type { Root } from './schema'

export interface Kind {
  kind: string
  asserts: boolean
  control: boolean
}

export const useKinds = () =>
  useQuery({
    queryKey: ['kinds'],
    queryFn: () => shelved('kinds', () => answer<Kind[]>(client.GET('/api/v1/kinds'))),
    staleTime: Infinity,
    networkMode: 'always',
  })

const formOf = (kind: string, language: string) => ({
  queryKey: ['form', kind, language],
  queryFn: () =>
    shelved(`form/${kind}/${language}`, () =>
      answer<Root>(
        client.GET('/api/v1/kinds/{kind}/form', {
          params: { path: { kind }, query: { language } },
        }),
      ),
    ),
  staleTime: Infinity,
  networkMode: 'always' as const,
})

export const useForm = (kind: string, language: string) => useQuery(formOf(kind, language))

export interface Preview {
  refused: string | null
  recipients: { node: string; refused: string | null }[]
  review: string
  expiry: string
  text: string[]
  /** Each role, and the rule that keeps it from reading: in this node, and at a recipient. */
  readers: { role: string; home: string | null; there: string | null }[]
}

export const usePreview = (language: string) =>
  useMutation({
    networkMode: 'always',
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
