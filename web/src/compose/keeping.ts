// The draft of a page: kept while it is written, sent once, thrown away when it is told to.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Problem } from '../node/shape'
import { useSignedIn } from '../shell/me'
import type { Change, Draft } from './draft'
import { atNode, type Found, onDevice } from './kept'
import { Keeper, type Standing } from './keeper'

export interface Writing {
  draft: Draft
  standing: Standing | 'blank' | 'rests'
  /** It waits to be sent as it is; changed, it is a draft again. */
  rests: boolean
  /** Why it was not taken when it was sent. */
  problem: Problem | null
  /** What another desk wrote, until one chooses. */
  theirs: Found['theirs']
  change: Change
  takeTheirs: () => void
  keepOurs: () => void
  discard: () => Promise<void>
  /** Stops keeping and answers what is to be sent from where. */
  close: () => { officer: string; key: string; base: number; changed: number; draft: Draft }
  /** Goes on keeping after a sending that was refused. */
  reopen: () => void
}

export function useWriting(key: string, found: Found, start: Draft): Writing {
  const { officer } = useSignedIn()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(start)
  const [theirs, setTheirs] = useState(found.theirs)
  const [rests, setRests] = useState(found.rests)
  const [standing, setStanding] = useState(() => standingOf(found))
  const [keeper] = useState(() => new Keeper(officer, key, found.base, setStanding))
  const latest = useRef(draft)
  useEffect(() => {
    if (standing !== 'elsewhere') return
    void atNode.show(key).then(({ written, version }) => {
      if (written) setTheirs({ draft: written.content, version })
    })
  }, [standing, key])
  useKeeping(keeper, found, start)
  const set = (next: Draft) => {
    latest.current = next
    setDraft(next)
  }
  const forget = () => {
    queries.removeQueries({ queryKey: ['draft', officer, key] })
    void queries.invalidateQueries({ queryKey: ['drafts'] })
  }
  return {
    draft,
    standing,
    rests,
    problem: found.problem,
    theirs,
    change: (part) => {
      setRests(false)
      const { current } = latest
      const next = { ...current, ...(typeof part === 'function' ? part(current) : part) }
      set(next)
      // While two places differ, what is typed stays here.
      if (!theirs) keeper.change(next)
    },
    takeTheirs: () => {
      if (!theirs) return
      set(theirs.draft)
      setTheirs(null)
      void onDevice.removeAll(officer, key)
      keeper.take(theirs.version)
      setStanding('node')
    },
    keepOurs: () => {
      if (!theirs) return
      setTheirs(null)
      keeper.over(theirs.version, latest.current)
    },
    discard: async () => {
      keeper.stop()
      await onDevice.removeAll(officer, key)
      if (keeper.base > 0) await atNode.discard(key)
      forget()
    },
    close: () => {
      keeper.stop()
      forget()
      return { officer, key, base: keeper.base, changed: Date.now(), draft: latest.current }
    },
    reopen: () => {
      keeper.over(keeper.base, latest.current)
    },
  }
}

function standingOf({ draft, here, rests }: Found): Writing['standing'] {
  if (rests) return 'rests'
  return here ? 'here' : draft ? 'node' : 'blank'
}

/** What was typed is tried again when the line is back, and once more when the page goes. */
function useKeeping(keeper: Keeper, found: Found, start: Draft): void {
  useEffect(() => {
    // What was written without a line goes to the node when its page is opened again.
    const kept = found.rests || found.problem !== null
    if (found.here && !kept && !found.theirs) keeper.change(start)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the page opens
  }, [])
  useEffect(() => {
    const again = () => void keeper.save()
    const leave = () => {
      keeper.leave()
    }
    window.addEventListener('online', again)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('online', again)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [keeper])
}
