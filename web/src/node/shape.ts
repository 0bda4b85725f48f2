// What the interface calls an object: the shapes the pages read.

export type Named = { ar: string; en: string; fr: string; es: string }

export interface Member extends Named {
  code: string
  active: boolean
}

/** Who is signed in, and what this node lets that role do. */
export interface Me {
  officer: string
  role: string
  unit: string
  node: string
  exercise: boolean
  scopes: string[]
  purposes: string[]
  acts: string[]
  until: string | null
  members: Member[]
  files: FileLimits
  /** The node did not answer: this is who was signed in here last. */
  away?: boolean
}

/** What bounds the files of a record, and those that wait on this device for the line. */
export interface FileLimits {
  count_max: number
  bytes_max: number
  device_count_max: number
  device_bytes_max: number
}

export interface Title {
  name: string
  kind: string
  title: string
  created: string
  expiry: string
  cursor: number
}

export interface Titles {
  records: Title[]
  next?: number | null
}

export interface Handling {
  level: string
  codes?: string[]
  conditions?: string
  tlp?: string
  pap?: string
}

export interface Evaluation {
  source: string
  information: string
  nature: string
}

export interface Header {
  owner: string
  id: string
  revision: number
  unit: string
  kind: string
  handling: Handling
  evaluation: Evaluation | null
  purposes: string[]
  created: string
  review: string
  expiry: string
}

/** A link as its record says it. */
export interface Link {
  /** A code of `link-role`. */
  role: string
  owner: string
  id: string
  confirmed: boolean
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Body = { [part: string]: Json }

export interface View {
  name: string
  /** What it is called in a list; absent where parts of it are withheld. */
  title?: string
  content_id: string
  header: Header
  body: Body
  links: Link[]
  derived_from: string[]
  recipients: string[] | null
  /** Files beside it; absent where there are none. */
  attachments?: Attachment[]
  /** What its body says, in sentences of the language that was asked for. */
  content: string[]
  earlier_not_held: boolean
  arrived: string
  /** How well it is attested: signed, witnessed, conflicting. */
  evidence: string
}

export interface Receipt {
  revision: number
  status: string
  at: string
  leaf: number
}

export interface Recipient {
  node: string
  state: string
  void: string | null
  /** It waits for a fresh directory, ours or the recipient's. */
  frozen?: boolean
  sent: string | null
  acknowledged: string | null
  receipts: Receipt[]
  /** Files of the newest revision, and how many it said to hold whole. */
  attachments?: number
  attachments_arrived?: number
  /** Who passed the record on to it, where its owner did not send it there. */
  passed_on_by?: string
}

/** A file beside a record, as a reader is told of it. */
export interface Attachment {
  n: number
  name: string
  media_type: string
  size: number
  digest: string
  address: string
  caption: string | null
  original: string | null
  cut: string[]
  holds: string[]
  kept: string | null
  arrived: boolean
  picture: boolean
}

export interface Code extends Named {
  code: string
}

export interface CodeList {
  name: string
  version: number
  codes: Code[]
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  rule?: string
}

/** Owner and id of a record's name, OWNER/ID/REVISION. */
export function address(name: string): { owner: string; id: string; path: string } {
  const [owner = '', id = ''] = name.split('/')
  return { owner, id, path: `${owner}/${id}` }
}
