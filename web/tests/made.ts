// Made files, and what a device keeps of them.
import { crc32, deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), content])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(content.length, 0)
  ends.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}

/** A grey picture of so many points a side, with a comment. */
export function png(side: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.writeUInt8(8, 8)
  const points = Buffer.alloc((side + 1) * side, 0xb0)
  for (let line = 0; line < side; line += 1) points.writeUInt8(0, line * (side + 1))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from('Comment\0canary-in-the-comment')),
    chunk('IDAT', deflateSync(points)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** How many files wait on the device of a page. */
export const held = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done, failed) => {
        const opening = indexedDB.open('amana')
        opening.onerror = () => {
          failed(new Error('no database'))
        }
        opening.onsuccess = () => {
          const counting = opening.result.transaction('file').objectStore('file').count()
          counting.onsuccess = () => {
            opening.result.close()
            done(counting.result)
          }
        }
      }),
  )
