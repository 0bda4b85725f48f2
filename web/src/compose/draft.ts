// A draft as it is written: kept in this tab until it is sent or thrown away.
import { useEffect, useState } from 'react'
import type { Evaluation, Handling, Json, Link, View } from '../node/shape'
import { pruned } from './schema'

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
  /** What a new revision takes over unseen. */
  kept?: Kept
}

interface Kept {
  revises: string
  handling: Handling
  evaluation: Evaluation | null
  expiry: string
  review: string
  links: Link[]
  derived_from: string[]
}

/** Drafts are under the officer's own code: a colleague at the same desk does not meet them. */
const place = (officer: string, what: string) => `amana-draft-${officer}-${what}`

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
    kept: {
      revises: header.id,
      handling,
      evaluation,
      expiry,
      review,
      links: view.links,
      derived_from: view.derived_from,
    },
  }
}

/** A draft, kept while it is written: one for each kind, and for each record that is revised. */
export function useDraft(officer: string, start: Draft) {
  const key = place(officer, start.kept?.revises ?? start.kind)
  const [draft, setDraft] = useState<Draft>(() => kept(key) ?? start)
  useEffect(() => {
    sessionStorage.setItem(key, JSON.stringify(draft))
  }, [key, draft])
  return {
    draft,
    change: (part: Partial<Draft>) => {
      setDraft((now) => ({ ...now, ...part }))
    },
    discard: () => {
      setDraft(start)
      sessionStorage.removeItem(key)
    },
  }
}

function kept(key: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

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
