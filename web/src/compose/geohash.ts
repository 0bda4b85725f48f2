// A place as a geohash: each letter narrows the square in which it lies.
const LETTERS = '0123456789bcdefghjkmnpqrstuvwxyz'

/** The square of so many letters that holds a place. */
export function geohash(latitude: number, longitude: number, letters: number): string {
  const sides = [
    { at: longitude, low: -180, high: 180 },
    { at: latitude, low: -90, high: 90 },
  ]
  let [text, bits, number] = ['', 0, 0]
  for (let step = 0; text.length < letters; step += 1) {
    const side = sides[step % 2] as (typeof sides)[number]
    const middle = (side.low + side.high) / 2
    const upper = side.at >= middle
    if (upper) side.low = middle
    else side.high = middle
    number = number * 2 + (upper ? 1 : 0)
    bits += 1
    if (bits < 5) continue
    text += LETTERS.charAt(number)
    ;[bits, number] = [0, 0]
  }
  return text
}
