// What this piece of work is for: chosen once, kept in this tab, sent with every question.
import { useSyncExternalStore } from 'react'

const KEY = 'amana-purpose'
const CASE = 'amana-case'
const watchers = new Set<() => void>()
let asks = false

const tellAll = () => {
  watchers.forEach((tell) => {
    tell()
  })
}

const keep = (key: string, value: string) => {
  if (value) sessionStorage.setItem(key, value)
  else sessionStorage.removeItem(key)
}

export const purpose = (): string => sessionStorage.getItem(KEY) ?? ''
/** The case or file that is worked on, in the officer's words; '' is none. */
export const caseOf = (): string => sessionStorage.getItem(CASE) ?? ''

export function choose(code: string, forCase = caseOf()): void {
  keep(KEY, code)
  keep(CASE, code && forCase.trim())
  asks = false
  tellAll()
}

/** What was asked is outside of this work: the purpose is asked for again. */
export function askAgain(now = true): void {
  asks = now
  tellAll()
}

/** The work as it goes with a question. What was written for a case goes with that one, or none. */
export function state(headers: Headers): void {
  if (purpose()) headers.set('Amana-Purpose', purpose())
  const own = headers.get('Amana-Case')
  if (own === '') headers.delete('Amana-Case')
  else if (own === null && caseOf()) headers.set('Amana-Case', encodeURIComponent(caseOf()))
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

export const usePurpose = (): string => useSyncExternalStore(watch, purpose)
export const useCase = (): string => useSyncExternalStore(watch, caseOf)
export const useAsks = (): boolean => useSyncExternalStore(watch, () => asks)
