import { expect, test } from 'vitest'
import { compare, decode, encode, type Picture, PIXELS_OF_10000_MAX } from './png.ts'

/** A picture of so many colours. */
function picture(width: number, height: number, colours: number): Picture {
  const rgb = new Uint8Array(width * height * 3)
  for (let at = 0; at < width * height; at += 1) {
    const colour = at % colours
    rgb.set([colour & 255, (colour * 7) & 255, colour >> 8], at * 3)
  }
  return { width, height, rgb }
}

test('a picture of few colours comes back as it was', () => {
  const made = picture(40, 30, 200)
  expect(decode(encode(made))).toEqual(made)
})

test('of many colours the nearest are kept, and that is no difference', () => {
  const made = picture(64, 64, 3_000)
  const back = decode(encode(made))
  expect(back.rgb).not.toEqual(made.rgb)
  const gentle = { ...made, rgb: made.rgb.map((part) => Math.min(255, part + 20)) }
  expect(compare(made, gentle).share).toBe(0)
})

test('what is moved or of another size differs', () => {
  const made = picture(100, 100, 1)
  const moved = { ...made, rgb: made.rgb.slice() }
  for (let at = 0; at < 300 * 10; at += 1) moved.rgb[at] = 255
  const { share, picture: shown } = compare(made, moved)
  expect(share).toBe(1_000)
  expect([shown.rgb[0], shown.rgb[1]]).toEqual([196, 0])
  expect(share).toBeGreaterThan(PIXELS_OF_10000_MAX)
  expect(compare(made, picture(100, 101, 1)).share).toBe(10_000)
})

test('a file that is no PNG is refused', () => {
  expect(() => decode(Buffer.from('a text that is long enough'))).toThrow('not a PNG')
})
