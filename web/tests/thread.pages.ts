// Threads: a request from its arrival to its end, a shift that is handed over, and every key.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hold, launch, sit, type Sitting, type Size } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const PURPOSE = 'purpose=criminal-investigation'
const WORK = { 'content-type': 'application/json', 'amana-purpose': 'criminal-investigation' }

/** Asks the node as the page would; answers the status and what was said. */
async function ask(page: Page, method: string, path: string, body?: unknown) {
  const sent = body === undefined ? null : JSON.stringify(body)
  return page.evaluate(
    async ({ method, path, sent, headers }) => {
      const answered = await fetch(path, { method, headers, body: sent })
      const text = await answered.text()
      const said: unknown = text ? JSON.parse(text) : null
      return { status: answered.status, said: said as Record<string, unknown> }
    },
    { method, path, sent, headers: WORK },
  )
}

/** A request from CO to SN; answers the id of its thread. */
async function request(writer: Sitting, subject: string, lane = 'routine'): Promise<string> {
  const statement = {
    type: 'request',
    subject,
    offence: 'drug-trafficking',
    text: { language: 'en', text: 'Whose phone is it, and since when?' },
    asks: [{ what: 'subscriber' }, { what: 'vehicle-keeper' }],
  }
  const { status, said } = await ask(writer.page, 'POST', '/api/v1/records', {
    kind: 'message',
    unit: 'POLICE',
    handling: { level: 'restricted', codes: [] },
    purposes: ['criminal-investigation'],
    recipients: ['SN'],
    lane,
    body: { statement },
  })
  expect(status, JSON.stringify(said)).toBe(201)
  return String(said['name']).split('/')[1] ?? ''
}

const chip = (seat: Sitting, name: string) => seat.page.locator('.chip', { hasText: name })

async function count(seat: Sitting, name: string): Promise<number> {
  const text = await chip(seat, name).locator('.chip-count').allInnerTexts()
  return Number((text[0] ?? '0').replace(/\D/g, ''))
}

async function open(seat: Sitting, path: string) {
  await seat.page.goto(seat.origin + path)
  await seat.page.locator('.chips').waitFor()
}

/** The node takes the first reply, and the page never hears so. Answers how many were sent. */
async function loseFirst(page: Page): Promise<() => number> {
  let sent = 0
  await page.route('**/replies', async (route) => {
    sent += 1
    if (sent > 1) return route.continue()
    await route.fetch()
    return route.abort()
  })
  return () => sent
}

test('a request comes unread, is taken, answered by and by, and leaves the lists', async () => {
  const [writer, reader] = [await sit(browser, {}), await sit(browser, { node: 'SN' })]
  await writer.page.goto(`${writer.origin}/inbox`)
  await open(reader, '/inbox?kind=unread')
  const before = await count(reader, 'Unread')
  const subject = `A phone and a car ${Date.now()}`
  await request(writer, subject)
  const row = reader.page.locator('.thread-row', { hasText: subject })
  await row.waitFor()
  expect(await count(reader, 'Unread')).toBe(before + 1)
  await row.click()
  await reader.page.locator('.thread-why').waitFor()
  await hold(reader.page, reader.faults)
  // Opened, it is read; marked unread it comes back, and nothing stays open.
  await row.waitFor({ state: 'detached' })
  await reader.page.keyboard.press('u')
  await row.waitFor()
  expect(await reader.page.locator('.thread').count()).toBe(0)
  await row.click()
  await reader.page.getByRole('button', { name: 'Take it' }).click()
  await reader.page.locator('.thread-holder', { hasText: 'desk-1' }).waitFor()
  await chip(reader, 'Mine').click()
  await row.waitFor()
  await reader.page.getByRole('button', { name: 'Partial answer', exact: true }).click()
  await reader.page.getByLabel(/^1 · /).check()
  await reader.page.locator('.sheet textarea').fill('The phone is unknown here.')
  await hold(reader.page, reader.faults)
  await reader.page.getByRole('button', { name: 'Send', exact: true }).click()
  await reader.page.locator('.thread-track', { hasText: 'Questions still open' }).waitFor()
  await reader.page.locator('.message').nth(1).waitFor()
  // The answer can be on the page before its sender hears so; keys wait for the sheet to be gone.
  await reader.page.locator('.sheet').waitFor({ state: 'detached' })
  await reader.page.keyboard.press('e')
  await reader.page.locator('.sheet textarea').fill('The car is not registered here.')
  const tries = await loseFirst(reader.page)
  await reader.page.getByRole('button', { name: 'Send', exact: true }).click()
  await reader.page.locator('.sheet .note').waitFor()
  await reader.page.getByRole('button', { name: 'Send', exact: true }).click()
  await reader.page.locator('.thread-clock-head', { hasText: 'answered' }).waitFor()
  await row.waitFor({ state: 'detached' })
  await open(writer, '/inbox?kind=unread')
  await writer.page.locator('.thread-row', { hasText: subject }).click()
  await writer.page.locator('.message').nth(2).waitFor()
  expect([tries(), await writer.page.locator('.message').count()]).toEqual([2, 3])
  await Promise.all([writer.close(), reader.close()])
})

test('a shift is handed over, listed, undone, and not any more once it was opened', async () => {
  const writer = await sit(browser, {})
  const desk = await sit(browser, { node: 'SN' })
  const analyst = await sit(browser, { node: 'SN', role: 'analyst' })
  await writer.page.goto(`${writer.origin}/inbox`)
  const subject = `At the end of a shift ${Date.now()}`
  const id = await request(writer, subject)
  await open(desk, '/inbox?kind=unassigned')
  const row = desk.page.locator('.thread-row', { hasText: subject })
  await row.waitFor()
  const path = `/api/v1/threads/${id}/assignment`
  expect((await ask(desk.page, 'POST', path, { officer: 'desk-1' })).status).toBe(204)
  await chip(desk, 'Mine').click()
  await row.waitFor()
  const give = async () => {
    await desk.page.getByRole('button', { name: /^Hand over/ }).click()
    await desk.page.getByLabel(/^To/).selectOption('officer:analyst-1')
    await desk.page.getByLabel(/^Note/).fill('Due at noon.')
    await desk.page.getByRole('button', { name: 'Hand over', exact: true }).click()
    await row.waitFor({ state: 'detached' })
  }
  await give()
  await hold(desk.page, desk.faults)
  await desk.page.locator('.hand-overs').getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
  await give()
  await open(analyst, '/inbox?kind=mine')
  await analyst.page.locator('.hand-overs', { hasText: 'Due at noon.' }).waitFor()
  await analyst.page.locator('.thread-row', { hasText: subject }).click()
  await analyst.page.locator('.thread-holder', { hasText: 'analyst-1' }).waitFor()
  await analyst.page.locator('.hand-overs').waitFor({ state: 'detached' })
  await desk.page.reload()
  await desk.page.locator('.chips').waitFor()
  await desk.page.waitForTimeout(500)
  expect(await desk.page.locator('.hand-overs').count()).toBe(0)
  await Promise.all([writer.close(), desk.close(), analyst.close()])
})

test('words find a thread, and keys walk, open, assign and tell what they are', async () => {
  const seat = await sit(browser, { node: 'SN' })
  await open(seat, '/inbox?kind=all')
  await seat.page.locator('.thread-row').first().waitFor()
  await seat.page.keyboard.press('j')
  await seat.page.keyboard.press('j')
  await seat.page.keyboard.press('k')
  await seat.page.keyboard.press('Enter')
  await seat.page.locator('.thread .messages').waitFor()
  await seat.page.keyboard.press('a')
  await seat.page.getByLabel(/^Note/).waitFor()
  await hold(seat.page, seat.faults)
  await seat.page.keyboard.press('Escape')
  await seat.page.keyboard.press('?')
  await seat.page.locator('.keys').waitFor()
  await hold(seat.page, seat.faults)
  await seat.page.keyboard.press('Escape')
  await seat.page.getByRole('button', { name: 'Duty roster' }).click()
  await seat.page.locator('.sheet', { hasText: 'on duty' }).waitFor()
  await hold(seat.page, seat.faults)
  await seat.page.keyboard.press('Escape')
  await seat.page.getByRole('textbox', { name: 'Words in threads' }).fill('exercise')
  await seat.page.keyboard.press('Enter')
  await seat.page.waitForURL(/words=exercise/)
  await seat.page.locator('.inbox-list .row, .inbox-list .note').first().waitFor()
  await seat.close()
})

test('a flash message that nobody opened is shown as such until somebody does', async () => {
  const [writer, reader] = [await sit(browser, {}), await sit(browser, { node: 'SN' })]
  await writer.page.goto(`${writer.origin}/inbox`)
  const subject = `At the port now ${Date.now()}`
  await request(writer, subject, 'flash')
  await open(reader, '/inbox?kind=unread')
  await chip(reader, 'Flash, not opened').click()
  const row = reader.page.locator('.thread-row', { hasText: subject })
  await row.locator('.urgency-flash').waitFor()
  await hold(reader.page, reader.faults)
  await row.click()
  await row.waitFor({ state: 'detached' })
  await Promise.all([writer.close(), reader.close()])
})

describe.each(
  ['ar', 'en'].flatMap((language) => ['desk', 'phone'].map((size) => ({ language, size }))),
)('in $language on a $size', ({ language, size }) => {
  test('a thread has a page of its own', async () => {
    const seat = await sit(browser, { language, size: size as Size })
    await open(seat, '/inbox?kind=all')
    const row = seat.page.locator('.thread-row').first()
    await row.waitFor()
    await hold(seat.page, seat.faults)
    await seat.page.goto(seat.origin + ((await row.getAttribute('href')) ?? ''))
    await seat.page.locator('.messages').waitFor()
    await hold(seat.page, seat.faults)
    await seat.page.goto(
      `${seat.origin}/plain/threads?language=${language}&${PURPOSE}&sort=unassigned`,
    )
    await hold(seat.page, seat.faults)
    await seat.page.locator('main li a').first().click()
    await seat.page.locator('h2').first().waitFor()
    expect((await seat.page.content()).length).toBeLessThan(50_000)
    await hold(seat.page, seat.faults)
    await seat.close()
  })
})
