// Files of a draft while its page is open: chosen, kept on this device until the node has them,
// gone on with, forgotten.
import { type RefObject, useEffect, useRef, useState } from 'react'
import { Refusal } from '../node/client'
import { useSignedIn } from '../shell/me'
import { type Attaching, forget, isThere, key, look, patched } from './attaching'
import type { Change } from './draft'
import { foresee } from './foresee'
import { held, NoRoom } from './held'
import { newKey } from './kept'
import { usePictures } from './picture'
import { type Patch, useKeys, useWays, type Ways } from './way'

/** Copies on the device, so that neither a lost line nor a page that is read again costs a file. */
function useDevice(draft: string) {
  const { officer, files: limits } = useSignedIn()
  const [here, setHere] = useKeys()
  const [full, setFull] = useState<unknown>(null)
  return {
    here,
    full,
    setHere,
    keep: async (id: string, name: string, bytes: Blob) => {
      setFull(null)
      try {
        await held.keep({ officer, key: draft, id, name, changed: Date.now(), bytes }, limits)
        setHere(id, true)
      } catch (problem) {
        setFull(problem instanceof NoRoom ? problem : new NoRoom('the device keeps nothing'))
      }
    },
    drop: (file: Attaching) => {
      setHere(key(file), false)
      void held.remove(officer, draft, key(file)).catch(() => undefined)
    },
  }
}

/** `rests`: the draft waits to be sent as it is, and the outbox brings its files. */
export function useSending(draft: string, files: Attaching[], change: Change, rests: boolean) {
  const { officer, files: limits } = useSignedIn()
  const pictures = usePictures()
  const { here, full, keep, drop, setHere } = useDevice(draft)
  const alter = (alteration: (files: Attaching[]) => Attaching[]) => {
    change((now) => ({ attachments: alteration(now.attachments ?? []) }))
  }
  const patch: Patch = (id, part) => {
    alter((now) => patched(now, id, part))
  }
  const { ways, lost, going, error, setError, send } = useWays(patch, drop)
  const removed = useRef(new Set<string>())
  const start = async (file: File, before: number) => {
    const id = newKey()
    const entry: Attaching = { local: id, name: file.name, size: file.size, offset: 0, caption: '' }
    const over = file.size > limits.bytes_max || before >= limits.count_max
    alter((now) => [...now, over ? { ...entry, refused: 'limit' } : entry])
    if (over) return
    pictures.show(id, file)
    const [foreseen] = await Promise.all([foresee(file), keep(id, file.name, file)])
    if (removed.current.has(id)) return drop(entry)
    if (foreseen) patch(id, { foreseen })
    await send({ ...entry, ...(foreseen && { foreseen }) }, file)
  }
  const goOn = async (file: Attaching, bytes: Blob) => {
    pictures.show(key(file), bytes)
    await keep(key(file), file.name, bytes)
    await send(file, bytes)
  }
  const resume = (file: Attaching, bytes: Blob) => {
    setHere(key(file), true)
    pictures.show(key(file), bytes)
    if (!rests) void send(file, bytes)
  }
  useResumed({ officer, draft, files, ways, rests, resume, patch })
  return {
    error: error ?? full,
    lost,
    going,
    here,
    pictures: pictures.shown,
    patch,
    /** Whoever goes on with them does it from where they stand. */
    stop: () => {
      ways.current.forEach((way) => {
        way.abort()
      })
    },
    /** It waits on this device, and goes by itself when the line is back. */
    waits: (file: Attaching) => here.includes(key(file)) && (rests || lost.includes(key(file))),
    /** Begins new files, and goes on with those that were begun at another desk. */
    add: (chosen: File[]) => {
      setError(null)
      for (const [place, file] of chosen.entries()) {
        const begun = files.find((each) => isBegun(each, file) && !going.includes(key(each)))
        void (begun ? goOn(begun, file) : start(file, files.length + place))
      }
    },
    remove: (file: Attaching) => {
      const id = key(file)
      removed.current.add(id)
      alter((now) => now.filter((each) => key(each) !== id))
      ways.current.get(id)?.abort()
      drop(file)
      if (file.upload) void forget(file.upload).catch(() => undefined)
    },
  }
}

export type Sending = ReturnType<typeof useSending>

const isBegun = (begun: Attaching, { name, size }: File): boolean =>
  !isThere(begun) && !begun.refused && begun.name === name && begun.size === size

interface Resumed {
  officer: string
  draft: string
  files: Attaching[]
  ways: RefObject<Ways>
  rests: boolean
  resume: (file: Attaching, bytes: Blob) => void
  patch: Patch
}

/** After the page was read again: what is here goes on, of the rest the node says how far it is. */
function useResumed({ officer, draft, files, ways, rests, resume, patch }: Resumed) {
  useEffect(() => {
    const begun = ways.current
    const find = async () => {
      const rows = await held.ofDraft(officer, draft).catch(() => [])
      for (const file of files) {
        const row = rows.find(({ id }) => id === key(file))
        if (isThere(file) || file.refused) continue
        if (row) resume(file, row.bytes)
        else if (file.upload && !rests) void standing(file, patch)
      }
    }
    void find()
    return () => {
      begun.forEach((way) => {
        way.abort()
      })
      begun.clear()
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- on opening, and when it changes
  }, [rests])
}

/** Only looking changes no draft: another desk may be writing it. */
async function standing(file: Attaching, patch: Patch): Promise<void> {
  try {
    const { offset, ready } = await look(file.upload ?? '')
    if (ready || offset !== file.offset) patch(key(file), { offset, ...(ready && { ready }) })
  } catch (problem) {
    const ended = problem instanceof Refusal && problem.problem.status === 404
    if (ended) patch(key(file), { refused: 'ended' })
  }
}
