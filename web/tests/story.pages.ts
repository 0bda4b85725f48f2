// What officers do, from end to end, on both sides of a conversation.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, seatOf, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

test('with keys alone one walks, opens and goes on, and sees where the focus is', async () => {
  const seat = await sit(browser, {})
  const { page } = seat
  await page.goto(`${seat.origin}/inbox`)
  await page.locator('.row').first().waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
  const reached = new Set<string>()
  for (let step = 0; step < 40; step += 1) {
    const seen = await page.evaluate(() => {
      const at = document.activeElement
      if (!at) return { what: '', visible: true }
      const { outlineStyle, boxShadow } = getComputedStyle(at)
      const wrapped = at.closest('.mantine-Input-wrapper') !== null
      return {
        what: at.className || at.tagName,
        visible: outlineStyle !== 'none' || boxShadow !== 'none' || wrapped,
      }
    })
    if (seen.what !== 'BODY') expect(seen).toMatchObject({ visible: true })
    reached.add(seen.what)
    await page.keyboard.press('Tab')
  }
  for (const part of ['place', 'purpose-change', 'person', 'chip', 'row']) {
    expect([...reached].join(' ')).toContain(part)
  }
  await page.locator('.row').first().focus()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const title = await page.locator('.row:focus .row-title').innerText()
  expect(page.url()).not.toContain('open=')
  await page.keyboard.press('Enter')
  await page.locator('.inbox-pane .record h1').waitFor()
  expect(title.length).toBeGreaterThan(0)
  await page.keyboard.press('p')
  await page.locator('dialog .purposes').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await page.waitForURL(/\/find/)
  await seat.close()
})

test('what the owner recalls leaves the page of a reader within a second', async () => {
  const reader = await sit(browser, { node: 'SN' })
  await reader.page.goto(`${reader.origin}/inbox?kind=message&owner=CO`)
  await reader.page.locator('.row').first().click()
  await reader.page.locator('.record h1').waitFor()
  const open = new URL(reader.page.url()).searchParams.get('open') ?? ''
  const owner = await sit(browser, { node: 'CO' })
  await owner.page.goto(`${owner.origin}/inbox`)
  await owner.page.locator('.row').first().waitFor()
  const seen = reader.page.getByText('HND-01').waitFor({ timeout: 10_000 })
  const told = seen.then(() => Date.now())
  const status = await owner.page.evaluate(async (id) => {
    const answered = await fetch('/api/v1/recalls', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, reason: 'mistaken' }),
    })
    return answered.status
  }, open.split('/')[1])
  expect(status).toBe(201)
  // From the answer to the owner until the reader's page says so.
  const answered = Date.now()
  expect((await told) - answered).toBeLessThan(1_000)
  expect(await reader.page.locator('.record').count()).toBe(0)
  await Promise.all([reader.close(), owner.close()])
})

test('a request is seen before it goes, sent, answered on the other side, and closed', async () => {
  const writer = await sit(browser, { node: 'CO' })
  const reader = await sit(browser, { node: 'SN' })
  await reader.page.goto(`${reader.origin}/inbox`)
  await reader.page.locator('.row').first().waitFor()
  const { page } = writer
  await page.goto(`${writer.origin}/compose?kind=message`)
  const subject = `Container seen before? ${Date.now()}`
  await page.getByLabel(/^Type of message/).selectOption('request')
  await page.getByLabel(/^Subject/).fill(subject)
  await page.getByLabel(/^Offence/).selectOption('drug-trafficking')
  await page.locator('.writing textarea').fill('Have you seen it in the last two years?')
  await page.reload()
  expect(await page.getByLabel(/^Subject/).inputValue()).toBe(subject)
  await page.locator('.readers').getByText('Senegal').click()
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.locator('.sentence').waitFor()
  expect(await page.locator('.sentence').innerText()).toMatch(/One node.*Criminal investigation/s)
  await hold(page, writer.faults)
  await page.getByRole('button', { name: 'Send to one node' }).click()
  await page.locator('.record h1').waitFor()
  await page.locator('.delivery-row').getByText('receipted').waitFor()
  await reader.page.locator('.row', { hasText: subject }).waitFor()
  await reader.page.locator('.chip', { hasText: 'Waiting for us' }).click()
  await reader.page.locator('.wait-row', { hasText: subject }).click()
  await reader.page.getByRole('button', { name: 'Answer', exact: true }).click()
  await reader.page.locator('.sheet textarea').fill('Not in our records.')
  await hold(reader.page, reader.faults)
  await reader.page.getByRole('button', { name: 'Send', exact: true }).click()
  await reader.page.locator('.wait-row', { hasText: subject }).waitFor({ state: 'detached' })
  await Promise.all([writer.close(), reader.close()])
})

test('a front-line officer gets a clear no and the audit shows it', async () => {
  const seat = await sit(browser, { role: 'front-line officer', purpose: 'border-control' })
  const desk = await sit(browser, {})
  await desk.page.goto(`${desk.origin}/inbox?kind=notice`)
  const href = await desk.page.locator('.row').first().getAttribute('href')
  await seat.page.goto(seat.origin + (href ?? ''))
  await seat.page.locator('[role=alert]').waitFor()
  expect(await seat.page.locator('[role=alert]').innerText()).toMatch(/PUR-0[12]/)
  const { origin, cookies } = seatOf('CO', 'data-protection officer')
  const context = await browser.newContext()
  await context.addCookies(cookies)
  const page = await context.newPage()
  await page.goto(origin)
  const audit = await page.evaluate(async () => (await fetch('/api/v1/audit')).text())
  expect(audit).toContain('front-1')
  expect(audit).toContain('PUR-0')
  await Promise.all([seat.close(), desk.close(), context.close()])
})

test('a lost line is said, and the page goes on when it is back', async () => {
  const seat = await sit(browser, {})
  await seat.page.goto(`${seat.origin}/inbox`)
  await seat.page.locator('.row').first().waitFor()
  await seat.page.context().setOffline(true)
  await seat.page.locator('.lost-line').waitFor({ timeout: 20_000 })
  await seat.page.context().setOffline(false)
  await seat.page.locator('.lost-line').waitFor({ state: 'detached', timeout: 40_000 })
  await seat.close()
})

test('the language changes at once, and Arabic turns the page around', async () => {
  const seat = await sit(browser, {})
  await seat.page.goto(`${seat.origin}/inbox`)
  await seat.page.locator('.person').click()
  for (const [language, dir] of [
    ['ar', 'rtl'],
    ['fr', 'ltr'],
    ['es', 'ltr'],
  ] as const) {
    await seat.page.locator('.sheet select').first().selectOption(language)
    await seat.page.locator(`html[lang=${language}][dir=${dir}]`).waitFor()
  }
  await hold(seat.page, seat.faults)
  await seat.close()
})
