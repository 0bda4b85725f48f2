// Witnesses: the log's page says who cosigned what, a record's page how well it is attested.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, type Size, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const section = (page: Page, heading: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: heading, exact: true }) })

/** Witnessing is a second or two behind what happens: the page is asked anew until it has come. */
async function until(page: Page, seen: () => Promise<boolean>) {
  for (let tries = 0; tries < 20; tries += 1) {
    if (await seen()) return
    await page.waitForTimeout(1_000)
    await page.reload()
    await page.getByRole('heading', { name: 'Witnesses of this log' }).waitFor()
  }
  throw new Error('it was not witnessed in time')
}

test('the log says which witnesses cosigned it, and how the logs of others stand', async () => {
  const seat = await sit(browser, { role: 'administrator' })
  const { page } = seat
  await page.goto(`${seat.origin}/administration/log`)
  const own = section(page, 'Witnesses of this log')
  await own.waitFor()
  expect(await own.innerText()).toMatch(/\W*3\W* of these members, from two regions/)
  await until(page, () =>
    own.getByText('The newest head that was offered has its quorum.').isVisible(),
  )
  for (const node of ['Senegal', 'Spain', 'Thailand', 'AFRIPOL']) {
    const row = own.locator('tbody tr', { hasText: node })
    expect(await row.locator('td').first().innerText()).toMatch(/^\W*[\d,]+\W*$/)
    // Nothing is in the way of any of them.
    expect(await row.locator('td').last().innerText()).toBe('Nothing')
  }
  for (const heading of ['Logs that this node witnesses', 'Logs of other members']) {
    expect(await section(page, heading).locator('tbody tr').count()).toBe(4)
  }
  const others = section(page, 'Logs of other members')
  await until(
    page,
    async () => (await others.getByText('Witnessed', { exact: true }).count()) === 4,
  )
  await page.getByText('No member has contradicted itself.').waitFor()
  await hold(page, seat.faults)
  await seat.close()
})

test.each<[string, Size]>([
  ['ar', 'desk'],
  ['ar', 'phone'],
  ['en', 'phone'],
  ['fr', 'phone'],
  ['es', 'desk'],
])('the log in %s on a %s', async (language, size) => {
  const seat = await sit(browser, { role: 'administrator', language, size })
  await seat.page.goto(`${seat.origin}/administration/log`)
  await seat.page.locator('.part-deed button').waitFor()
  expect(await seat.page.locator('section .register tbody tr').count()).toBeGreaterThan(5)
  await hold(seat.page, seat.faults)
  const folder = process.env['PICTURES']
  if (folder) {
    await seat.page.screenshot({ path: `${folder}/log.${language}.${size}.png` })
    await seat.page.locator('.register').last().scrollIntoViewIfNeeded()
    await seat.page.screenshot({ path: `${folder}/log.${language}.${size}.end.png` })
  }
  await seat.close()
})

test.each(['en', 'ar'])('a record says that it is witnessed, in %s', async (language) => {
  const seat = await sit(browser, { language })
  const { page } = seat
  const asked = await page.request.get(`${seat.origin}/api/v1/records?limit=1&owner=SN`, {
    headers: { 'amana-purpose': 'criminal-investigation' },
  })
  const { records } = (await asked.json()) as { records: { name: string }[] }
  const [owner, id] = (records[0]?.name ?? '').split('/')
  await page.goto(`${seat.origin}/record/${owner}/${id}`)
  const word = language === 'en' ? 'Witnessed' : 'مشهود عليه'
  await page.getByText(word, { exact: true }).waitFor()
  await hold(page, seat.faults)
  const folder = process.env['PICTURES']
  if (folder) {
    await page.getByText(word, { exact: true }).scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${folder}/record.${language}.png` })
  }
  await seat.close()
})
