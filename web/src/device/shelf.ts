// Answers that a form needs without a line: the shape of kinds, code lists, who is signed in.
import { LostLine } from '../node/client'
import { get, put } from './store'

interface Shelved<T> {
  name: string
  value: T
}

/** Asks the node; where it does not answer, what it last answered. Never used for records. */
export async function shelved<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    const value = await ask()
    // A device that keeps nothing is no reason to fail.
    void put('shelf', { name, value }).catch(() => undefined)
    return value
  } catch (error) {
    if (!(error instanceof LostLine)) throw error
    const kept = await get<Shelved<T>>('shelf', name).catch(() => undefined)
    if (!kept) throw error
    return kept.value
  }
}
