// Devices and their copies: looked at, enrolled, made, ended, revoked.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { fetchFile } from '../node/file'
import type { components } from '../node/interface'
import { state } from '../node/purpose'
import { useMay, useSignedIn } from '../shell/me'

type Schemas = components['schemas']
export type Device = Schemas['DeviceStanding']
export type Copy = Schemas['CopyStanding']
export type Chosen = Schemas['CopyChosen']
export type Enrolment = Schemas['DeviceEnrolment']
export type Enrolled = Schemas['DeviceEnrolled']

/** An administrator, or whoever takes records out. */
export function useKeepsDevices(): boolean {
  const { scopes } = useSignedIn()
  const administers = useMay('administer')
  const exports = useMay('export')
  return administers || (exports && scopes.includes('write'))
}

export const useDevices = () =>
  useQuery({
    queryKey: ['devices'],
    queryFn: () => answer<Device[]>(client.GET('/api/v1/devices')),
    // Each look is written into the audit.
    staleTime: 60_000,
  })

/** Changes to devices; then they are asked for anew. */
export function useDeviceDeed<T>() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (deed: () => Promise<T>) => deed(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  })
}

export const enrolDevice = (body: Enrolment) =>
  answer<Enrolled>(client.POST('/api/v1/devices', { body }))

export const revokeDevice = (name: string) =>
  answer(client.DELETE('/api/v1/devices/{name}', { params: { path: { name } } }))

export const endCopy = (name: string) =>
  answer(client.DELETE('/api/v1/devices/{name}/copy', { params: { path: { name } } }))

/** Makes a copy and fetches it; `came` is told how much of it is here, in percent. */
export async function makeCopy(
  name: string,
  chosen: Chosen,
  came: (percent: number) => void,
): Promise<Blob> {
  const headers = new Headers({ 'Content-Type': 'application/json' })
  state(headers)
  const path = `/api/v1/devices/${encodeURIComponent(name)}/copy`
  const body = JSON.stringify(chosen)
  return fetchFile(
    path,
    { method: 'POST', body, headers },
    'application/octet-stream',
    (bytes, whole) => {
      if (whole > 0) came(Math.round((100 * bytes) / whole))
    },
  )
}

/** A credential as the bytes of its file. */
export function credentialFile(digits: string): Blob {
  const pairs = digits.match(/../g) ?? []
  return new Blob([Uint8Array.from(pairs, (pair) => parseInt(pair, 16))])
}
