// Templates: what an officer begins with, his own, his unit's, and those that come with the pages.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { blank, type Draft } from './draft'
import { newKey } from './kept'

export interface Template {
  key: string
  kind: string
  title: string
  shared: boolean
  own: boolean
  changed: string
}

/** Forms for what is written again and again: which kind, and what of it is settled already. */
const SHIPPED: Record<string, { kind: string; statement: Draft['body'] }> = {
  'request-checks': {
    kind: 'message',
    statement: { type: 'request', offence: 'drug-trafficking' },
  },
  spontaneous: { kind: 'message', statement: { type: 'spontaneous', offence: 'drug-trafficking' } },
  'seizure-mail': {
    kind: 'seizure',
    statement: { offence: 'drug-trafficking', route: { transport: { code: 'mail' } } },
  },
}

export const shipped = Object.entries(SHIPPED).map(([name, { kind }]) => ({ name, kind }))

/** What a template says beside the body it fills: whom it is for is chosen anew each time. */
function draftOf(kind: string, content: Partial<Draft>): Draft {
  const { body = {}, level = 'restricted', codes = [], lane = 'routine' } = content
  return { ...blank(kind, ''), body, level, codes, lane, recipients: content.recipients ?? [] }
}

export const useTemplates = () =>
  useQuery({
    queryKey: ['templates'],
    queryFn: () => answer<Template[]>(client.GET('/api/v1/templates')),
  })

export const useTemplate = (key: string) =>
  useQuery({
    queryKey: ['template', key],
    queryFn: async () => {
      const own = SHIPPED[key]
      if (own) return draftOf(own.kind, { body: { statement: own.statement } })
      const { kind, content } = await answer<{ kind: string; content: Partial<Draft> }>(
        client.GET('/api/v1/templates/{key}', { params: { path: { key } } }),
      )
      return draftOf(kind, content)
    },
    staleTime: Infinity,
  })

interface Saved {
  title: string
  shared: boolean
  draft: Draft
}

/** Saves a form for the next time; a revision's record is no part of it. */
export function useSaveTemplate() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ title, shared, draft }: Saved) => {
      const { kind, body, level, codes, lane, recipients } = draft
      const content = { body, level, codes, lane, recipients }
      return answer(
        client.PUT('/api/v1/templates/{key}', {
          params: { path: { key: newKey() } },
          body: { shared, written: { kind, title, content } } as never,
        }),
      )
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['templates'] }),
  })
}

export function useForgetTemplate() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (key: string) =>
      answer(client.DELETE('/api/v1/templates/{key}', { params: { path: { key } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['templates'] }),
  })
}
