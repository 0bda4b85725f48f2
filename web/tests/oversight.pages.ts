// Those who oversee administration: every part is there to be read, and nothing that changes it.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const PARTS = [
  ['members', '.member'],
  ['keys', '.keys tbody tr'],
  ['log', '.member-facts'],
  ['officers', '.register tbody tr'],
  ['roles', '.roles tbody tr'],
  ['units', '.register tbody tr'],
  ['limits', '.limits tbody tr'],
  ['retention', '.limits tbody tr'],
  ['disk', '.figures-table tbody tr'],
] as const

test('the data-protection officer sees every part of administration and changes none', async () => {
  const seat = await sit(browser, { role: 'data-protection officer' })
  const { page } = seat
  await page.goto(`${seat.origin}/audit`)
  await page.getByRole('link', { name: 'Administration' }).click()
  for (const [part, shown] of PARTS) {
    await page.goto(`${seat.origin}/administration/${part}`)
    await page.locator(shown).first().waitFor()
    await page.getByText('Changes are made by an administrator').waitFor()
    const deeds = page.locator('.administration button')
    const words = (await deeds.allInnerTexts()).filter((word) => word !== 'Keys')
    expect(words, part).toEqual([])
    expect(await page.locator('.administration form').count(), part).toBe(0)
    await hold(page, seat.faults)
  }
  await seat.close()
})

test('an officer of a desk finds no administration', async () => {
  const seat = await sit(browser, {})
  const { page } = seat
  await page.goto(`${seat.origin}/administration/officers`)
  await page.getByText('There is no such page').waitFor()
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0)
  await seat.close()
})
