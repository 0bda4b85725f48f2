// Pictures of the main pages, in Arabic and English, for the README and whoever reviews a change.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, sit, type Size } from './browser.ts'

const folder = join(import.meta.dirname, '../../docs/pictures')
let browser: Browser
beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  browser = await launch()
})
afterAll(() => browser.close())

interface Shot {
  name: string
  path: string
  click?: string
  /** What is asked in the box of questions. */
  ask?: string
  shown: string
  size?: Size
  role?: string
  theme?: string
}

const SHOTS: Shot[] = [
  {
    name: 'inbox',
    path: '/inbox',
    click: '.row:has(.row-title[dir]) >> nth=8',
    shown: '.record h1',
  },
  { name: 'record', path: '/inbox?kind=seizure&owner=CO', click: '.row', shown: '.delivery-row' },
  { name: 'find', path: '/find?words=cocaine', shown: '.found .row' },
  { name: 'seizures', path: '/seizures', shown: '.seizures tbody tr' },
  { name: 'seizures.phone', path: '/seizures', shown: '.seizures tbody tr', size: 'phone' },
  { name: 'compose', path: '/compose?kind=message', shown: '.writing textarea' },
  { name: 'audit', path: '/audit', shown: '.register tbody tr', role: 'data-protection officer' },
  { name: 'ask', path: '/ask', ask: 'X7719117', shown: '.hit' },
  { name: 'ask.phone', path: '/ask', ask: 'X7719117', shown: '.hit', size: 'phone' },
  { name: 'inbox.phone', path: '/inbox', shown: '.row', size: 'phone' },
  {
    name: 'inbox.dark',
    path: '/inbox?kind=seizure',
    click: '.row',
    shown: '.record h1',
    theme: 'dark',
  },
]

test.each(SHOTS.flatMap((shot) => ['ar', 'en'].map((language) => ({ ...shot, language }))))(
  '$name in $language',
  async ({ name, path, click, ask, shown, language, ...rest }) => {
    const seat = await sit(browser, { language, ...rest, own: true })
    await seat.page.goto(seat.origin + path)
    if (click) await seat.page.locator(click).first().click()
    if (ask) {
      await seat.page.locator('.ask-text textarea').fill(ask)
      await seat.page.locator('.ask-text textarea').press('Enter')
    }
    await seat.page.locator(shown).first().waitFor()
    await seat.page.waitForTimeout(400)
    const file = join(folder, `${name}.${language}.png`)
    expect((await seat.page.screenshot({ path: file })).length).toBeGreaterThan(10_000)
    await seat.close()
  },
)
