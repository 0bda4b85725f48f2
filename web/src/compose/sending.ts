// Files of a draft on their way to the node: chosen, sent, gone on with, forgotten.
import { type RefObject, useEffect, useRef, useState } from 'react'
import { Refusal } from '../node/client'
import { type Attaching, begin, forget, grow, look, type Standing } from './attaching'
import type { Change } from './draft'

/** How sending a file goes on, by its upload. */
type Ways = Map<string, AbortController>

const patched = (files: Attaching[], id: string, part: Partial<Attaching>): Attaching[] =>
  files.map((file) => (file.upload === id ? { ...file, ...part } : file))

/** Sends files until each is judged; says which wait for the line. */
function useWays(patch: (id: string, part: Partial<Attaching>) => void) {
  const ways = useRef<Ways>(new Map())
  const [lost, setLost] = useState<string[]>([])
  /** Of these the page has the bytes. */
  const [sent, setSent] = useState<Record<string, true>>({})
  const [error, setError] = useState<unknown>(null)
  const send = async (id: string, file: File, from: number) => {
    const way = new AbortController()
    ways.current.set(id, way)
    setSent((now) => ({ ...now, [id]: true }))
    const tell = (standing: Standing | null) => {
      setLost((now) => (standing ? now.filter((each) => each !== id) : [...now, id]))
      if (standing) patch(id, { offset: standing.offset, ready: standing.ready })
    }
    try {
      await grow(id, file, from, tell, way.signal)
    } catch (problem) {
      const rule = problem instanceof Refusal ? problem.problem.rule : undefined
      if (rule) patch(id, { refused: rule })
      else setError(problem)
    } finally {
      ways.current.delete(id)
    }
  }
  return { ways, lost, sent, error, setError, send }
}

export function useSending(files: Attaching[], change: Change) {
  const [pictures, setPictures] = useState<Record<string, string>>({})
  const alter = (alteration: (files: Attaching[]) => Attaching[]) => {
    change((now) => ({ attachments: alteration(now.attachments ?? []) }))
  }
  const patch = (id: string, part: Partial<Attaching>) => {
    alter((now) => patched(now, id, part))
  }
  const { ways, lost, sent, error, setError, send } = useWays(patch)
  const show = (id: string, file: File) => {
    if (!file.type.startsWith('image/')) return
    setPictures((now) => ({ ...now, [id]: URL.createObjectURL(file) }))
  }
  const start = async (file: File) => {
    setError(null)
    try {
      const { id, name, size } = await begin(file)
      alter((now) => [...now, { upload: id, name, size, offset: 0, caption: '' }])
      show(id, file)
      await send(id, file, 0)
    } catch (problem) {
      setError(problem)
    }
  }
  useResumed(files, ways, patch, alter)
  return {
    error,
    lost,
    pictures,
    patch,
    sent,
    /** Begins new files, and goes on with those that were begun before the page was read again. */
    add: (chosen: File[]) => {
      for (const file of chosen) {
        const begun = files.find((each) => isBegun(each, file))
        if (begun?.upload && !ways.current.has(begun.upload)) {
          show(begun.upload, file)
          void send(begun.upload, file, begun.offset)
        } else {
          void start(file)
        }
      }
    },
    remove: (file: Attaching) => {
      const id = file.upload
      alter((now) => now.filter((each) => each.upload !== id || each.stays !== file.stays))
      if (!id) return
      ways.current.get(id)?.abort()
      void forget(id).catch(() => undefined)
    },
  }
}

const isBegun = ({ upload, ready, refused, name, size }: Attaching, file: File): boolean =>
  upload !== undefined && !ready && !refused && name === file.name && size === file.size

/** After the page was read again the node says how far each file is; leaving it stops sending. */
function useResumed(
  files: Attaching[],
  ways: RefObject<Ways>,
  patch: (id: string, part: Partial<Attaching>) => void,
  alter: (alteration: (files: Attaching[]) => Attaching[]) => void,
) {
  useEffect(() => {
    const begun = ways.current
    for (const { upload, ready, refused } of files) {
      if (!upload || ready || refused) continue
      look(upload)
        .then(({ offset, ready }) => {
          patch(upload, { offset, ready })
        })
        .catch((problem: unknown) => {
          if (problem instanceof Refusal && problem.problem.status === 404) {
            alter((now) => now.filter((file) => file.upload !== upload))
          }
        })
    }
    return () => {
      begun.forEach((way) => {
        way.abort()
      })
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the page opens
  }, [])
}
