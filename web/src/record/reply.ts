// What a reply says, and how it is sent.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import type { Header, Json, View } from '../node/shape'
import type { Type } from './Reply'
import { at, rows, text } from './value'

export interface Question {
  number: number
  /** A code of `request-type`. */
  what: string
  text: string
}

/** The questions that a request numbers. */
export function questions(view: View): Question[] {
  return rows(at(view.body['statement'] ?? null, 'asks')).map((one: Json, place) => ({
    number: place + 1,
    what: text(at(one, 'what')) ?? '',
    text: text(at(one, 'text', 'text')) ?? '',
  }))
}

/** As it is filled in. */
export interface Written {
  text: string
  refusal: string
  concerns: number[]
  pause: string
  expected: string
}

export const EMPTY: Written = {
  text: '',
  refusal: 'information-not-available',
  concerns: [],
  pause: '',
  expected: '',
}

/** Which types stop the clock, and which settle only some questions. */
export const pauses = (type: Type) => type === 'clarification' || type === 'partial-answer'
export const concerns = (type: Type) => type !== 'clarification'

/** The reply as the node takes it. */
export function body(type: Type, written: Written, language: string): Record<string, unknown> {
  const { expected } = written
  const pause = { reason: written.pause, ...(expected && { expected }) }
  return {
    type,
    text: { language, text: written.text },
    ...(type === 'refusal' && { refusal: written.refusal }),
    ...(concerns(type) && written.concerns.length > 0 && { concerns: written.concerns }),
    ...(pauses(type) && written.pause !== '' && { pause }),
  }
}

/** Sent again under its key, because the answer was lost, it is answered as the first time. */
export function useReply({ owner, id }: Header, key: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reply: Record<string, unknown>) =>
      answer(
        client.POST('/api/v1/records/{owner}/{id}/replies', {
          params: { path: { owner, id }, header: { 'Idempotency-Key': key } },
          body: reply as never,
        }),
      ),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['titles'] }),
        queries.invalidateQueries({ queryKey: ['thread'] }),
      ]),
  })
}
