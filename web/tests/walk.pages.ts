// Every page in Arabic and English, at desk and phone size.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hold, launch, type Size, SIZES, seatOf, sit, watch } from './browser.ts'
import { PAGES } from './page.ts'

/** A browser of its own for each language and size: one that dies takes no other pages with it. */
function withBrowser(): () => Browser {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  return () => browser
}

const LANGUAGES = ['ar', 'en']
const EACH = LANGUAGES.flatMap((language) =>
  (['desk', 'phone'] as Size[]).map((size) => ({ language, size })),
)

// Pages are only looked at here, so several are looked at side by side.
describe.concurrent.each(EACH)('in $language on a $size', ({ language, size }) => {
  const browser = withBrowser()

  test.each(PAGES)('%s', async (_name, path, shown) => {
    const seat = await sit(browser(), { language, size })
    await seat.page.goto(seat.origin + path)
    await seat.page.locator(shown).first().waitFor()
    const expected = /no such/.test(_name)
    // The browser itself writes a refused answer to its console.
    const faults = expected
      ? seat.faults.filter((fault) => !/status of 4/.test(fault))
      : seat.faults
    await hold(seat.page, faults)
    await seat.close()
  })

  test.each(['message', 'seizure', 'person', 'travel-document', 'notice'])(
    'a record of kind %s',
    async (kind) => {
      const seat = await sit(browser(), { language, size })
      await seat.page.goto(`${seat.origin}/inbox?kind=${kind}`)
      await seat.page.locator('.row').first().click()
      await seat.page.locator('.record h1').waitFor()
      await hold(seat.page, seat.faults)
      await seat.close()
    },
  )

  test('the choice of a purpose, the settings and the way out', async () => {
    const seat = await sit(browser(), { language, size, purpose: 'none' })
    await seat.page.goto(`${seat.origin}/`)
    await seat.page.locator('.purposes button').first().waitFor()
    await hold(seat.page, seat.faults)
    await seat.page.locator('.person').click()
    await seat.page.locator('.sheet select').first().waitFor()
    await hold(seat.page, seat.faults)
    await seat.close()
  })

  test.each([
    ['data-protection officer', '/audit', '.register tbody tr'],
    ['administrator', '/administration', '.register tbody tr'],
    ['administrator', '/administration/keys', '.keys tbody tr'],
    ['administrator', '/administration/log', '.part-deed button'],
    ['administrator', '/administration/officers', '.register tbody tr'],
    ['administrator', '/administration/roles', '.roles tbody tr'],
    ['administrator', '/administration/units', '.register tbody tr'],
    ['administrator', '/administration/limits', '.limits tbody tr'],
    ['administrator', '/administration/retention', '.limits tbody tr'],
    ['administrator', '/administration/disk', '.figures-table tbody tr'],
    ['data-protection officer', '/administration', '.member'],
    ['data-protection officer', '/administration/officers', '.register tbody tr'],
    ['data-protection officer', '/administration/limits', '.limits tbody tr'],
    ['administrator', '/proposals', '.proposal-row, .proposal-lists .note'],
  ])('the page of a %s: %s', async (role, path, shown) => {
    const seat = await sit(browser(), { language, size, role })
    await seat.page.goto(seat.origin + path)
    await seat.page.locator(shown).first().waitFor()
    await hold(seat.page, seat.faults)
    await seat.close()
  })
})

describe.concurrent.each(EACH)(
  'without scripts or nobody there, in $language on a $size',
  ({ language, size }) => {
    const browser = withBrowser()

    test('nobody is signed in', async () => {
      const { origin } = seatOf('CO', 'desk officer')
      const context = await browser().newContext({ viewport: SIZES[size], locale: language })
      const page = await context.newPage()
      const faults = watch(page, origin)
      await page.goto(origin)
      await page.locator('.note').waitFor()
      await hold(
        page,
        faults.filter((fault) => !/status of 401/.test(fault)),
      )
      await context.close()
    })

    test('pages without scripts', async () => {
      const seat = await sit(browser(), { language, size })
      const rest = `language=${language}&purpose=criminal-investigation`
      for (const path of ['/plain', `/plain?${rest}`, `/plain/find?${rest}`]) {
        await seat.page.goto(seat.origin + path)
        const length = (await seat.page.content()).length
        expect(length).toBeLessThan(50_000)
        await hold(seat.page, seat.faults)
      }
      await seat.page.goto(`${seat.origin}/plain?${rest}`)
      await seat.page.locator('main li a').first().click()
      await hold(seat.page, seat.faults)
      await seat.close()
    })
  },
)
