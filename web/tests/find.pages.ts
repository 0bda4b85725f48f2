// Finding again what one found, taking it out, and the register of seizures.
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test.each(['ar', 'en'])(
  'a search is kept, asked again, deleted and brought back, in %s',
  async (language) => {
    const seat = await sit(browser, { language, size: language === 'ar' ? 'phone' : 'desk' })
    const { page, origin } = seat
    const name = `Cocaine ${language} ${Date.now()}`
    await page.goto(`${origin}/find?words=cocaine&filter=owner%3ACO`)
    await page.locator('.found .row').first().waitFor()
    await page.locator('.find-deeds button').first().click()
    await page.locator('.sheet input').fill(name)
    await hold(page, seat.faults)
    await page.locator('.sheet button[type=submit]').click()
    await page.locator('.sheet').waitFor({ state: 'detached' })
    await page.goto(`${origin}/find`)
    const view = page.locator('.views li', { hasText: name })
    await view.waitFor()
    await hold(page, seat.faults)
    await view.getByRole('button').last().click()
    await view.waitFor({ state: 'detached' })
    await page.locator('.views [role=status] button').click()
    await view.waitFor()
    await view.getByRole('button').first().click()
    await page.waitForURL(/words=cocaine&filter=owner%3ACO/)
    await page.locator('.found .row').first().waitFor()
    await seat.close()
  },
)

test('a view of other work is asked for the purpose it was kept for', async () => {
  const seat = await sit(browser, { purpose: 'crime-analysis' })
  const { page, origin } = seat
  await page.goto(`${origin}/inbox`)
  const kept = await page.evaluate(async () => {
    const purpose = 'criminal-investigation'
    const answered = await fetch('/api/v1/views/Seized', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ purpose, query: { words: 'coca', filter: 'kind:seizure' } }),
    })
    return answered.status
  })
  expect(kept).toBe(204)
  await page.goto(`${origin}/find`)
  await page.locator('.views').getByRole('button', { name: 'Seized', exact: true }).click()
  await page.waitForURL(/seizures\?words=coca/)
  await page.locator('.purpose-bar').getByText('Criminal investigation').waitFor()
  await seat.close()
})

test('a search is taken out as a table, and a broken line keeps nothing', async () => {
  const seat = await sit(browser, {})
  const { page, origin } = seat
  await page.goto(`${origin}/find?words=cocaine`)
  await page.locator('.found .row').first().waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  await page.route('**/api/v1/export?*', (route) => route.abort())
  await page.locator('.sheet').getByRole('button', { name: 'Export' }).click()
  await page.locator('.sheet [role=alert]').getByText('does not answer').waitFor()
  await page.unroute('**/api/v1/export?*')
  await hold(
    page,
    seat.faults.filter((fault) => !/ERR_FAILED/.test(fault)),
  )
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.sheet').getByRole('button', { name: 'Export' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^amana-\d{4}-\d{2}-\d{2}\.csv$/)
  const text = readFileSync(await download.path(), 'utf8')
  expect(text.startsWith('\ufeffname,kind,title,')).toBe(true)
  expect(text.split('\r\n').length).toBeGreaterThan(2)
  await page.locator('p[role=status]', { hasText: 'Saved in your downloads' }).waitFor()
  await seat.close()
})

test('the register says when, where, what and how much, and is walked with keys', async () => {
  const seat = await sit(browser, {})
  const { page, origin } = seat
  await page.goto(`${origin}/seizures`)
  const rows = page.locator('.seizures tbody tr')
  await rows.first().waitFor()
  expect(await rows.count()).toBeGreaterThan(10)
  const said = await rows.first().innerText()
  expect(said).toMatch(/\d+ \w{3} \d{4}/)
  // Around a number stand signs that keep its direction.
  expect(said.replace(/[\u2068\u2069]/g, '')).toMatch(/\d k?g\b/)
  const right = await page
    .locator('.seizures td.numeric')
    .first()
    .evaluate((cell) => {
      return getComputedStyle(cell).textAlign
    })
  expect(right).toBe('right')
  await rows.first().locator('a').focus()
  await page.keyboard.press('j')
  const second = await rows.nth(1).locator('a').getAttribute('href')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${second ?? ''}`)
  await page.locator('.record h1').waitFor()
  await seat.close()
})
