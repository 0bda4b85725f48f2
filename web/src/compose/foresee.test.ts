import { expect, test } from 'vitest'
import { foresee } from './foresee'

const latin = (words: string): number[] => [...words].map((letter) => letter.charCodeAt(0))
const long = (value: number) => [24, 16, 8, 0].map((bits) => (value >> bits) & 0xff)
const short = (value: number) => [value >> 8, value & 0xff]
const of = (type: string, ...parts: number[][]) =>
  foresee(new Blob([new Uint8Array(parts.flat())], { type }))

const chunk = (kind: string, content: number[]) => [
  ...long(content.length),
  ...latin(kind),
  ...content,
  ...long(0),
]
const PNG = latin('\x89PNG\r\n\x1a\n')
const ENDS = chunk('IEND', [])

const segment = (marker: number, content: number[]) => [
  0xff,
  marker,
  ...short(content.length + 2),
  ...content,
]
const JPEG = [0xff, 0xd8]
/** A scan with a stuffed byte and a restart in it. */
const SCAN = [...segment(0xda, [1, 1, 0]), 1, 0xff, 0, 2, 0xff, 0xd1, 3, 0xff, 0xd9]

const entry = (tag: number) => [...short(tag), ...short(3), ...long(1), ...short(6), 0, 0]
const tiff = (...tags: number[]) => [
  ...latin('MM\0*'),
  ...long(8),
  ...short(tags.length),
  ...tags.flatMap(entry),
  ...long(0),
]
const exif = (...tags: number[]) => segment(0xe1, [...latin('Exif\0\0'), ...tiff(...tags)])

test.each<[string, number[][], string[]]>([
  ['nothing', [SCAN], []],
  ['what draws it', [segment(0xe0, latin('JFIF\0')), segment(0xdb, [0]), SCAN], []],
  ['how it is turned', [exif(0x0112), SCAN], []],
  ['camera', [exif(0x0112, 0x010f), SCAN], ['camera']],
  ['place', [exif(0x0112, 0x8825), SCAN], ['place', 'camera']],
  ['editing', [segment(0xe1, latin('http://ns.adobe.com/xap/1.0/\0<x/>')), SCAN], ['xmp']],
  ['captions', [segment(0xed, latin('Photoshop 3.0')), SCAN], ['iptc']],
  ['a comment', [segment(0xfe, latin('seen')), segment(0xfe, latin('twice')), SCAN], ['comment']],
  ['a maker', [segment(0xe5, latin('maker')), SCAN], ['maker']],
  ['the end', [SCAN, latin('hidden')], ['trailing']],
])('in a JPEG is seen: %s', async (_what, parts, expected) => {
  expect(await of('image/jpeg', JPEG, ...parts)).toEqual(expected)
})

test.each<[string, number[][], string[]]>([
  ['nothing', [chunk('IHDR', [1]), chunk('pHYs', [1]), ENDS], []],
  ['a comment', [chunk('tEXt', latin('Comment\0seen')), ENDS], ['comment']],
  ['editing', [chunk('iTXt', latin('XML:com.adobe.xmp\0')), ENDS], ['xmp']],
  ['place', [chunk('eXIf', tiff(0x8825)), ENDS], ['place', 'camera']],
  ['how it is turned', [chunk('eXIf', tiff(0x0112)), ENDS], []],
  ['a maker', [chunk('prVt', [1]), ENDS], ['maker']],
  ['time and the end', [chunk('tIME', [1]), ENDS, [0]], ['camera', 'trailing']],
])('in a PNG is seen: %s', async (_what, parts, expected) => {
  expect(await of('image/png', PNG, ...parts)).toEqual(expected)
})

test('what this device cannot read is left to the node', async () => {
  expect(await of('image/heic', [1, 2, 3])).toBeUndefined()
  expect(await of('image/jpeg', JPEG, [1, 2, 3])).toBeUndefined()
  expect(await of('image/png', PNG, chunk('IHDR', [1]))).toBeUndefined()
})
