// The same pages as others have them: French and Spanish, dark, and at 200 %. Each page in one of
// these ways; `cargo xtask night` looks at every page in all of them.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hold, launch, sit, type Size } from './browser.ts'
import { PAGES } from './page.ts'

interface Way {
  language: string
  size: Size
  theme: string
}

const WAYS: Way[] = [
  { language: 'fr', size: 'desk', theme: 'light' },
  { language: 'es', size: 'phone', theme: 'light' },
  { language: 'en', size: 'desk', theme: 'dark' },
  { language: 'ar', size: 'phone', theme: 'dark' },
  { language: 'en', size: 'zoomed', theme: 'light' },
  { language: 'ar', size: 'zoomed', theme: 'light' },
]

describe.concurrent.each(WAYS)('in $language, $theme, $size', (way) => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  const pages = PAGES.filter(([name]) => !/no such/.test(name))
  const shown = pages.filter((_, at) => WAYS[at % WAYS.length] === way)
  test.each(shown)('%s', async (_name, path, part) => {
    const seat = await sit(browser, way)
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

  test('a record', async () => {
    const seat = await sit(browser, way)
    await seat.page.goto(`${seat.origin}/inbox?kind=seizure`)
    await seat.page.locator('.row').first().click()
    await seat.page.locator('.record h1').waitFor()
    await seat.page.locator('.look button').click()
    await seat.page.locator('.connections').nth(1).waitFor()
    await hold(seat.page, seat.faults)
    await seat.close()
  })
})
