// Questions, their hits, what is decided of them, standing questions and lists.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import type { components } from '../node/interface'
import { usePurpose } from '../node/purpose'
import { useReader } from '../words/Words'

type Schemas = components['schemas']
export type Answer = Schemas['AskAnswer']
export type Hit = Schemas['AskHit']
export type Typed = Schemas['AskTyped']
export type Past = Schemas['PastQuestion']
export type Standing = Schemas['StandingAsk']
export type List = Schemas['ListStanding']
export type About = Schemas['ListAbout']
export type Map = Schemas['ListMap']
export type Done = Schemas['ListDone']
export type Decision = 'match' | 'no-match' | 'need-more'
/** An answer of many, or why there is none. */
export type Each = Answer | { problem: string }

export const useAsking = () => {
  const { language } = useReader().setting
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (typed: Typed) =>
      answer<Answer>(client.POST('/api/v1/ask', { body: { ...typed, language } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['asked'] }),
  })
}

export const askMany = (questions: Typed[], language: string): Promise<Each[]> =>
  answer<Each[]>(client.POST('/api/v1/ask/batch', { body: { questions, language } }))

export const usePast = () => {
  const purpose = usePurpose()
  return useQuery({
    queryKey: ['asked', 'past', purpose],
    queryFn: () => answer<Past[]>(client.GET('/api/v1/questions', { params: { query: {} } })),
    // Each look is written into the audit.
    staleTime: 60_000,
  })
}

export const useHits = (open: boolean) => {
  const purpose = usePurpose()
  const { language } = useReader().setting
  return useQuery({
    queryKey: ['asked', 'hits', purpose, open, language],
    queryFn: () =>
      answer<Hit[]>(client.GET('/api/v1/hits', { params: { query: { open, language } } })),
    staleTime: 60_000,
  })
}

export const useDecide = (number: number) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { decision: Decision; reason: string }) =>
      answer<Schemas['HitDecision']>(
        client.POST('/api/v1/hits/{number}/decision', { params: { path: { number } }, body }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['asked'] }),
  })
}

export const useStanding = () =>
  useQuery({
    queryKey: ['standing'],
    queryFn: () => answer<Standing[]>(client.GET('/api/v1/standing-questions')),
  })

/** Sets or ends a standing question; then they are asked for anew. */
export function useStandingDeed() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['standing'] }),
  })
}

export const setStanding = (body: Schemas['StandingSetting']) =>
  answer(client.POST('/api/v1/standing-questions', { body }))

export const endStanding = (number: number) =>
  answer(client.DELETE('/api/v1/standing-questions/{number}', { params: { path: { number } } }))

export const useLists = () =>
  useQuery({
    queryKey: ['lists'],
    queryFn: () => answer<List[]>(client.GET('/api/v1/lists')),
  })

/** Changes to lists; then they are asked for anew. */
export function useListDeed<T>() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: () => Promise<T>) => deed(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['lists'] }),
  })
}

/** A file goes as it is. */
const raw = (file: File) => ({
  body: file as never,
  bodySerializer: () => file,
  headers: { 'Content-Type': 'application/octet-stream' },
})

export const addList = (about: About, file: File) =>
  answer<Done>(
    client.POST('/api/v1/lists', {
      params: { query: { about: JSON.stringify(about) } },
      ...raw(file),
    }),
  )

export const updateList = (name: string, file: File) =>
  answer<Done>(
    client.PUT('/api/v1/lists/{name}/file', { params: { path: { name } }, ...raw(file) }),
  )

export const removeList = (name: string) =>
  answer(client.DELETE('/api/v1/lists/{name}', { params: { path: { name } } }))
