// Pictures as bytes: just enough of PNG to keep a page's picture small and to compare two.
import { deflateSync, inflateSync } from 'node:zlib'

export interface Picture {
  width: number
  height: number
  /** Red, green and blue of each pixel. */
  rgb: Uint8Array
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOURS_MAX = 256
/** Bytes of a pixel by PNG's kind of colour: true colour, palette, true colour with opacity. */
const PIXEL_BYTES: Record<number, number> = { 2: 3, 3: 1, 6: 4 }

function* chunks(png: Buffer): Generator<{ name: string; bytes: Buffer }> {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG')
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    yield { name, bytes: png.subarray(at + 8, at + 8 + length) }
    at += 12 + length
  }
}

/** Reads what Chromium and `encode` write: eight bits, not interlaced. */
export function decode(png: Buffer): Picture {
  let [width, height, kind] = [0, 0, 0]
  let palette = Buffer.alloc(0)
  const packed: Buffer[] = []
  for (const { name, bytes } of chunks(png)) {
    if (name === 'IHDR') {
      ;[width, height, kind] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes[9] ?? 0]
      if (bytes[8] !== 8 || bytes[12] !== 0) throw new Error('another kind of PNG')
    }
    if (name === 'PLTE') palette = Buffer.from(bytes)
    if (name === 'IDAT') packed.push(bytes)
  }
  const size = PIXEL_BYTES[kind]
  if (size === undefined) throw new Error('another kind of colour')
  const pixels = unfilter(inflateSync(Buffer.concat(packed)), width, height, size)
  const rgb = new Uint8Array(width * height * 3)
  for (let at = 0; at < width * height; at += 1) {
    const from = kind === 3 ? (pixels[at] ?? 0) * 3 : at * size
    const source = kind === 3 ? palette : pixels
    for (let part = 0; part < 3; part += 1) rgb[at * 3 + part] = source[from + part] ?? 0
  }
  return { width, height, rgb }
}

/** Each row says how it was written as differences from its neighbours. */
function unfilter(raw: Buffer, width: number, height: number, size: number): Uint8Array {
  const row = width * size
  const out = new Uint8Array(row * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)] ?? 0
    for (let x = 0; x < row; x += 1) {
      const left = x >= size ? (out[y * row + x - size] ?? 0) : 0
      const up = y > 0 ? (out[(y - 1) * row + x] ?? 0) : 0
      const corner = x >= size && y > 0 ? (out[(y - 1) * row + x - size] ?? 0) : 0
      const told = raw[y * (row + 1) + 1 + x] ?? 0
      out[y * row + x] = told + foretold(filter, left, up, corner)
    }
  }
  return out
}

function foretold(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** With a palette of the most frequent colours; the others become the nearest of them. */
export function encode({ width, height, rgb }: Picture): Buffer {
  const colours = new Map<number, number>()
  const colour = (at: number) =>
    ((rgb[at * 3] ?? 0) << 16) | ((rgb[at * 3 + 1] ?? 0) << 8) | (rgb[at * 3 + 2] ?? 0)
  for (let at = 0; at < width * height; at += 1) {
    colours.set(colour(at), (colours.get(colour(at)) ?? 0) + 1)
  }
  const palette = [...colours.entries()]
    .sort((one, other) => other[1] - one[1] || one[0] - other[0])
    .slice(0, COLOURS_MAX)
    .map(([known]) => known)
  const places = new Map([...colours.keys()].map((known) => [known, nearest(known, palette)]))
  const raw = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      raw[y * (width + 1) + 1 + x] = places.get(colour(y * width + x)) ?? 0
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  const table = Buffer.from(palette.flatMap((of) => [of >> 16, (of >> 8) & 255, of & 255]))
  const body = deflateSync(raw, { level: 9 })
  const parts = [chunk('IHDR', head), chunk('PLTE', table), chunk('IDAT', body)]
  return Buffer.concat([SIGNATURE, ...parts, chunk('IEND', Buffer.alloc(0))])
}

function nearest(colour: number, palette: number[]): number {
  let [best, least] = [0, Infinity]
  palette.forEach((known, place) => {
    const apart = [16, 8, 0].reduce(
      (sum, shift) => sum + (((known >> shift) & 255) - ((colour >> shift) & 255)) ** 2,
      0,
    )
    if (apart < least) [best, least] = [place, apart]
  })
  return best
}

function chunk(name: string, bytes: Buffer): Buffer {
  const out = Buffer.alloc(12 + bytes.length)
  out.writeUInt32BE(bytes.length, 0)
  out.write(name, 4, 'latin1')
  out.set(bytes, 8)
  out.writeUInt32BE(crc(out.subarray(4, 8 + bytes.length)), 8 + bytes.length)
  return out
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

/**
 * A pixel differs when one of its colours is further away than this. Below it are the edges of
 * letters and what the palette of a kept picture rounds.
 */
export const COLOUR_DIFFERENCE_MAX = 40
/** So many pixels of 10,000 may differ: a caret, one letter's edge. */
export const PIXELS_OF_10000_MAX = 5

export interface Difference {
  /** Pixels of 10,000 that differ. */
  share: number
  /** What is new, pale, with what differs in red. */
  picture: Picture
}

export function compare(kept: Picture, seen: Picture): Difference {
  const same = kept.width === seen.width && kept.height === seen.height
  const rgb = new Uint8Array(seen.rgb.length)
  let count = 0
  for (let at = 0; at < rgb.length; at += 3) {
    const apart = [0, 1, 2].map((part) => {
      return Math.abs((kept.rgb[at + part] ?? 0) - (seen.rgb[at + part] ?? 0))
    })
    const differs = !same || Math.max(...apart) > COLOUR_DIFFERENCE_MAX
    if (differs) count += 1
    for (let part = 0; part < 3; part += 1) {
      const pale = 191 + ((seen.rgb[at + part] ?? 0) >> 2)
      rgb[at + part] = differs ? (part === 0 ? 196 : 0) : pale
    }
  }
  const share = (count * 10_000) / (rgb.length / 3)
  return { share, picture: { width: seen.width, height: seen.height, rgb } }
}
