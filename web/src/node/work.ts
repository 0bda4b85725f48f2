// Long work that goes on while one does something else: how far it is, and a way to stop it.
import { useSyncExternalStore } from 'react'

export interface Work {
  id: number
  /** Its word in the catalogue. */
  word: string
  bytes: number
  state: 'going' | 'done' | 'failed'
  /** What it was kept as. */
  file?: string
  error?: unknown
}

let works: readonly Work[] = []
let last = 0
const cuts = new Map<number, AbortController>()
const watchers = new Set<() => void>()

function set(next: readonly Work[]): void {
  works = next
  watchers.forEach((tell) => {
    tell()
  })
}

const alter = (id: number, part: Partial<Work>) => {
  set(works.map((work) => (work.id === id ? { ...work, ...part } : work)))
}

type Run = (signal: AbortSignal, came: (bytes: number) => void) => Promise<string>

/** Begins it; whoever looks for its number sees how far it is, on whatever page. */
export function begin(word: string, run: Run): number {
  last += 1
  const id = last
  const cut = new AbortController()
  cuts.set(id, cut)
  set([...works, { id, word, bytes: 0, state: 'going' }])
  const came = (bytes: number) => {
    alter(id, { bytes })
  }
  void run(cut.signal, came).then(
    (file) => {
      alter(id, { state: 'done', file })
    },
    (error: unknown) => {
      alter(id, { state: 'failed', error })
    },
  )
  return id
}

/** Stops it, or takes what it came to off the page. */
export function dismiss(id: number): void {
  cuts.get(id)?.abort()
  cuts.delete(id)
  set(works.filter((work) => work.id !== id))
}

/** Somebody else signs in: nothing of the one before goes on. */
export function dismissAll(): void {
  works.forEach((work) => {
    dismiss(work.id)
  })
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

export const useWorks = (): readonly Work[] => useSyncExternalStore(watch, () => works)
