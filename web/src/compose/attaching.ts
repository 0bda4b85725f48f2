// A file that is to go beside a record: sent piece by piece, and what the node found it to be.
import client, { answer, Refusal } from '../node/client'
import type { Attachment } from '../node/shape'

/** What the node found a file to be. */
export interface Judged {
  media_type: string
  shared_size: number
  cut: string[]
  holds: string[]
  needs_reason: boolean
  picture: boolean
}

export interface Standing {
  id: string
  name: string
  size: number
  offset: number
  ready?: Judged
}

/** A file of a draft, on its way or there, or one of the revision before; not its bytes. */
export interface Attaching {
  /** What it is called on the device where it was chosen. */
  local?: string
  upload?: string
  stays?: string
  name: string
  size: number
  offset: number
  caption: string
  /** What this device sees that the node will cut out of it; absent where it cannot see. */
  foreseen?: string[]
  /** Why it is shared with all it says; absent where it is cut. */
  reason?: string
  ready?: Judged
  /** The node took it not: a code of its reason. */
  refused?: string
}

export const key = ({ local, upload, stays }: Attaching): string => local ?? upload ?? stays ?? ''

export const patched = (files: Attaching[], id: string, part: Partial<Attaching>): Attaching[] =>
  files.map((file) => (key(file) === id ? { ...file, ...part } : file))

/** Nothing more of it has to go to the node. */
export const isThere = ({ stays, ready }: Attaching): boolean =>
  stays !== undefined || ready !== undefined

/** One of the revision before. */
export const staying = (file: Attachment): Attaching => ({
  stays: file.address,
  name: file.name,
  size: file.size,
  offset: file.size,
  caption: file.caption ?? '',
})

/** What a draft says of it to the node. */
export function named({ upload, stays, caption, reason }: Attaching): Record<string, unknown> {
  return {
    ...(upload && { upload }),
    ...(stays && { stays }),
    ...(caption.trim() && { caption: caption.trim() }),
    ...(upload && reason?.trim() && { keep_metadata: reason.trim() }),
  }
}

const hasReason = ({ ready, reason }: Attaching): boolean =>
  reason !== undefined || ready?.needs_reason ? !!reason?.trim() : true

/**
 * Whether the record may be read before sending: every file is with the node, or waits here for the
 * line, and has the reason it needs.
 */
export const isReady = (files: Attaching[] = [], waits: (file: Attaching) => boolean): boolean =>
  files.every((file) => !file.refused && (isThere(file) || waits(file)) && hasReason(file))

/** Bytes of one request: a lost line loses no more than that. */
const PIECE = 1024 * 1024

const begin = (file: Attaching, type: string): Promise<Standing> =>
  answer<Standing>(
    client.POST('/api/v1/uploads', {
      body: { name: file.name, size: file.size, media_type: type },
    }),
  )

export const look = (id: string): Promise<Standing> =>
  answer<Standing>(client.GET('/api/v1/uploads/{id}', { params: { path: { id } } }))

export const forget = (id: string): Promise<unknown> =>
  answer(client.DELETE('/api/v1/uploads/{id}', { params: { path: { id } } }))

const send = (id: string, offset: number, piece: Blob): Promise<Standing> =>
  answer<Standing>(
    client.PATCH('/api/v1/uploads/{id}', {
      params: { path: { id }, header: { 'upload-offset': offset } },
      body: piece as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )

/** How much of it came is known to the node alone; what it has forgotten is begun anew. */
async function stand(file: Attaching, type: string): Promise<Standing> {
  if (file.upload === undefined) return begin(file, type)
  try {
    return await look(file.upload)
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.status !== 404) throw error
    return begin(file, type)
  }
}

/** What is told of a file on its way. */
export type Progress = Pick<Attaching, 'upload' | 'offset' | 'ready'>

/**
 * Brings a file to the node from where it stands until the node has judged it; a lost line and a
 * refusal are errors. One page at a time brings a file.
 */
export function bring(
  file: Attaching,
  bytes: Blob,
  tell: (progress: Progress) => void | Promise<void>,
  stop: AbortSignal,
): Promise<void> {
  return alone(`amana-file-${key(file)}`, stop, async () => {
    let standing = await stand(file, bytes.type)
    for (;;) {
      const { id, offset, ready } = standing
      await tell({ upload: id, offset, ready })
      if (ready || stop.aborted) return
      standing = await send(id, offset, bytes.slice(offset, offset + PIECE))
    }
  })
}

async function alone(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request(name, { signal }, work)
}

/** Why the node does not take a file: a code, in words `unfit-…`; none where it may pass. */
export function refusedBy(error: unknown): string | undefined {
  if (!(error instanceof Refusal)) return undefined
  const { type, rule } = error.problem
  return type.endsWith(':limit') ? 'limit' : rule
}
