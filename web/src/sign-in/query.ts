// What the pages of signing in ask the node.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { type Asked, make, sign } from './passkey'

export interface OwnPasskey {
  id: string
  name: string
  created: string
  used: string
  backed_up: boolean
}

export interface Sitting {
  id: string
  browser: string
  created: string
  used: string
  until: string
  passkey: string | null
  this: boolean
}

interface SignIns {
  passkeys: OwnPasskey[]
  passkeys_max: number
  sessions: Sitting[]
}

export interface EnrolmentAsked {
  officer: string
  role: string
  node: string
  asked: Asked
}

export async function signIn(): Promise<void> {
  const asked = await answer<Asked>(client.POST('/api/v1/sign-in/challenge'))
  await answer(client.POST('/api/v1/sign-in', { body: (await sign(asked)) as never }))
}

/** For whom a link is. What is asked of the passkey is asked anew when it is made. */
export const useEnrolment = (link: string) =>
  useQuery({
    queryKey: ['enrolment', link],
    queryFn: () =>
      answer<EnrolmentAsked>(client.POST('/api/v1/enrolment/challenge', { body: { link } })),
    retry: false,
    staleTime: Infinity,
  })

export const useEnrol = (link: string) =>
  useMutation({
    mutationFn: async (name: string) => {
      const { asked } = await answer<EnrolmentAsked>(
        client.POST('/api/v1/enrolment/challenge', { body: { link } }),
      )
      const made = { ticket: asked.ticket, name, credential: await make(asked) }
      await answer(client.POST('/api/v1/enrolment', { body: { link, made } as never }))
    },
  })

const KEY = ['sign-ins']

export const useSignIns = () =>
  useQuery({
    queryKey: KEY,
    queryFn: () => answer<SignIns>(client.GET('/api/v1/me/sign-ins')),
  })

/** A change to one's own sign-ins; then they are asked for anew. */
export function useSignInDeed() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  })
}

export async function addPasskey(name: string): Promise<void> {
  const asked = await answer<Asked>(client.POST('/api/v1/me/passkeys/challenge'))
  const made = { ticket: asked.ticket, name, credential: await make(asked) }
  await answer(client.POST('/api/v1/me/passkeys', { body: made as never }))
}

const one = (id: string) => ({ params: { path: { id } } })

export const removePasskey = (id: string) =>
  answer(client.DELETE('/api/v1/me/passkeys/{id}', one(id)))

export const endSession = (id: string) => answer(client.DELETE('/api/v1/me/sessions/{id}', one(id)))
