// What this piece of work is for: chosen once, kept in this tab, sent with every question.
import { useSyncExternalStore } from 'react'

const KEY = 'amana-purpose'
const watchers = new Set<() => void>()

export const purpose = (): string => sessionStorage.getItem(KEY) ?? ''

export function choose(code: string): void {
  if (code) sessionStorage.setItem(KEY, code)
  else sessionStorage.removeItem(KEY)
  watchers.forEach((tell) => {
    tell()
  })
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

export const usePurpose = (): string => useSyncExternalStore(watch, purpose)
