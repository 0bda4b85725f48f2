// Files whose bytes are on this device until the node has them: bounded, under their officer.
import { all, get, put, remove } from '../device/store'
import type { FileLimits } from '../node/shape'

export interface Held {
  officer: string
  /** The draft's. */
  key: string
  id: string
  name: string
  changed: number
  bytes: Blob
}

/** The device has no room for another file, or is to keep no more of them. */
export class NoRoom extends Error {}

const ofOfficer = async (officer: string) =>
  (await all<Held>('file')).filter((row) => row.officer === officer)

/** Whether one more file of so many bytes may wait beside those that do. */
export function hasRoom(waiting: number[], bytes: number, limits: FileLimits): boolean {
  const sum = waiting.reduce((before, each) => before + each, bytes)
  return waiting.length < limits.device_count_max && sum <= limits.device_bytes_max
}

export const held = {
  /** Which drafts have files here. */
  drafts: async (officer: string) => (await ofOfficer(officer)).map((row) => row.key),
  ofDraft: async (officer: string, key: string) =>
    (await ofOfficer(officer)).filter((row) => row.key === key),
  show: (officer: string, key: string, id: string) => get<Held>('file', [officer, key, id]),
  keep: async (row: Held, limits: FileLimits) => {
    const sizes = (await ofOfficer(row.officer)).map((each) => each.bytes.size)
    if (!hasRoom(sizes, row.bytes.size, limits)) throw new NoRoom('the device keeps no more files')
    await put('file', row)
  },
  remove: (officer: string, key: string, id: string) => remove('file', [officer, key, id]),
  removeAll: async (officer: string, key: string) => {
    const rows = await held.ofDraft(officer, key)
    await Promise.all(rows.map(({ id }) => held.remove(officer, key, id)))
  },
}
