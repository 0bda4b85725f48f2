// Server-sent events over a request that carries the purpose, which `EventSource` cannot.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { tellNews } from './news'
import { lookAgain } from './query'

export interface Told {
  event: string
  data: string
}

/** Splits a stream into what was told; what is not finished yet is handed back. */
export function parse(text: string): { told: Told[]; rest: string } {
  const blocks = text.split('\n\n')
  const rest = blocks.pop() ?? ''
  const told = blocks.flatMap((block) => {
    const field = (name: string) =>
      block
        .split('\n')
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).trimStart())
        .join('\n')
    const event = field('event')
    return event ? [{ event, data: field('data') }] : []
  })
  return { told, rest }
}

/** What is told of a record that was stored. */
interface Stored {
  kind: string
  owner: string
  id: string
}

/** What a listener does with what happens on its line. */
interface Ear {
  on: (told: Told) => void
  setUp: (up: boolean) => void
  /** Nobody is signed in any more. */
  out: () => void
}

async function listen(purpose: string, signal: AbortSignal, ear: Ear, up: () => void) {
  const answered = await fetch('/api/v1/events', {
    headers: { 'Amana-Purpose': purpose },
    credentials: 'same-origin',
    signal,
  })
  if (answered.status === 401) ear.out()
  if (!answered.ok || !answered.body) throw new Error(String(answered.status))
  up()
  const reader = answered.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const found = parse(text + value)
    text = found.rest
    found.told.forEach(ear.on)
  }
}

const CONTROL = ['recall', 'withdraw', 'block', 'hold']
const AGAIN_MS = [1_000, 2_000, 5_000, 10_000, 30_000]

/** Listens until it is ended; says when the line is up, and when a second try failed. */
async function keepUp(purpose: string, ended: AbortSignal, ear: Ear): Promise<void> {
  const { setUp } = ear
  let tries = 0
  while (!ended.aborted) {
    const cut = new AbortController()
    const lost = () => {
      setUp(false)
      cut.abort()
    }
    window.addEventListener('offline', lost)
    const opened = () => {
      tries = 0
      setUp(true)
    }
    await listen(purpose, AbortSignal.any([ended, cut.signal]), ear, opened).catch(() => undefined)
    window.removeEventListener('offline', lost)
    if (ended.aborted) return
    if (tries > 0) setUp(false)
    await pause(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 0)
    tries += 1
  }
}

/** Waits, but no longer than until the line comes back. */
function pause(ms: number): Promise<void> {
  return new Promise((wake) => {
    setTimeout(wake, ms)
    window.addEventListener(
      'online',
      () => {
        wake()
      },
      { once: true },
    )
  })
}

/** Keeps lists and the open record fresh; answers whether the line to the node is up. */
export function useLine(purpose: string): boolean {
  const queries = useQueryClient()
  const [up, setUp] = useState(true)
  useEffect(() => {
    if (!purpose) return
    const ended = new AbortController()
    const on = (told: Told) => {
      void queries.invalidateQueries({ queryKey: ['titles', purpose] })
      const stored = told.event === 'stored' ? (JSON.parse(told.data) as Stored) : null
      const kind = stored?.kind ?? ''
      tellNews(kind)
      // Only a new revision of it, and what may take a record back, asks for the open record again.
      if (told.event === 'missed' || CONTROL.includes(kind)) {
        void queries.invalidateQueries({ queryKey: ['record', purpose] })
      } else if (stored) {
        const queryKey = ['record', purpose, stored.owner, stored.id]
        void queries.invalidateQueries({ queryKey })
      }
      if (kind === '' || kind === 'message' || CONTROL.includes(kind)) {
        void queries.invalidateQueries({ queryKey: ['thread', purpose] })
      }
    }
    void keepUp(purpose, ended.signal, { on, setUp, out: () => void lookAgain(queries) })
    return () => {
      ended.abort()
    }
  }, [purpose, queries])
  return up
}
