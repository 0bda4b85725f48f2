// What a record is connected with: links in both directions, and statements that two are one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { usePurpose } from '../node/purpose'
import { address, type Link, type Recipient, type Title, type View } from '../node/shape'
import { useReader } from '../words/Words'
import { draftOf, type End, restated, type State, type Statement } from './same'

export interface Linked extends Link {
  /** Source and information, 4×4. */
  evaluation: string | null
  /** None: not held here, or not for this reader. */
  record: Title | null
}

export interface Shared {
  kind: string
  value: string
}

export interface Mention {
  record: Title
  shares: Shared[]
}

export interface Links {
  to: Linked[]
  from: Linked[]
  mentions: Mention[]
  common: Shared[]
  more: boolean
}

export interface Member extends End {
  record: Title | null
}

export interface Said {
  name: string
  created: string
  statement: Statement
  disputed: boolean
}

export interface Same {
  group: Member[]
  decided: Said[]
  proposed: Said[]
  parted: Said[]
  more: boolean
}

interface Connections {
  links: Links
  same: Same
}

/** Looking is a reading of the record and of each that speaks of it: only a person does it. */
export function useConnections({ owner, id }: End) {
  const purpose = usePurpose()
  const { language } = useReader().setting
  const asked = { params: { path: { owner, id }, query: { language } } }
  return useQuery({
    queryKey: ['connections', purpose, owner, id, language],
    queryFn: async (): Promise<Connections> => ({
      links: await answer<Links>(client.GET('/api/v1/records/{owner}/{id}/links', asked)),
      same: await answer<Same>(client.GET('/api/v1/records/{owner}/{id}/same', asked)),
    }),
    enabled: false,
    staleTime: Infinity,
    retry: false,
  })
}

export interface Wish {
  statement: Statement
  /** The record beside which it is said: its conditions go with the statement. */
  beside: View
  recipients: string[]
  unit: string
}

export interface Turn {
  said: Said
  state: State
  /** Whose decision it is. */
  role: string
  /** Why, in that person's words; may be empty. */
  text: string
  node: string
  unit: string
}

const publish = (draft: Record<string, unknown>) =>
  answer(client.POST('/api/v1/records', { body: draft as never }))

const say = ({ statement, beside, recipients, unit }: Wish) =>
  publish(draftOf(statement, beside.header, recipients, unit))

/**
 * Gives a statement another state: one of ours by a new revision for whoever has it, another
 * node's by a statement of our own beside it.
 */
async function turn({ said, state, role, text, node, unit }: Turn) {
  const { owner, id } = address(said.name)
  const path = { params: { path: { owner, id } } }
  const { header } = await answer<View>(client.GET('/api/v1/records/{owner}/{id}', path))
  const statement = restated(said.statement, state, role, text)
  if (owner !== node) {
    const { first, second } = statement
    const others = [owner, first.owner, second.owner].filter((code) => code !== node)
    return publish(draftOf(statement, header, [...new Set(others)], unit))
  }
  const delivery = await answer<Recipient[]>(
    client.GET('/api/v1/records/{owner}/{id}/delivery', path),
  )
  const recipients = delivery.filter(({ state }) => state !== 'void').map((each) => each.node)
  return publish({ ...draftOf(statement, header, recipients, unit), revises: id })
}

function useDeed<T>(deed: (wanted: T) => Promise<unknown>, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: deed,
    onSuccess: () => {
      onDone()
      return queries.invalidateQueries({ queryKey: ['titles'] })
    },
  })
}

export const useSay = (onDone: () => void) => useDeed(say, onDone)
export const useTurn = (onDone: () => void) => useDeed(turn, onDone)
