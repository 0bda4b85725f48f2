// Every page, as fewer people have it: French and Spanish at both sizes, dark at both sizes, and
// everything at 200 %. `cargo xtask test web` looks at a few of these; the night at all of them.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hold, launch, sit, type Size } from './browser.ts'
import { PAGES } from './page.ts'

interface Way {
  language: string
  size: Size
  theme: string
}

const SIZES: Size[] = ['desk', 'phone']
const WAYS: Way[] = [
  ...SIZES.flatMap((size) => ['fr', 'es'].map((language) => ({ language, size, theme: 'light' }))),
  ...SIZES.flatMap((size) => ['ar', 'en'].map((language) => ({ language, size, theme: 'dark' }))),
  ...['ar', 'en', 'fr', 'es'].map((language) => ({
    language,
    size: 'zoomed' as const,
    theme: 'light',
  })),
]
const OTHERS: [string, string, string, string][] = [
  ['data-protection officer', 'the audit', '/audit', '.register tbody tr'],
  ['data-protection officer', 'what to look at', '/audit/hints', '.hints .note, .hint'],
  ['administrator', 'administration', '/administration', '.register tbody tr'],
]

describe.concurrent.each(WAYS)('in $language, $theme, $size', (way) => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  const shown = PAGES.filter(([name]) => !/no such/.test(name))
  const pages = shown.map(([name, path, part]) => ['desk officer', name, path, part] as const)
  test.each([...pages, ...OTHERS])('%s: %s', async (role, _name, path, part) => {
    const seat = await sit(browser, { ...way, role })
    await seat.page.goto(seat.origin + path)
    await seat.page.locator(part).first().waitFor()
    await hold(seat.page, seat.faults)
    if (way.theme === 'dark') {
      const colour = await seat.page.evaluate(
        () => getComputedStyle(document.querySelector('main') as Element).backgroundColor,
      )
      expect(colour).toBe('rgb(22, 29, 32)')
    }
    await seat.close()
  })

  test.each(['message', 'seizure', 'person', 'travel-document', 'notice'])(
    'a record of kind %s',
    async (kind) => {
      const seat = await sit(browser, way)
      await seat.page.goto(`${seat.origin}/inbox?kind=${kind}`)
      await seat.page.locator('.row').first().click()
      await seat.page.locator('.record h1').waitFor()
      await seat.page.locator('.look button').click()
      await seat.page.locator('.connections').nth(1).waitFor()
      await hold(seat.page, seat.faults)
      await seat.close()
    },
  )
})
