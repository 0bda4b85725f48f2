// The data-protection officer's pages: narrowing, one line verified, a file, and what to look at.
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hold, launch, sit, type Size } from './browser.ts'

const ROLE = 'data-protection officer'
const EACH = ['ar', 'en'].flatMap((language) =>
  (['desk', 'phone'] as Size[]).map((size) => ({ language, size, role: ROLE })),
)
/** A minute must close before its lines are proven. */
const MINUTE_MS = 100_000

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

describe.each(EACH)('in $language on a $size', (way) => {
  test('the audit is narrowed by its form, and the address holds it', () => narrows(way))
  test('one line is verified with one click', () => verifies(way), MINUTE_MS + 30_000)
  test('a burst is put before the officer, who marks it with a note', () => marks(way))
})

type Way = (typeof EACH)[number]

async function narrows(way: Way): Promise<void> {
  const seat = await sit(browser, way)
  const { page, origin } = seat
  await page.goto(`${origin}/audit`)
  await page.locator('.audit-table tbody tr').first().waitFor()
  if (way.size === 'phone') await page.locator('.narrowing > summary').click()
  await page.locator('.narrowing select').first().selectOption('published')
  await page.locator('.narrowing button[type=submit]').click()
  await page.waitForURL(/audit\?deed=published/)
  await page.locator('.chosen .chip').waitFor()
  await page.locator('.audit-table tbody tr').first().waitFor()
  await hold(page, seat.faults)
  await page.locator('.audit-table .about a').first().click()
  await page.waitForURL(/audit\?record=/)
  await page.locator('.of-record').waitFor()
  await hold(page, seat.faults)
  await page.goto(`${origin}/audit?officer=nobody-there`)
  await page.locator('.note').waitFor()
  await hold(page, seat.faults)
  await seat.close()
}

async function verifies(way: Way): Promise<void> {
  const seat = await sit(browser, way)
  const { page, origin } = seat
  await page.goto(`${origin}/audit?deed=published`)
  await page.locator('.audit-table .verify button').first().click()
  const standing = page.locator('.line-standing')
  await standing.waitFor()
  await hold(page, seat.faults)
  const until = Date.now() + MINUTE_MS
  while (
    (await page.locator('.line-signed, .line-witnessed').count()) === 0 &&
    Date.now() < until
  ) {
    await page.waitForTimeout(3_000)
    await page.locator('.sheet .mantine-Button-root').click()
    await standing.waitFor()
  }
  expect(await page.locator('.line-proof ol li').count()).toBe(3)
  await hold(page, seat.faults)
  const taken = page.waitForEvent('download')
  await page.locator('.take-file button').click()
  const file = JSON.parse(readFileSync(await (await taken).path(), 'utf8')) as {
    format: string
    lines: object[]
  }
  expect(file.format).toBe('amana/1/audit-lines')
  expect(file.lines).toHaveLength(1)
  await hold(page, seat.faults)
  await seat.close()
}

/** More look-ups than are let pass in an hour, as a program on the page would make them. */
async function hurry(role: string): Promise<void> {
  const busy = await sit(browser, { role })
  await busy.page.goto(`${busy.origin}/find`)
  const answered = await busy.page.evaluate(async () => {
    const headers = { 'Amana-Purpose': 'criminal-investigation' }
    const found: number[] = []
    for (let at = 0; at < 61; at += 1) {
      found.push((await fetch('/api/v1/search?words=cocaine', { headers })).status)
    }
    return found
  })
  expect(answered.every((status) => status === 200)).toBe(true)
  await busy.close()
}

async function marks(way: Way): Promise<void> {
  await hurry(way.size === 'desk' ? 'analyst' : 'desk officer')
  const seat = await sit(browser, way)
  const { page, origin } = seat
  await page.goto(`${origin}/audit/hints`)
  await page.locator('.hints input[type=checkbox]').waitFor()
  await page.locator('.hints .mantine-Checkbox-label').click()
  const hint = page.locator('.hint').first()
  await hint.waitFor()
  await hold(page, seat.faults)
  // In the other language somebody may have looked at the same hour already.
  if ((await hint.locator('textarea').count()) > 0) {
    await hint.locator('textarea').fill('Exercise, asked the officer')
    await hint.locator('button[type=submit]').click()
  }
  await hint.locator('.hint-seen').waitFor()
  await hold(page, seat.faults)
  await hint.locator('a').first().click()
  await page.waitForURL(/audit\?officer=/)
  await page.locator('.audit-table tbody tr').first().waitFor()
  await seat.close()
}
