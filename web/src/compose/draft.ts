// A draft as it is written: kept in this tab until it is sent or thrown away.
import { useEffect, useState } from 'react'
import type { Json } from '../node/shape'
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
}

const KEY = 'amana-draft'

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

/** The draft of a kind, kept while it is written. */
export function useDraft(kind: string, purpose: string) {
  const [draft, setDraft] = useState<Draft>(() => kept(kind) ?? blank(kind, purpose))
  useEffect(() => {
    sessionStorage.setItem(`${KEY}-${kind}`, JSON.stringify(draft))
  }, [kind, draft])
  return {
    draft,
    change: (part: Partial<Draft>) => {
      setDraft((now) => ({ ...now, ...part }))
    },
    discard: () => {
      setDraft(blank(kind, purpose))
      sessionStorage.removeItem(`${KEY}-${kind}`)
    },
  }
}

function kept(kind: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(`${KEY}-${kind}`) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

/** What the node takes: without what was left empty. */
export function toNode(draft: Draft, unit: string, asserts: boolean): Record<string, unknown> {
  const { kind, level, codes, source, information, nature, recipients, purposes, lane } = draft
  return {
    kind,
    unit,
    handling: { level, codes },
    purposes,
    ...(asserts && { evaluation: { source, information, nature } }),
    recipients,
    lane,
    ...(draft.expiry && { expiry: draft.expiry, review: draft.expiry }),
    body: pruned(draft.body) ?? {},
  }
}
