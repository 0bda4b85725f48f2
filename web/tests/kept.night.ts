// Pictures of the pages, compared with those that were kept. What differs is written to
// target/night; `cargo xtask night pictures --accept` keeps what is seen now.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, sit, type Size } from './browser.ts'
import { ACCEPTS, answerFrom, FOLDER, save } from './kept.ts'
import { compare, decode, encode, PIXELS_OF_10000_MAX } from './png.ts'

const DIFFERENCES = join(import.meta.dirname, '../../target/night')
const KEPT_BYTES_MAX = 6_000_000

interface Shot {
  name: string
  path: string
  shown: string
  role?: string
  size?: Size
  theme?: string
  languages?: string[]
}

const BOTH = ['ar', 'en']
const SHOTS: Shot[] = [
  { name: 'inbox', path: '/inbox', shown: '.row', languages: ['ar', 'en', 'es', 'fr'] },
  { name: 'inbox.dark', path: '/inbox', shown: '.row', theme: 'dark' },
  { name: 'inbox.phone', path: '/inbox', shown: '.row', size: 'phone' },
  { name: 'find', path: '/find?words=cocaine', shown: '.found .row' },
  { name: 'find.zoomed', path: '/find?words=cocaine', shown: '.found .row', size: 'zoomed' },
  { name: 'seizures', path: '/seizures', shown: '.seizures tbody tr' },
  { name: 'seizures.phone', path: '/seizures', shown: '.seizures tbody tr', size: 'phone' },
  { name: 'compose', path: '/compose?kind=message', shown: '.writing textarea' },
  { name: 'compose.phone', path: '/compose?kind=seizure', shown: 'fieldset', size: 'phone' },
  {
    name: 'audit',
    path: '/audit?deed=published',
    shown: '.audit-table tbody tr',
    role: 'data-protection officer',
  },
  {
    name: 'audit.phone',
    path: '/audit/hints',
    shown: '.hints .note, .hint',
    role: 'data-protection officer',
    size: 'phone',
  },
  {
    name: 'administration',
    path: '/administration',
    shown: '.register tbody tr',
    role: 'administrator',
  },
]
const EACH = SHOTS.flatMap((shot) =>
  (shot.languages ?? BOTH).map((language) => ({ ...shot, language })),
)

let browser: Browser
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  mkdirSync(DIFFERENCES, { recursive: true })
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  if (ACCEPTS) save()
})

test.each(EACH)('$name in $language', async ({ name, path, shown, language, ...rest }) => {
  const seat = await sit(browser, { language, ...rest, own: true })
  const missing = await answerFrom(seat.page, rest.role ?? 'desk officer')
  await seat.page.goto(seat.origin + path)
  await seat.page.locator(shown).first().waitFor()
  await seat.page.evaluate(() => document.fonts.ready)
  await seat.page.waitForTimeout(600)
  const still = { animations: 'disabled', caret: 'hide', scale: 'css' } as const
  const seen = decode(await seat.page.screenshot(still))
  await seat.close()
  expect(missing).toEqual([])
  judge(`${name}.${language}`, seen)
})

function judge(name: string, seen: ReturnType<typeof decode>): void {
  const file = join(FOLDER, `${name}.png`)
  if (ACCEPTS) {
    writeFileSync(file, encode(seen))
    return
  }
  expect(existsSync(file), `${name} was never kept: cargo xtask night pictures --accept`).toBe(true)
  const { share, picture } = compare(decode(readFileSync(file)), seen)
  if (share > PIXELS_OF_10000_MAX) {
    writeFileSync(join(DIFFERENCES, `${name}.seen.png`), encode(seen))
    writeFileSync(join(DIFFERENCES, `${name}.difference.png`), encode(picture))
  }
  expect(share, `${name}: see target/night/${name}.difference.png`).toBeLessThanOrEqual(
    PIXELS_OF_10000_MAX,
  )
}

test('what is kept stays small', () => {
  const sizes = readdirSync(FOLDER).map((name) => statSync(join(FOLDER, name)).size)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(KEPT_BYTES_MAX)
})
