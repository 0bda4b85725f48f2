// Seizures: reported on a phone without a line, and their register in the order of a column.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit, type Sitting } from './browser.ts'
import { held, png } from './made.ts'

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

/** Names of the records of seizures that a page's officer sees. */
const names = (page: Page) =>
  page.evaluate(async () => {
    const headers = { 'amana-purpose': 'border-control' }
    const answered = await fetch('/api/v1/records?limit=200&kind=seizure', { headers })
    const { records } = (await answered.json()) as { records: { name: string }[] }
    return records.map(({ name }) => name)
  })

const attached = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    const headers = { 'amana-purpose': 'border-control' }
    const [owner, id] = name.split('/')
    const answered = await fetch(`/api/v1/records/${owner}/${id}`, { headers })
    return ((await answered.json()) as { attachments?: unknown[] }).attachments ?? []
  }, name)

const picture = (name: string, side: number) => ({
  name,
  mimeType: 'image/png',
  buffer: png(side),
})

async function photograph(page: Page, side: number): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Take a picture' }).click()
  // A camera calls every picture the same.
  await (await chooser).setFiles(picture('image.png', side))
}

/** A form on a phone that has what opens the pages without a line, and then has none. */
async function withoutLine(seat: Sitting): Promise<void> {
  const { page } = seat
  await page.goto(`${seat.origin}/compose?kind=seizure`)
  await page.locator('.one-of-several select').first().waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.context().setOffline(true)
  await page.locator('.one-of-several select').first().selectOption('cocaine-hydrochloride')
}

async function sendLater(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.locator('.before-away').waitFor()
  await page.getByRole('button', { name: 'Send when the line is back' }).click()
  await page.locator('.outbox-bar').waitFor()
}

test('pictures of a phone wait for the line, outlive a reload, and arrive once', async () => {
  const wanted = { role: 'front-line officer', purpose: 'border-control', worker: true } as const
  const seat = await sit(browser, { ...wanted, size: 'phone' })
  const { page } = seat
  await page.goto(`${seat.origin}/inbox`)
  const before = await names(page)
  await withoutLine(seat)
  const camera = page.locator('.attaching input[capture]')
  expect(await camera.getAttribute('capture')).toBe('environment')
  expect(await camera.getAttribute('accept')).toBe('image/*')
  await photograph(page, 80)
  await photograph(page, 90)
  await page.locator('.attaching-chosen').setInputFiles(picture('seal.png', 70))
  await expect.poll(() => page.locator('.attaching-file').count()).toBe(3)
  const widths = () =>
    page
      .locator('.attaching-file img')
      .evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth))
  await expect.poll(widths).toEqual([80, 90, 70])
  await page
    .getByText(/Cut out before sharing: .?comments/)
    .first()
    .waitFor()
  await expect.poll(() => page.getByText('It is kept on this device').count()).toBe(3)
  await page.getByRole('button', { name: /^Remove .?picture-2\.png/ }).click()
  await page.getByLabel('What does it show?').first().fill('The opened panel')
  await page.locator('.writing-foot').getByText('Kept on this device only').waitFor()
  expect(await held(page)).toBe(2)
  await hold(page, quiet(seat.faults))
  // The page is read again before it is sent, and once more after that.
  await page.reload()
  await expect.poll(widths, { timeout: 20_000 }).toEqual([80, 70])
  await expect.poll(() => page.getByText('It is kept on this device').count()).toBe(2)
  await sendLater(page)
  await page.reload()
  await page.locator('.outbox-bar').waitFor({ timeout: 20_000 })
  expect(await held(page)).toBe(2)
  await page.context().setOffline(false)
  await page.locator('.outbox-bar').waitFor({ state: 'detached', timeout: 40_000 })
  const made = (await names(page)).filter((name) => !before.includes(name))
  expect(made.length).toBe(1)
  const files = await attached(page, made[0] ?? '')
  expect(files).toMatchObject([
    { name: 'picture-1.png', caption: 'The opened panel', cut: ['comment'] },
    { name: 'seal.png', cut: ['comment'] },
  ])
  expect(await held(page)).toBe(0)
  await seat.close()
})

test('a file that the node does not take makes a draft of it again, and says why', async () => {
  const wanted = { role: 'front-line officer', purpose: 'border-control', worker: true } as const
  const seat = await sit(browser, { ...wanted, size: 'phone' })
  const { page } = seat
  await page.goto(`${seat.origin}/inbox`)
  const before = await names(page)
  await withoutLine(seat)
  const buffer = Buffer.from('<script>alert(1)</script>')
  const spoilt = { name: 'panel.png', mimeType: 'image/png', buffer }
  await page.locator('.attaching-chosen').setInputFiles([spoilt, picture('seal.png', 70)])
  await expect.poll(() => page.getByText('It is kept on this device').count()).toBe(2)
  await sendLater(page)
  await page.context().setOffline(false)
  const why = 'The file is not what its name or type says.'
  await page.locator('.outbox-refused').getByText(why).waitFor({ timeout: 40_000 })
  await page.locator('.outbox a').first().click()
  await page.locator('.attaching-refused').getByText(why).waitFor()
  expect(await page.getByRole('button', { name: 'Before sending' }).isDisabled()).toBe(true)
  // The browser itself writes the refused file to its console.
  const refused = quiet(seat.faults).filter((fault) => /status of 422/.test(fault))
  expect(refused.length).toBeGreaterThan(0)
  await hold(
    page,
    quiet(seat.faults).filter((fault) => !refused.includes(fault)),
  )
  await page.getByRole('button', { name: /^Remove .?panel\.png/ }).click()
  await page.locator('.attaching-file').getByText('Ready').waitFor()
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.getByRole('button', { name: 'Keep at home' }).click()
  await page.locator('.record h1').waitFor()
  const made = (await names(page)).filter((name) => !before.includes(name))
  expect(made.length).toBe(1)
  expect(await attached(page, made[0] ?? '')).toMatchObject([{ name: 'seal.png' }])
  expect(await held(page)).toBe(0)
  await seat.close()
})

test('what waits on a device is told before one signs out, and destroyed with it', async () => {
  const seat = await sit(browser, { size: 'phone' })
  const { page } = seat
  await page.goto(`${seat.origin}/compose?kind=seizure`)
  await page.locator('.one-of-several select').first().waitFor()
  await page.locator('.one-of-several select').first().selectOption('cocaine-hydrochloride')
  await page.locator('.writing-foot').getByText('Kept in your node').waitFor()
  // The node takes the words, and not the file.
  await page.route('**/api/v1/uploads', (route) => route.abort())
  await page.locator('.attaching-chosen').setInputFiles(picture('seal.png', 70))
  await page.getByText('It is kept on this device').waitFor()
  await page.locator('.writing-foot').getByText('Kept in your node').waitFor()
  await page.route('**/api/v1/session', (route) => route.fulfill({ status: 204 }))
  await page.locator('.person').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('One draft is on this device only').waitFor()
  expect(await held(page)).toBe(1)
  await page.getByRole('button', { name: 'Destroy and sign out' }).click()
  await page.waitForURL(/\/(inbox)?$/)
  await expect.poll(() => held(page)).toBe(0)
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
