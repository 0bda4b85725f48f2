// That something was stored since a list was read, for lists that only a person asks for again.
import { useState, useSyncExternalStore } from 'react'

const watchers = new Set<() => void>()
/** How much of each kind was stored since the page was opened; `''` is anything. */
const stored = new Map<string, number>()

/** Something of a kind was stored; without one, it is not known what. */
export function tellNews(kind: string): void {
  for (const each of new Set([kind, ''])) stored.set(each, (stored.get(each) ?? 0) + 1)
  watchers.forEach((tell) => {
    tell()
  })
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** How much came since the list was last looked at, and a way to say that it is looked at. */
export function useNews(kind: string): { count: number; seen: () => void } {
  const all = useSyncExternalStore(watch, () => stored.get(kind) ?? 0)
  const [known, setKnown] = useState(all)
  return {
    count: all - known,
    seen: () => {
      setKnown(all)
    },
  }
}
