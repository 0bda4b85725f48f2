// Whose tab this is: what one officer read and chose here is not another's.
import type { QueryClient } from '@tanstack/react-query'
import { choose } from './purpose'
import { dismissAll } from './work'

const KEY = 'amana-officer'

/** Forgets what was read for anybody else; nobody is `''`. Drafts stay, each under its officer. */
export function own(queries: QueryClient, officer: string): void {
  const before = sessionStorage.getItem(KEY)
  sessionStorage.setItem(KEY, officer)
  if (before === officer || before === null) return
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  choose('')
  dismissAll()
}
