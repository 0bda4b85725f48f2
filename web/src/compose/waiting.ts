// Sends what waits whenever there may be a line again, on whatever page the officer is.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { prune } from '../device/store'
import { useSignedIn } from '../shell/me'
import { onDevice, type OnDevice, waits } from './kept'

const AGAIN_MS = 15_000

/** What is to be sent, and what was refused since. */
export function useOutbox(): { rows: OnDevice[] } {
  const { officer } = useSignedIn()
  const found = useQuery({
    queryKey: ['outbox', officer],
    queryFn: async () => {
      const rows = await onDevice.list(officer).catch(() => [])
      return rows.filter((row) => row.outgoing !== undefined)
    },
    networkMode: 'always',
  })
  return { rows: found.data ?? [] }
}

/** One tab sends at a time; a second one would be answered the same, but asks in vain. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request('amana-outbox', { ifAvailable: true }, (lock) =>
    lock ? work() : undefined,
  )
}

export function useSendWaiting(up: boolean): void {
  const { officer, away } = useSignedIn()
  const queries = useQueryClient()
  const { rows } = useOutbox()
  const some = rows.some(waits)
  useEffect(() => {
    void prune(Date.now()).catch(() => undefined)
  }, [])
  useEffect(() => {
    if (!some || away) return
    const send = async () => {
      await alone(async () => {
        // Fetched where something waits: most pages have nothing to send.
        const { sendWaiting } = await import('./outgoing')
        const names = await sendWaiting(officer, () => {
          void queries.invalidateQueries({ queryKey: ['outbox'] })
        })
        const kinds = names.length > 0 ? ['outbox', 'titles', 'drafts', 'search'] : ['outbox']
        await Promise.all(kinds.map((kind) => queries.invalidateQueries({ queryKey: [kind] })))
      })
    }
    const now = () => void send()
    now()
    const again = setInterval(now, AGAIN_MS)
    window.addEventListener('online', now)
    return () => {
      clearInterval(again)
      window.removeEventListener('online', now)
    }
  }, [some, away, up, officer, queries])
}
