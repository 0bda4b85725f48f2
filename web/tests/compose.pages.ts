// Writing: drafts that outlive their page, a line that is cut, and what is sent once.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit, type Sitting } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const subject = (page: Page) => page.getByLabel(/^Subject/)
const standing = (page: Page, text: string) =>
  page.locator('.writing-foot', { hasText: text }).waitFor({ timeout: 20_000 })

/** What a browser writes to its console by itself while there is no line. */
const quiet = (faults: string[]) =>
  faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|status of 409/.test(fault))

/** Fills what a message must have. */
async function message(seat: Sitting, text: string): Promise<void> {
  const { page } = seat
  await page.getByLabel(/^Type of message/).selectOption('spontaneous')
  await subject(page).fill(text)
  await page.getByLabel(/^Offence/).selectOption('drug-trafficking')
  await page.locator('.writing textarea').first().fill('Seen at the gate.')
}

/** How many records the node has under a title. */
const count = (page: Page, title: string) =>
  page.evaluate(async (title) => {
    const headers = { 'amana-purpose': 'criminal-investigation' }
    const answered = await fetch('/api/v1/records?limit=200', { headers })
    const { records } = (await answered.json()) as { records: { title: string }[] }
    return records.filter((record) => record.title === title).length
  }, title)

test('a draft goes on at another desk, and two desks overwrite nothing unseen', async () => {
  const here = await sit(browser, {})
  await here.page.goto(`${here.origin}/compose?kind=message`)
  const title = `Half a sentence ${Date.now()}`
  await subject(here.page).fill(title)
  await standing(here.page, 'Kept in your node')
  const there = await sit(browser, {})
  await there.page.goto(`${there.origin}/compose`)
  await there.page.getByRole('link', { name: title }).click()
  expect(await subject(there.page).inputValue()).toBe(title)
  await subject(there.page).fill(`${title} and more`)
  await standing(there.page, 'Kept in your node')
  await subject(here.page).fill(`${title} and something else`)
  await here.page.locator('.two-places').waitFor()
  await hold(here.page, quiet(here.faults))
  await here.page.getByRole('button', { name: 'Take what was written there' }).click()
  expect(await subject(here.page).inputValue()).toBe(`${title} and more`)
  await here.page.getByRole('button', { name: 'Throw away' }).click()
  await here.page.getByRole('button', { name: 'Yes, throw it away' }).click()
  await here.page.locator('.begin').waitFor()
  await here.page.waitForTimeout(500)
  expect(await here.page.getByRole('link', { name: title }).count()).toBe(0)
  await Promise.all([here.close(), there.close()])
})

test('the line is cut while composing: nothing is lost, and it is sent once', async () => {
  const seat = await sit(browser, {})
  const { page } = seat
  await page.goto(`${seat.origin}/compose?kind=message`)
  const title = `Without a line ${Date.now()}`
  await subject(page).fill('Before')
  await standing(page, 'Kept in your node')
  await page.context().setOffline(true)
  await message(seat, title)
  await standing(page, 'Kept on this device only')
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.locator('.before-away').waitFor()
  await page.getByRole('button', { name: 'Send when the line is back' }).click()
  await page.locator('.outbox-bar').getByText('One record waits').waitFor()
  await page.locator('.outbox').getByText(title).waitFor()
  await hold(page, quiet(seat.faults))
  await page.context().setOffline(false)
  await page.locator('.outbox-bar').waitFor({ state: 'detached', timeout: 30_000 })
  expect(await count(page, title)).toBe(1)
  await seat.close()
})

test('an answer that was lost on the way does not make two records of one', async () => {
  const seat = await sit(browser, {})
  const { page } = seat
  await page.goto(`${seat.origin}/compose?kind=message`)
  const title = `Answer lost ${Date.now()}`
  await message(seat, title)
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.locator('.sentence').waitFor()
  let lost = 0
  await page.route('**/api/v1/records', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    // The node takes it, and the browser never hears so.
    if (lost === 0) await route.fetch()
    lost += 1
    if (lost === 1) return route.abort()
    return route.continue()
  })
  await page.getByRole('button', { name: 'Keep at home' }).click()
  // It may be sent again sooner than anybody sees that it waits.
  await expect.poll(() => lost, { timeout: 30_000 }).toBeGreaterThan(1)
  await page.locator('.outbox-bar').waitFor({ state: 'detached', timeout: 30_000 })
  expect(await count(page, title)).toBe(1)
  await seat.close()
})

test('a record is written for a case, whatever is worked on when it goes', async () => {
  const seat = await sit(browser, {})
  const { page } = seat
  const work = (forCase: string) =>
    page.evaluate((forCase) => {
      sessionStorage.setItem('amana-case', forCase)
    }, forCase)
  await page.goto(`${seat.origin}/compose`)
  await work('CO-2026/17')
  await page.goto(`${seat.origin}/compose?kind=message`)
  await message(seat, `For a case ${Date.now()}`)
  await page.locator('.for-case').getByText('CO-2026/17').waitFor()
  expect(await page.locator('.for-case button').count()).toBe(0)
  await standing(page, 'Kept in your node')
  // A template is of no case and of no purpose.
  await page.getByRole('button', { name: 'Keep as template' }).click()
  const saved = page.waitForResponse(
    (response) =>
      response.request().method() === 'PUT' && response.url().includes('/api/v1/templates/'),
  )
  await page.getByLabel('Name of the template').fill(`Of no case ${Date.now()}`)
  await page.locator('.sheet').getByRole('button', { name: 'Keep as template' }).click()
  // As the node gives it to whoever begins from it.
  const template = await page.evaluate(
    async (address) => (await fetch(address)).text(),
    (await saved).url(),
  )
  expect(template).toContain('Seen at the gate.')
  expect(template).not.toMatch(/CO-2026|case"|purpose/)
  await work('another')
  await page.reload()
  await page.getByRole('button', { name: /^Write it for .?another/ }).waitFor()
  await hold(page, seat.faults)
  await page.getByRole('button', { name: 'Before sending' }).click()
  const sent = page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().endsWith('/api/v1/records'),
  )
  await page.getByRole('button', { name: 'Keep at home' }).click()
  const { headers, body } = await sent.then(async (request) => ({
    headers: await request.allHeaders(),
    body: request.postData() ?? '',
  }))
  expect(headers['amana-case']).toBe('CO-2026%2F17')
  expect(body).not.toContain('CO-2026')
  await page.locator('.record h1').waitFor()
  await seat.close()
})

test('what a rule refuses stays, with the rule', async () => {
  const seat = await sit(browser, {})
  const { page } = seat
  await page.goto(`${seat.origin}/compose?kind=message`)
  await message(seat, `Refused ${Date.now()}`)
  await page.locator('.readers').getByText('Senegal').click()
  await standing(page, 'Kept in your node')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.getByRole('button', { name: 'Send when the line is back' }).click()
  await page.locator('.outbox-bar').waitFor()
  // The node would refuse it by a rule; the browser hears of it when the line is back.
  const problem = { type: 'urn:amana:problem:refused', title: '', status: 403, detail: '' }
  await page.route('**/api/v1/records', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: JSON.stringify({ ...problem, rule: 'REL-02' }),
        })
      : route.continue(),
  )
  await page.context().setOffline(false)
  await page.locator('.outbox-refused').getByText('REL-02').waitFor({ timeout: 30_000 })
  await page.locator('.outbox a').first().click()
  expect(await subject(page).inputValue()).toContain('Refused')
  await page.getByRole('button', { name: 'Throw away' }).click()
  await page.getByRole('button', { name: 'Yes, throw it away' }).click()
  await page.locator('.outbox-bar').waitFor({ state: 'detached' })
  await seat.close()
})

test('the pages open without a line, and signing out takes them off the device', async () => {
  const admin = await sit(browser, { role: 'administrator' })
  await admin.page.goto(`${admin.origin}/administration`)
  const path = await admin.page.evaluate(async () => {
    const made = await fetch('/api/v1/officers/desk-1/sign-in-links', { method: 'POST' })
    return ((await made.json()) as { path: string }).path
  })
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  await page.goto(admin.origin + path)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Criminal investigation' }).click()
  await page.goto(`${admin.origin}/compose?kind=seizure`)
  await page.locator('.writing fieldset').first().waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await context.setOffline(true)
  await page.goto(`${admin.origin}/compose?kind=seizure`)
  await page.locator('.writing fieldset').first().waitFor({ timeout: 20_000 })
  await page.locator('.lost-line').waitFor()
  // Nothing of what was read is there to be read without a line.
  const kept = await page.evaluate(async () => {
    const names = await caches.keys()
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return all.flat().map((request) => new URL(request.url).pathname)
  })
  expect(kept.length).toBeGreaterThan(10)
  expect(kept.filter((path) => path !== '/' && !/\.(js|css|svg|woff2)$/.test(path))).toEqual([])
  await context.setOffline(false)
  // With a line the page is the node's own, whatever is kept.
  await page.evaluate(async () => {
    const [name = ''] = await caches.keys()
    await (await caches.open(name)).put('/', new Response('<p id="stale">old</p>'))
  })
  await page.goto(`${admin.origin}/compose`)
  await page.locator('.begin-kinds a').first().waitFor()
  expect(await page.locator('#stale').count()).toBe(0)
  await page.locator('.person').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.locator('.signed-out').waitFor()
  const left = await page.evaluate(async () => [
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
  ])
  expect(left).toEqual([0, 0])
  await Promise.all([context.close(), admin.close()])
})
