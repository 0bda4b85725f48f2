// Coming in and going out: what a tab shows and keeps when a session ends, however it ends.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, seatOf, watch } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const { origin, cookies } = seatOf('CO', 'administrator')

/** Asks the node from a page, as the page itself would. */
const ask = (page: Page, method: string, path: string, body?: unknown): Promise<string> =>
  page.evaluate(
    async ([method, path, body]) => {
      const headers = { 'content-type': 'application/json' }
      const answered = await fetch(path, { method, headers, ...(body && { body }) })
      if (!answered.ok) throw new Error(`${path}: ${answered.status}`)
      return answered.text()
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
  )

async function administrator(): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ locale: 'en' })
  await context.addCookies(cookies)
  const page = await context.newPage()
  await page.goto(`${origin}/administration/officers`)
  await page.locator('.register tbody tr').first().waitFor()
  return { page, context }
}

/** A link for an officer whom nobody else of these tests needs. */
async function linkOf(admin: Page, code: string): Promise<string> {
  const officers = await ask(admin, 'GET', '/api/v1/officers')
  if (!officers.includes(`"${code}"`)) {
    const officer = { code, name: code, role: 'desk-officer', unit: 'POLICE' }
    await ask(admin, 'POST', '/api/v1/officers', officer)
  }
  const made = await ask(admin, 'POST', `/api/v1/officers/${code}/sign-in-links`)
  return origin + (JSON.parse(made) as { path: string }).path
}

async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('.shell').waitFor()
}

const stored = (page: Page) =>
  page.evaluate(() => ({ ...sessionStorage }) as Record<string, string>)

test('an ended session leaves nothing of what was read', async () => {
  const admin = await administrator()
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  const faults = watch(page, origin)
  await signIn(page, await linkOf(admin.page, 'desk-7'))
  await page.getByRole('button', { name: 'Criminal investigation' }).click()
  await page.locator('.row').first().click()
  await page.locator('.record h1').waitFor()
  await ask(admin.page, 'DELETE', '/api/v1/officers/desk-7/sessions')
  // Nobody touches the page: the stream that ends has it look.
  await page.locator('.signed-out').waitFor({ timeout: 15_000 })
  expect(await page.locator('.row, .record').count()).toBe(0)
  await hold(
    page,
    faults.filter((fault) => !/status of 401/.test(fault)),
  )
  await signIn(page, await linkOf(admin.page, 'desk-8'))
  // Another officer begins without the purpose that the one before had chosen.
  await page.locator('.purpose-page').waitFor()
  await Promise.all([context.close(), admin.context.close()])
})

test('drafts are the officer’s own, and survive the end of a session', async () => {
  const admin = await administrator()
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  const write = async (link: string) => {
    await signIn(page, link)
    await page.getByRole('button', { name: 'Criminal investigation' }).click()
    await page.goto(`${origin}/compose`)
    return page.locator('.begin-list').getByText('Half a sentence')
  }
  await write(await linkOf(admin.page, 'desk-7'))
  await page.goto(`${origin}/compose?kind=message`)
  await page.getByLabel(/^Subject/).fill('Half a sentence')
  await ask(admin.page, 'DELETE', '/api/v1/officers/desk-7/sessions')
  await page.locator('.signed-out').waitFor({ timeout: 15_000 })
  const theirs = await write(await linkOf(admin.page, 'desk-8'))
  await page.getByText('No draft waits for you').waitFor()
  expect(await theirs.count()).toBe(0)
  await (await write(await linkOf(admin.page, 'desk-7'))).click()
  await page.getByLabel(/^Subject/).waitFor()
  expect(await page.getByLabel(/^Subject/).inputValue()).toBe('Half a sentence')
  await Promise.all([context.close(), admin.context.close()])
})

/** What the device keeps of drafts. */
const device = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((done) => {
        const opened = indexedDB.open('amana')
        opened.onsuccess = () => {
          const rows = opened.result.transaction('draft').objectStore('draft').getAll()
          rows.onsuccess = () => {
            opened.result.close()
            done(JSON.stringify(rows.result))
          }
        }
      }),
  )

test('signing out clears the device, asks before, and says so when it could not', async () => {
  const admin = await administrator()
  const context = await browser.newContext({ locale: 'en', serviceWorkers: 'block' })
  const page = await context.newPage()
  await signIn(page, await linkOf(admin.page, 'desk-7'))
  await page.getByRole('button', { name: 'Criminal investigation' }).click()
  await page.goto(`${origin}/compose?kind=message`)
  await page.route('**/api/v1/drafts/*', (route) => route.abort())
  await page.getByLabel(/^Subject/).fill('Half a sentence')
  await page.getByText('Kept on this device only').waitFor()
  const kept = await stored(page)
  expect(await device(page)).toContain('Half a sentence')
  await page.locator('.person').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('One draft is on this device only').waitFor()
  expect(await device(page)).toContain('Half a sentence')
  await page.route('**/api/v1/session', (route) => route.abort())
  await page.getByRole('button', { name: 'Destroy and sign out' }).click()
  await page.getByText('You are still signed in').waitFor()
  expect(await stored(page)).toEqual(kept)
  expect(await device(page)).toContain('Half a sentence')
  await page.unroute('**/api/v1/session')
  await page.getByRole('button', { name: 'Destroy and sign out' }).click()
  await page.locator('.signed-out').waitFor()
  expect(Object.values(await stored(page)).join('')).toBe('')
  expect(await device(page)).toBe('[]')
  await Promise.all([context.close(), admin.context.close()])
})

test('a link that could not be made says why', async () => {
  const { page, context } = await administrator()
  await page.route('**/sign-in-links', (route) => route.abort())
  await page.getByRole('button', { name: 'Sign-in link' }).first().click()
  await page.locator('[role=alert]').waitFor()
  expect(await page.locator('[role=alert]').innerText()).toContain('does not answer')
  await context.close()
})
