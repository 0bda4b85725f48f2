// What the node will cut out of a picture, seen on this device before the node has it. The node
// decides; this only reads which segments are there.
const WHOLE_BYTES = 64 * 1024 * 1024

/** The codes of what will be cut out; none where this device cannot see. */
export async function foresee(file: Blob): Promise<string[] | undefined> {
  if (!['image/jpeg', 'image/png'].includes(file.type) || file.size > WHOLE_BYTES) return undefined
  try {
    const bytes = new DataView(await file.arrayBuffer())
    const seen = file.type === 'image/png' ? inPng(bytes) : inJpeg(bytes)
    return [...new Set(seen)]
  } catch {
    // It is damaged or is something else: the node says so.
    return undefined
  }
}

const text = (bytes: DataView, at: number, length: number): string =>
  String.fromCharCode(
    ...Array.from({ length: Math.min(length, bytes.byteLength - at) }, (_, place) =>
      bytes.getUint8(at + place),
    ),
  )

const DRAWING =
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs sPLT acTL fcTL fdAT cICP mDCV cLLI'

function inPng(bytes: DataView): string[] {
  const seen: string[] = []
  let at = 8
  for (;;) {
    const length = bytes.getUint32(at)
    const kind = text(bytes, at + 4, 4)
    const content = at + 8
    if (kind === 'eXIf') seen.push(...inExif(bytes, content, length))
    else if (kind === 'iTXt' && text(bytes, content, 17) === 'XML:com.adobe.xmp') seen.push('xmp')
    else if (['tEXt', 'zTXt', 'iTXt'].includes(kind)) seen.push('comment')
    else if (kind === 'tIME') seen.push('camera')
    else if (!DRAWING.split(' ').includes(kind)) seen.push('maker')
    at = content + length + 4
    if (kind === 'IEND') break
  }
  return at < bytes.byteLength ? [...seen, 'trailing'] : seen
}

const EOI = 0xd9
const SOS = 0xda

function inJpeg(bytes: DataView): string[] {
  const seen: string[] = []
  let at = 2
  for (;;) {
    if (bytes.getUint8(at) !== 0xff) throw new Error('no marker')
    while (bytes.getUint8(at + 1) === 0xff) at += 1
    const marker = bytes.getUint8(at + 1)
    if (marker === EOI) break
    const length = bytes.getUint16(at + 2)
    seen.push(...inSegment(bytes, marker, at + 4, length - 2))
    at += 2 + length
    if (marker === SOS) at = scanEnd(bytes, at)
  }
  return at + 2 < bytes.byteLength ? [...seen, 'trailing'] : seen
}

/** Where the next marker stands that is neither a stuffed byte nor a restart. */
function scanEnd(bytes: DataView, from: number): number {
  for (let at = from; ; at += 1) {
    if (bytes.getUint8(at) !== 0xff) continue
    const next = bytes.getUint8(at + 1)
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
}

function inSegment(bytes: DataView, marker: number, at: number, length: number): string[] {
  const starts = (word: string) => text(bytes, at, word.length) === word
  if (marker === 0xfe) return ['comment']
  if (marker === 0xe1) return starts('Exif\0') ? inExif(bytes, at + 6, length - 6) : ['xmp']
  if (marker === 0xed) return ['iptc']
  const stays =
    (marker === 0xe0 && starts('JFIF\0')) ||
    (marker === 0xe2 && starts('ICC_PROFILE\0')) ||
    (marker === 0xee && starts('Adobe'))
  return marker >= 0xe0 && marker <= 0xef && !stays ? ['maker'] : []
}

const GPS = 0x8825
const ORIENTATION = 0x0112
/** A block that says how the picture is turned, and nothing else. */
const BARE_BYTES = 26

function inExif(bytes: DataView, start: number, length: number): string[] {
  const little = text(bytes, start, 4) === 'II*\0'
  const directory = start + bytes.getUint32(start + 4, little)
  const count = bytes.getUint16(directory, little)
  const tags = Array.from({ length: count }, (_, place) =>
    bytes.getUint16(directory + 2 + place * 12, little),
  )
  if (length === BARE_BYTES && tags.join() === String(ORIENTATION)) return []
  return tags.includes(GPS) ? ['place', 'camera'] : ['camera']
}
