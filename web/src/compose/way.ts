// How files go to the node while a page is open: each by itself, lost lines waited out.
import { useRef, useState } from 'react'
import { LostLine } from '../node/client'
import { type Attaching, bring, key, refusedBy } from './attaching'
import { passes } from './outgoing'

/** How sending a file goes on, by its key. */
export type Ways = Map<string, AbortController>
export type Patch = (id: string, part: Partial<Attaching>) => void

const AGAIN_MS = 2_000

/** Until the line may be back, or nobody waits any more. */
function pause(stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer)
      window.removeEventListener('online', end)
      stop.removeEventListener('abort', end)
      done()
    }
    const timer = setTimeout(end, AGAIN_MS)
    window.addEventListener('online', end)
    stop.addEventListener('abort', end)
  })
}

/** Whether it waits for the line, or for a node that could not do it; that is told besides. */
type Lost = (is: boolean, problem?: unknown) => void

/** Brings a file to the node, waiting out what may pass. */
async function persist(
  file: Attaching,
  bytes: Blob,
  patch: Patch,
  lost: Lost,
  stop: AbortSignal,
): Promise<void> {
  let now = file
  while (!stop.aborted) {
    try {
      return await bring(
        now,
        bytes,
        (progress) => {
          if (stop.aborted) return
          now = { ...now, ...progress }
          lost(false)
          patch(key(file), progress)
        },
        stop,
      )
    } catch (error) {
      if (!passes(error)) throw error
      lost(true, error instanceof LostLine ? null : error)
      await pause(stop)
    }
  }
}

/** A set of keys in a page's state. */
export function useKeys(): [string[], (id: string, is: boolean) => void] {
  const [keys, setKeys] = useState<string[]>([])
  const set = (id: string, is: boolean) => {
    setKeys((now) => (is === now.includes(id) ? now : is ? [...now, id] : without(now, id)))
  }
  return [keys, set]
}

const without = (keys: string[], id: string) => keys.filter((each) => each !== id)

/** Sends files until each is judged; says which wait for the line. */
export function useWays(patch: Patch, onOver: (file: Attaching) => void) {
  const ways = useRef<Ways>(new Map())
  const [lost, setLost] = useKeys()
  const [going, setGoing] = useKeys()
  const [error, setError] = useState<unknown>(null)
  const send = async (file: Attaching, bytes: Blob) => {
    const id = key(file)
    if (ways.current.has(id)) return
    const way = new AbortController()
    ways.current.set(id, way)
    setGoing(id, true)
    const tell: Lost = (is, problem = null) => {
      setLost(id, is)
      setError(problem)
    }
    try {
      await persist(file, bytes, patch, tell, way.signal)
      if (!way.signal.aborted) onOver(file)
    } catch (problem) {
      if (way.signal.aborted) return
      const refused = refusedBy(problem)
      if (refused) {
        patch(id, { refused })
        onOver(file)
      } else setError(problem)
    } finally {
      if (ways.current.get(id) === way) ways.current.delete(id)
      setGoing(id, false)
    }
  }
  return { ways, lost, going, error, setError, send }
}
