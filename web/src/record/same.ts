// Statements that two records are one: how they are made, and turned into another state.
import type { Header } from '../node/shape'

export interface End {
  owner: string
  id: string
}

export type State = 'proposed' | 'decided' | 'rejected' | 'undone'

export interface Statement {
  what: string
  first: End
  second: End
  state: State
  reasons: { basis: string; text?: string }[]
  score?: string
  decided_by?: string
}

const NAME = /([A-Z][A-Z0-9-]{1,15})\/([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})/

/** Owner and id of a record, from its address, its name or whatever holds either. */
export function endOf(text: string): End | null {
  const found = NAME.exec(text)
  return found ? { owner: found[1] ?? '', id: found[2] ?? '' } : null
}

const WHAT: Record<string, string> = {
  person: 'person',
  notice: 'person',
  organisation: 'organisation',
  seizure: 'event',
  message: 'event',
}

/** What a record of a kind most likely is one of. */
export const whatOf = (kind: string): string => WHAT[kind] ?? 'thing'

/** Which states a statement may still come to, by hand. */
export function ways(state: State): State[] {
  if (state === 'proposed') return ['decided', 'rejected']
  return state === 'decided' ? ['undone'] : ['decided']
}

/** The same statement in another state; a person's words join the reasons. */
export function restated(said: Statement, state: State, role: string, text: string): Statement {
  const { score, ...rest } = said
  const added = text.trim() ? [{ basis: 'statement', text: text.trim() }] : []
  return {
    ...rest,
    ...(score !== undefined && { score }),
    state,
    reasons: [...said.reasons, ...added],
    decided_by: role,
  }
}

/** The draft of a statement: under the conditions of the record beside which it is said. */
export function draftOf(
  statement: Statement,
  { handling, purposes }: Header,
  recipients: string[],
  unit: string,
): Record<string, unknown> {
  return { kind: 'same-as', unit, handling, purposes, recipients, body: { statement } }
}
