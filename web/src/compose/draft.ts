// A draft as it is written, and what the node takes of it.
import type { Evaluation, Handling, Json, Link, View } from '../node/shape'
import { type Attaching, named, staying } from './attaching'
import { get, pruned } from './schema'

export interface Draft {
  kind: string
  body: Json
  level: string
  codes: string[]
  source: string
  information: string
  nature: string
  recipients: string[]
  purposes: string[]
  lane: string
  expiry: string
  /** The case that it was begun for, in the officer's words: kept here and in the audit only. */
  case?: string
  /** Files to go beside it. */
  attachments?: Attaching[]
  /** What a new revision takes over unseen. */
  kept?: Kept
}

/** What changes, or how it follows from what is there when it is due. */
export type Change = (part: Partial<Draft> | ((now: Draft) => Partial<Draft>)) => void

interface Kept {
  revises: string
  handling: Handling
  evaluation: Evaluation | null
  expiry: string
  review: string
  links: Link[]
  derived_from: string[]
  /** What the record is called, and which of its revisions this goes on from. */
  title?: string
  revision?: number
}

export const blank = (kind: string, purpose: string): Draft => ({
  kind,
  body: {},
  level: 'restricted',
  codes: [],
  source: 'B',
  information: '2',
  nature: 'fact',
  recipients: [],
  purposes: [purpose],
  lane: 'routine',
  expiry: '',
})

/** A blank form; what was seized was mostly seized today, drugs, and in the officer's country. */
export function begun(kind: string, purpose: string, today: string, node: string): Draft {
  const draft = blank(kind, purpose)
  if (kind !== 'seizure') return draft
  const place = { precision: 'exact', ...(/^[A-Z]{2}$/.test(node) && { country: node }) }
  const statement = { date: today, date_precision: 'exact', place, offence: 'drug-trafficking' }
  return { ...draft, body: { statement } }
}

/** The draft of a new revision: what the record says now, for whoever has it. */
export function revisionOf({ header, body, ...view }: View, recipients: string[]): Draft {
  const { handling, evaluation, expiry, review } = header
  return {
    ...blank(header.kind, ''),
    body,
    level: handling.level,
    codes: handling.codes ?? [],
    ...(evaluation && {
      source: evaluation.source,
      information: evaluation.information,
      nature: evaluation.nature,
    }),
    recipients,
    purposes: header.purposes,
    expiry,
    ...(view.attachments && { attachments: view.attachments.map(staying) }),
    kept: {
      revises: header.id,
      handling,
      evaluation,
      expiry,
      review,
      links: view.links,
      derived_from: view.derived_from,
      title: view.title,
      revision: header.revision,
    },
  }
}

/** What a draft is called in a list: the words under which its reader will find it. */
export function titleOf({ body }: Draft): string {
  const said = NAMES.map((path) => get(body, path)).find((each) => typeof each === 'string')
  return typeof said === 'string' ? said.slice(0, TITLE_CHARS) : ''
}

const TITLE_CHARS = 120
const NAMES = [
  ['statement', 'subject'],
  ['statement', 'title'],
  ['statement', 'name'],
  ['statement', 'number'],
  ['statement', 'place', 'name'],
]

/** What the node takes: without what was left empty. */
export function toNode(draft: Draft, unit: string, asserts: boolean): Record<string, unknown> {
  const { kind, level, codes, recipients, purposes, lane, kept } = draft
  return {
    kind,
    unit,
    handling: { ...kept?.handling, level, codes },
    purposes,
    ...(asserts && { evaluation: evaluated(draft) }),
    recipients,
    lane,
    ...until(draft),
    ...(kept && {
      revises: kept.revises,
      links: kept.links,
      derived_from: kept.derived_from,
    }),
    ...(draft.attachments && { attachments: draft.attachments.map(named) }),
    body: pruned(draft.body) ?? {},
  }
}

/** A grade that nobody changed keeps the scheme it was first given in. */
function evaluated({ source, information, nature, kept }: Draft): unknown {
  const before = kept?.evaluation
  const same =
    before?.source === source && before.information === information && before.nature === nature
  return same ? before : { source, information, nature }
}

function until({ expiry, kept }: Draft): { expiry?: string; review?: string } {
  if (!expiry) return {}
  return { expiry, review: kept?.expiry === expiry ? kept.review : expiry }
}
