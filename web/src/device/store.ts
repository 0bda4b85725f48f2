// What this device keeps while there is no line, in the browser's own database.
const NAME = 'amana'
const VERSION = 1
/** The node destroys drafts that nobody goes on with after as long. */
const KEPT_MS = 30 * 86_400_000

/**
 * `draft`: what officers write, each under his code; `file`: what goes beside it. `shelf`: what a
 * form needs, nobody's words.
 */
export type Room = 'draft' | 'file' | 'shelf'

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => {
      done(request.result)
    }
    request.onerror = () => {
      failed(request.error ?? new Error('the device keeps nothing'))
    }
  })
}

let opened: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((done, failed) => {
    const request = indexedDB.open(NAME, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('draft', { keyPath: ['officer', 'key'] })
      request.result.createObjectStore('file', { keyPath: ['officer', 'key', 'id'] })
      request.result.createObjectStore('shelf', { keyPath: 'name' })
    }
    request.onsuccess = () => {
      const found = request.result
      // Another tab that clears everything is not held up.
      found.onversionchange = () => {
        found.close()
        opened = null
      }
      done(found)
    }
    request.onerror = () => {
      opened = null
      failed(request.error ?? new Error('the device keeps nothing'))
    }
  })
  return opened
}

async function room(name: Room, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const found = await open()
  return found.transaction(name, mode).objectStore(name)
}

export const put = async (name: Room, value: unknown): Promise<void> => {
  await settled((await room(name, 'readwrite')).put(value))
}

export const get = async <T>(name: Room, key: IDBValidKey): Promise<T | undefined> =>
  (await settled((await room(name, 'readonly')).get(key))) as T | undefined

export const all = async <T>(name: Room): Promise<T[]> =>
  (await settled((await room(name, 'readonly')).getAll())) as T[]

/** Changes one value in one step: nobody writes between the look and the change. */
export async function alter<T>(
  name: Room,
  key: IDBValidKey,
  change: (found: T | undefined) => T | undefined,
): Promise<T | undefined> {
  const place = await room(name, 'readwrite')
  const changed = change((await settled(place.get(key))) as T | undefined)
  if (changed !== undefined) await settled(place.put(changed))
  return changed
}

export const remove = async (name: Room, key: IDBValidKey): Promise<void> => {
  await settled((await room(name, 'readwrite')).delete(key))
}

const empty = async (name: Room): Promise<void> => {
  await settled((await room(name, 'readwrite')).clear())
}

interface Owned {
  officer: string
  key: string
  changed: number
  id?: string
}

/** Drafts and what goes beside them, of whom or of which it is so. */
async function destroy(wanted: (row: Owned) => boolean): Promise<void> {
  for (const name of ['draft', 'file'] as const) {
    const gone = (await all<Owned>(name)).filter(wanted)
    const keyOf = ({ officer, key, id }: Owned) => [officer, key, ...(id ? [id] : [])]
    await Promise.all(gone.map((row) => remove(name, keyOf(row))))
  }
}

/** An officer signs out: what was his is gone, and what a form needs is for whoever comes next. */
export async function leave(officer: string): Promise<void> {
  await destroy((row) => row.officer === officer)
  await empty('shelf')
}

/** What nobody has touched for long is destroyed, whoever wrote it. */
export const prune = (now: number): Promise<void> => destroy((row) => now - row.changed > KEPT_MS)
