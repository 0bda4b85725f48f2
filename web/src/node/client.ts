// The node's interface, typed from its frozen description. Nothing else is ever asked.
import createClient from 'openapi-fetch'
import type { paths } from './interface'
import { purpose } from './purpose'
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

client.use({
  onRequest({ request }) {
    const code = purpose()
    if (code) request.headers.set('Amana-Purpose', code)
    return request
  },
  onError() {
    return new LostLine('no answer')
  },
})

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
