// The questions and deeds of administration. Each change asks anew for what it may have changed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import type { Named } from '../node/shape'
import { useReader } from '../words/Words'

export interface Key {
  kind: string
  fingerprint: string
  since: string | null
  revoked: boolean
}

export interface Lane {
  lane: string
  waiting: number
  oldest: string | null
  failures: number
  again: string | null
  credit: number | null
  compared: string | null
  compared_records: number
  /** Numbers under which the two ends have something else. */
  differing: number
}

export interface Member extends Named {
  code: string
  status: string
  active: boolean
  own: boolean
  address: string | null
  asked: string | null
  relays: string[]
  carried: number
  held: number
  held_bytes: number
  unread: number
  units: string[]
  seen: string | null
  log_size: number | null
  version: string | null
  clock_ms: number | null
  keys: Key[]
  lanes: Lane[]
}

export interface OwnKeys {
  keys: Key[]
  certificate_pin: string
  certificate_listed: boolean
  certificate_from: string | null
  certificate_until: string | null
  sealing_keys_held: number
  sealing_month: string | null
  directory_sequence: number
  directory_created: string
}

export interface Witness {
  node: string
  region: string
  size: number | null
  at: string | null
  failures: number
  again: string | null
  why: string | null
}

export interface LogState {
  origin: string
  size: number
  root: string
  signed_size: number | null
  signed_root: string | null
  checkpoint: string | null
  seen_by: { node: string; size: number }[]
  witnesses: {
    possible: boolean
    quorum: number
    witnessed_size: number | null
    witnessed_at: string | null
    key_listed: boolean
    rows: Witness[]
  }
  cosigns: { node: string; size: number | null; at: string | null }[]
  members: { node: string; taken: number | null; witnessed: number; standing: string }[]
  conflicts: { owner: string; what: string; at: string }[]
}

export interface RoleRow {
  role: string
  acts: string[]
  purposes: string[]
  levels: string[]
}

export interface Unit {
  code: string
  name: string
  active: boolean
  officers: number
}

export interface Limit {
  name: string
  value: number
  default: number
  least: number
  most: number
  looser_up: boolean
  at_start: boolean
  retention: boolean
  set: boolean
}

export interface Term {
  kind: string
  level: string
  days: number | null
}

export interface Retention {
  years_max: number
  days_max: number
  terms: Term[]
}

export interface DiskUse {
  purpose: string
  bytes: number
}

export interface DiskState {
  database: number
  parts: DiskUse[]
  files: DiskUse[]
  total: number
  free: number
  bytes_a_day: number | null
  days_left: number | null
}

const useAsked = <T>(name: string, question: () => Promise<T>, everyMs: number | false = false) =>
  useQuery({ queryKey: ['administration', name], queryFn: question, refetchInterval: everyMs })

export const useMembers = () =>
  useAsked('members', () => answer<Member[]>(client.GET('/api/v1/administration/members')), 10_000)
/** What waits for a fresh directory, in sentences; nothing where all goes. */
export function useFrozen() {
  const { language } = useReader().setting
  return useQuery({
    queryKey: ['administration', 'frozen', language],
    queryFn: () =>
      answer<{ frozen: { text: string[] } | null }>(
        client.GET('/api/v1/node', { params: { query: { language } } }),
      ),
    refetchInterval: 60_000,
  })
}
export const useKeys = () =>
  useAsked('keys', () => answer<OwnKeys>(client.GET('/api/v1/administration/keys')))
export const useLog = () =>
  useAsked('log', () => answer<LogState>(client.GET('/api/v1/administration/log')), 30_000)
export const useRoles = () =>
  useAsked('roles', () => answer<RoleRow[]>(client.GET('/api/v1/administration/roles')))
export const useUnits = () =>
  useAsked('units', () => answer<Unit[]>(client.GET('/api/v1/administration/units')))
export const useLimits = () =>
  useAsked('limits', () => answer<Limit[]>(client.GET('/api/v1/administration/limits')))
export const useRetention = () =>
  useAsked('retention', () => answer<Retention>(client.GET('/api/v1/administration/retention')))
export const useDisk = () =>
  useAsked('disk', () => answer<DiskState>(client.GET('/api/v1/administration/disk')), 60_000)

/** A change of administration; then everything of it is asked for anew. */
export function useChange() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: () => Promise<unknown>) => change(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['administration'] }),
  })
}

const of = (code: string) => ({ params: { path: { code } } })

export const tryNow = (code: string) =>
  answer(client.POST('/api/v1/administration/members/{code}/tries', of(code)))

export const createUnit = (code: string, name: string) =>
  answer(client.POST('/api/v1/administration/units', { body: { code, name } }))

export const changeUnit = (code: string, body: { name?: string; active?: boolean }) =>
  answer(client.PATCH('/api/v1/administration/units/{code}', { ...of(code), body }))

export const setLimit = (name: string, value: number) =>
  answer(
    client.PUT('/api/v1/administration/limits/{name}', {
      params: { path: { name } },
      body: { value },
    }),
  )

export const setRetention = (body: Term) =>
  answer(client.PUT('/api/v1/administration/retention', { body }))

export interface LogVerified {
  leaves: number
  stands: boolean
  root: string
  signed_root: string
}

export const verifyLog = (signal: AbortSignal) =>
  answer<LogVerified>(client.POST('/api/v1/administration/log/verification', { signal }))
