// A file that is to go beside a record: sent piece by piece, and what the node found it to be.
import client, { answer, LostLine } from '../node/client'
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

/** A file of a draft: an upload, or one of the revision before. The draft has not its bytes. */
export interface Attaching {
  upload?: string
  stays?: string
  name: string
  size: number
  offset: number
  caption: string
  /** Why it is shared with all it says; absent where it is cut. */
  reason?: string
  ready?: Judged
  /** The node took it not: a code of its reason. */
  refused?: string
}

export const key = ({ upload, stays }: Attaching): string => upload ?? stays ?? ''

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

/** Whether every file is with the node, and has the reason it needs. */
export const isReady = (files: Attaching[] = []): boolean =>
  files.every(
    ({ stays, ready, reason }) =>
      stays !== undefined ||
      (ready !== undefined &&
        (reason !== undefined || ready.needs_reason ? !!reason?.trim() : true)),
  )

/** Bytes of one request: a lost line loses no more than that. */
const PIECE = 1024 * 1024
const AGAIN_MS = 2_000

export const begin = (file: File): Promise<Standing> =>
  answer<Standing>(
    client.POST('/api/v1/uploads', {
      body: { name: file.name, size: file.size, media_type: file.type },
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

/** Sends a file from where it stands until the node has judged it; a lost line is waited out. */
export async function grow(
  id: string,
  file: File,
  from: number,
  tell: (standing: Standing | null) => void,
  stop: AbortSignal,
): Promise<void> {
  let offset = from
  while (!stop.aborted) {
    try {
      const standing = await send(id, offset, file.slice(offset, offset + PIECE))
      offset = standing.offset
      tell(standing)
      if (standing.ready) return
    } catch (error) {
      if (!(error instanceof LostLine)) throw error
      tell(null)
      await new Promise((done) => setTimeout(done, AGAIN_MS))
      // How much of the piece came is known to the node alone.
      const standing = await look(id).catch(() => null)
      offset = standing?.offset ?? offset
    }
  }
}
