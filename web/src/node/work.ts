// Long work that goes on while one does something else: how far it is, and a way to stop it.
import { useSyncExternalStore } from 'react'

/** What work came to, in words of the catalogue. */
export interface Said {
  word: string
  args?: Record<string, string>
}

export interface Work {
  id: number
  /** Its word in the catalogue. */
  word: string
  bytes: number
  state: 'going' | 'done' | 'failed'
  /** What it was kept as. */
  file?: string
  said?: Said
  error?: unknown
}

let all: readonly Work[] = []
export const works = (): readonly Work[] => all

let last = 0
const cuts = new Map<number, AbortController>()
const watchers = new Set<() => void>()

function set(next: readonly Work[]): void {
  all = next
  watchers.forEach((tell) => {
    tell()
  })
}

const alter = (id: number, part: Partial<Work>) => {
  set(all.map((work) => (work.id === id ? { ...work, ...part } : work)))
}

/** Answers the file that it was kept as, or what it came to. */
type Run = (signal: AbortSignal, came: (bytes: number) => void) => Promise<string | Said>

/** Begins it; whoever looks for its number sees how far it is, on whatever page. */
export function begin(word: string, run: Run): number {
  last += 1
  const id = last
  const cut = new AbortController()
  cuts.set(id, cut)
  set([...all, { id, word, bytes: 0, state: 'going' }])
  const came = (bytes: number) => {
    alter(id, { bytes })
  }
  void run(cut.signal, came).then(
    (came) => {
      alter(id, { state: 'done', ...(typeof came === 'string' ? { file: came } : { said: came }) })
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
  set(all.filter((work) => work.id !== id))
}

/** Somebody else signs in: nothing of the one before goes on. */
export function dismissAll(): void {
  all.forEach((work) => {
    dismiss(work.id)
  })
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

export const useWorks = (): readonly Work[] => useSyncExternalStore(watch, works)
