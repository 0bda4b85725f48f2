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

export interface OwnIdentity {
  id: string
  provider: string
  created: string
  used: string | null
}

export interface Sitting {
  id: string
  browser: string
  created: string
  used: string
  until: string
  passkey: string | null
  provider: string | null
  this: boolean
}

interface SignIns {
  passkeys: OwnPasskey[]
  passkeys_max: number
  identities: OwnIdentity[]
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

/** The identity providers that this node knows; most know none. */
export const useProviders = () =>
  useQuery({
    queryKey: ['identity-providers'],
    queryFn: () =>
      answer<{ code: string; name: string }[]>(client.GET('/api/v1/sign-in/providers')),
    staleTime: Infinity,
  })

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

/** Goes to a provider to bind what one is there: signed with a passkey before. */
export async function bindOwn(provider: string): Promise<void> {
  const { path } = await answer<{ path: string }>(
    client.POST('/api/v1/me/identities', { body: { provider } }),
  )
  window.location.assign(path)
}

export const unbindOwn = (id: string) =>
  answer(client.DELETE('/api/v1/me/identities/{id}', one(id)))

export const endSession = (id: string) => answer(client.DELETE('/api/v1/me/sessions/{id}', one(id)))
