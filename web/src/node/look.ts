// Looking again at what is under way: a bounded number of times, since each look is audited.
import type { Recipient } from './shape'

export const LOOK_AGAIN_MS = 2_000
/** Looks in a row that brought nothing new, before a person has to ask. */
export const LOOKS_MAX = 15

export interface Look {
  rows: Recipient[]
  /** How many looks in a row brought nothing new. */
  vain: number
  /** Whether the page looks again by itself. */
  goesOn: boolean
}

const UNDER_WAY = ['queued', 'sent', 'acknowledged']
const ENDED = ['hidden', 'erased', 'held', 'rejected', 'void']

const said = (rows: Recipient[]): string =>
  rows.map(({ node, state }) => `${node} ${state}`).join('\n')

/** What a look found, beside the one before it. What was taken back is under way until gone. */
export function look(before: Look | undefined, rows: Recipient[], takenBack = false): Look {
  const isUnderWay = ({ state }: Recipient) =>
    takenBack ? !ENDED.includes(state) : UNDER_WAY.includes(state)
  const vain = before && said(before.rows) === said(rows) ? before.vain + 1 : 0
  return { rows, vain, goesOn: rows.some(isUnderWay) && vain < LOOKS_MAX }
}
