// The node's interface, typed from its frozen description. Nothing else is ever asked.
import createClient from 'openapi-fetch'
import type { paths } from './interface'
import { type Asked, sign } from '../sign-in/passkey'
import { state } from './purpose'
import type { Problem } from './shape'

export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
  }
}

/** Nobody is signed in, or not any more. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Refusal && error.problem.status === 401

/** The line was lost: nothing was answered at all. */
export class LostLine extends Error {}

const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })

/** Changes under way, to be sent once more where they need a passkey's signature. */
const sent = new Map<string, Request>()

client.use({
  onRequest({ request, id }) {
    state(request.headers)
    if (request.method !== 'GET') sent.set(id, request.clone())
    return request
  },
  async onResponse({ response, id }) {
    const request = sent.get(id)
    sent.delete(id)
    return response.status === 428 && request ? decide(request, response) : undefined
  },
  onError({ id }) {
    sent.delete(id)
    return new LostLine('no answer')
  },
})

/** A person's decision: the node says what is to be signed, the passkey signs, and the same goes
 *  again with the signature. */
async function decide(request: Request, response: Response): Promise<Response> {
  const { assertion } = (await response.json()) as { assertion: Asked }
  request.headers.set('Amana-Assertion', JSON.stringify(await sign(assertion)))
  return fetch(request).catch(() => {
    throw new LostLine('no answer')
  })
}

export default client

interface Answer {
  data?: unknown
  error?: unknown
  response: Response
}

/** What was answered, or the refusal as an error with its problem document. */
export async function answer<T>(asked: Promise<Answer>): Promise<T> {
  const { data, error, response } = await asked
  if (response.ok) return data as T
  throw new Refusal(problemOf(error, response.status))
}

export function problemOf(error: unknown, status: number): Problem {
  if (typeof error === 'object' && error !== null && 'type' in error) return error as Problem
  return { type: 'urn:amana:problem:node', title: '', status, detail: '' }
}
