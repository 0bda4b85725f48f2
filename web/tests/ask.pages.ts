// Asking: one question, its hits, many at once, standing questions, lists.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hold, launch, sit, type Sitting, type Size } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const SIZES: Size[] = ['desk', 'phone']
const PARTS: [string, string][] = [
  ['/ask', '.ask-box'],
  ['/ask/many', '.many'],
  ['/ask/hits', '.chips'],
  ['/ask/standing', '.standing-form'],
  ['/ask/past', '.register, .note'],
  ['/ask/lists', '.register, .note'],
]

async function ask(page: Page, text: string) {
  await page.locator('.ask-text textarea').fill(text)
  await page.locator('.ask-text textarea').press('Enter')
}

const said = (page: Page) => page.locator('.answer-said')

describe.each(
  SIZES.flatMap((size) => ['ar', 'en'].map((language) => ({ size, language, role: 'desk officer' }))),
)('in $language on a $size', (way) => {
  test.each(PARTS)('%s', async (path, shown) => {
    const seat = await sit(browser, way)
    await seat.page.goto(seat.origin + path)
    await seat.page.locator(shown).first().waitFor()
    await hold(seat.page, seat.faults)
    await seat.close()
  })

  test('what is known nowhere is no hit, and says which lists were asked', async () => {
    const seat = await sit(browser, way)
    await seat.page.goto(`${seat.origin}/ask`)
    await ask(seat.page, 'Zzyzxqua Vrrbelthorn')
    await said(seat.page).waitFor()
    expect(await seat.page.locator('.answer-hit').count()).toBe(0)
    await hold(seat.page, seat.faults)
    await seat.close()
  })
})

/** A stolen passport of Spain's, published to the desk that will ask. */
async function stolen(owner: Sitting, number: string) {
  const sent = JSON.stringify({
    kind: 'travel-document',
    unit: 'POLICE',
    handling: { level: 'restricted', codes: [] },
    evaluation: { source: 'A', information: '1', nature: 'fact' },
    purposes: ['criminal-investigation', 'border-control'],
    recipients: ['CO'],
    body: {
      identity: { number, issuer: 'ES', document_type: 'passport' },
      statement: { status: 'stolen', offence: 'drug-trafficking', action_wanted: 'seize' },
    },
  })
  return owner.page.evaluate(async (body) => {
    const headers = {
      'content-type': 'application/json',
      'amana-purpose': 'criminal-investigation',
    }
    const answered = await fetch('/api/v1/records', { method: 'POST', headers, body })
    return `${String(answered.status)} ${await answered.text()}`
  }, sent)
}

export { stolen }
