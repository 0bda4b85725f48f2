// Seizures: reported on a phone without a line, and their register in the order of a column.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

/** What a browser writes to its console by itself while there is no line. */
const quiet = (faults: string[]) =>
  faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault))

test('on a phone a seizure is reported with its place and without a line', async () => {
  const seat = await sit(browser, {
    role: 'front-line officer',
    purpose: 'border-control',
    size: 'phone',
  })
  const { page } = seat
  const context = page.context()
  await context.grantPermissions(['geolocation'], { origin: seat.origin })
  await context.setGeolocation({ latitude: 4.7016, longitude: -74.1469 })
  await page.goto(`${seat.origin}/compose?kind=seizure`)
  await page.locator('.one-of-several select').first().waitFor()
  await context.setOffline(true)
  // Nothing of the place is in the form before it is asked for.
  const square = page.getByLabel(/^Geohash/)
  expect(await square.inputValue()).toBe('')
  await page.getByLabel('How exactly').selectOption('2')
  await page.getByRole('button', { name: 'Where I am' }).click()
  await page.getByText('Taken from your device').waitFor()
  expect(await square.inputValue()).toMatch(/^d2g\w$/)
  await page.locator('.one-of-several select').first().selectOption('cocaine-hydrochloride')
  await hold(page, quiet(seat.faults))
  // Whatever a thumb must hit is large enough for one.
  const small = await page.evaluate(
    () =>
      [...document.querySelectorAll('.writing button, .writing select, .writing input')]
        .map((part) => part.getBoundingClientRect())
        .filter(({ width, height }) => width > 0 && height < 22).length,
  )
  expect(small).toBe(0)
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.getByRole('button', { name: 'Send when the line is back' }).click()
  await page.locator('.outbox-bar').waitFor()
  await context.setOffline(false)
  await page.locator('.outbox-bar').waitFor({ state: 'detached', timeout: 30_000 })
  await seat.close()
})

test('a day is typed and chosen as the reader writes it, and the register is sorted', async () => {
  const seat = await sit(browser, { language: 'fr' })
  const { page } = seat
  await page.goto(`${seat.origin}/seizures`)
  await page.locator('.seizures tbody tr').first().waitFor()
  await page.locator('.seizures .sort').first().click()
  await page.waitForURL(/sort=day/)
  await page.locator('.seizures th[aria-sort=ascending]').waitFor()
  const days = () =>
    page
      .locator('.seizures tbody time')
      .evaluateAll((all) => all.map((each) => each.getAttribute('datetime') ?? ''))
  // Until the node has answered, the rows stand as they stood.
  await expect
    .poll(async () => [...(await days())].sort().join() === (await days()).join())
    .toBe(true)
  expect((await days()).length).toBeGreaterThan(5)
  await page.locator('.date-field input').first().fill('32/01/2026')
  await page.locator('.date-field').getByText('jour, mois et année').waitFor()
  await page.locator('.date-field input').first().fill('01/01/2020')
  await page.locator('.date-field button').nth(1).click()
  await page.locator('.days button').first().waitFor()
  await hold(page, seat.faults)
  await page.locator('.days button[tabindex="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Chercher', exact: true }).click()
  await page.waitForURL(/from=2020-01-01/)
  await seat.close()
})
