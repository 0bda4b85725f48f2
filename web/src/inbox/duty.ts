// The duty roster, and moments as a reader in a time zone writes them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'

export interface Turn {
  number: number
  officer: string
  from: string
  until: string
}

export interface Roster {
  unit: string
  turns: Turn[]
  on_duty: string[]
  gaps: { from: string; until: string }[]
  overlaps: { from: string; until: string }[]
  head: string | null
  flash_unseen_min: number
}

/** A flash message that was taken further, and nothing of the message. */
export interface Step {
  number: number
  step: number
  unit: string | null
  officer: string | null
  at: string
  /** Nobody has looked at the message yet. */
  open: boolean
  /** It is the last step that was taken for its message. */
  last: boolean
}

/** Of all units for administrators; else those that concern the officer. */
export const useSteps = () =>
  useQuery({
    queryKey: ['duty', 'steps'],
    queryFn: () => answer<Step[]>(client.GET('/api/v1/duty/steps')),
    refetchInterval: 60_000,
  })

export const useRoster = (unit: string) =>
  useQuery({
    queryKey: ['duty', unit],
    queryFn: () =>
      answer<Roster>(client.GET('/api/v1/duty', { params: { query: { unit } as never } })),
  })

export function useRosterDeed() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['duty'] }),
        queries.invalidateQueries({ queryKey: ['colleagues'] }),
      ]),
  })
}

export const addTurn = (body: { unit: string; officer: string; from: string; until: string }) =>
  answer(client.POST('/api/v1/duty', { body }))

export const removeTurn = (number: number) =>
  answer(client.DELETE('/api/v1/duty/{number}', { params: { path: { number } } }))

/** How far a zone's clocks are from UTC at a moment, in milliseconds. */
function offset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at))
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  )
  return shown - Math.floor(at / 1_000) * 1_000
}

/** The moment of a local time such as `2026-11-29T08:00` in a zone. A time that clocks leave out is
 *  the one after the change; of one that comes twice it is the first. */
export function momentIn(zone: string, local: string): string {
  const wall = Date.parse(`${local}Z`)
  const before = wall - offset(zone, wall - 86_400_000)
  const after = wall - offset(zone, wall + 86_400_000)
  const fits = (at: number) => at + offset(zone, at) === wall
  return new Date(fits(before) ? before : fits(after) ? after : before).toISOString()
}
