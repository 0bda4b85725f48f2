// Passkeys in a real browser, with an authenticator that Chromium plays.
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, seatOf, sit, SIZES, type Size, watch } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const { origin, cookies } = seatOf('SN', 'administrator')

interface Device {
  context: BrowserContext
  page: Page
  faults: string[]
  /** Whether the person gives a finger when the device asks. */
  agrees: (yes: boolean) => Promise<unknown>
}

interface Kind {
  language?: string
  size?: Size
}

/** A browser on a device of its own, with a place for passkeys. */
async function device({ language = 'en', size = 'desk' }: Kind = {}): Promise<Device> {
  const context = await browser.newContext({ viewport: SIZES[size], locale: language })
  await context.addInitScript(
    (setting) => {
      localStorage.setItem('amana-setting', setting)
    },
    JSON.stringify({ language, theme: 'light', timeZone: 'UTC' }),
  )
  const page = await context.newPage()
  const line: CDPSession = await context.newCDPSession(page)
  await line.send('WebAuthn.enable')
  const { authenticatorId } = await line.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const agrees = (yes: boolean) =>
    line.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: yes })
  return { context, page, faults: watch(page, origin), agrees }
}

/** Asks the node from a page, as the page itself would. */
const ask = (page: Page, method: string, path: string, body?: unknown): Promise<string> =>
  page.evaluate(
    async ([method, path, body]) => {
      const headers = { 'content-type': 'application/json' }
      const answered = await fetch(path, { method, headers, ...(body && { body }) })
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

/** A new officer, and the address of the link that makes a passkey. */
async function linkOf(page: Page, code: string): Promise<string> {
  await ask(page, 'POST', '/api/v1/officers', {
    code,
    name: code,
    role: 'desk-officer',
    unit: 'POLICE',
  })
  const made = await ask(page, 'POST', `/api/v1/officers/${code}/sign-in-links`)
  return origin + (JSON.parse(made) as { path: string }).path
}

async function enrol(at: Device, link: string): Promise<void> {
  await at.page.goto(`${link}?language=en`)
  await at.page.getByRole('link', { name: 'Make a passkey on this device' }).click()
  await at.page.getByLabel(/^What you call it/).fill('the laptop')
  await at.page.getByRole('button', { name: 'Make a passkey' }).click()
  await at.page.locator('.shell').waitFor()
}

const EXPECTED = /status of (401|403|409|428)/
const others = (at: Device) => at.faults.filter((fault) => !EXPECTED.test(fault))

test('a link makes a passkey, and from then on the passkey signs in', async () => {
  const admin = await administrator()
  const at = await device()
  await enrol(at, await linkOf(admin.page, 'desk-20'))
  await at.page.goto(`${origin}/sign-ins`)
  await at.page.getByRole('rowheader', { name: 'the laptop' }).waitFor()
  await hold(at.page, others(at))
  await at.page
    .getByRole('row', { name: /this one/ })
    .getByRole('button')
    .click()
  await at.page.locator('.signed-out').waitFor()
  await hold(at.page, others(at))
  await at.agrees(false)
  await at.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await at.page.getByText('Nothing was signed').waitFor({ timeout: 30_000 })
  await at.agrees(true)
  await at.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await at.page.locator('.shell').waitFor()
  expect(await ask(at.page, 'GET', '/api/v1/me')).toContain('"desk-20"')
  await Promise.all([at.context.close(), admin.context.close()])
})

test('a recall goes out only with the passkey’s signature', async () => {
  const admin = await administrator()
  const at = await device()
  await enrol(at, await linkOf(admin.page, 'desk-21'))
  await at.page.getByRole('button', { name: 'Criminal investigation' }).click()
  await at.page.goto(`${origin}/inbox?owner=SN&kind=seizure`)
  await at.page.locator('.row').first().click()
  await at.page.locator('.record h1').waitFor()
  const send = async () => {
    await at.page.getByRole('button', { name: 'Recall', exact: true }).click()
    await at.page.getByRole('button', { name: 'Recall from everyone' }).click()
  }
  await at.agrees(false)
  await send()
  await at.page.getByText('Nothing was signed').waitFor({ timeout: 30_000 })
  await at.page.getByRole('button', { name: 'Close' }).click()
  await at.agrees(true)
  const answered = at.page.waitForResponse(
    (answer) => answer.url().endsWith('/api/v1/recalls') && answer.status() !== 428,
  )
  await send()
  expect((await answered).status()).toBe(201)
  expect((await answered).request().headers()['amana-assertion']).toContain('"signature"')
  await Promise.all([at.context.close(), admin.context.close()])
})

test('two administrators let an officer back in', async () => {
  const admin = await administrator()
  const lost = await device()
  await enrol(lost, await linkOf(admin.page, 'desk-22'))
  await lost.page.getByRole('button', { name: 'Criminal investigation' }).click()
  await admin.page.reload()
  const row = admin.page.getByRole('row', { name: /desk-22/ })
  expect(await row.getByRole('button', { name: 'Sign-in link' }).count()).toBe(0)
  await row.getByRole('button', { name: 'Let back in' }).click()
  await admin.page.getByRole('button', { name: 'Propose' }).click()
  await admin.page.getByText('Another administrator confirms').waitFor()
  expect(await admin.page.getByRole('button', { name: 'Confirm' }).count()).toBe(0)
  const second = await sit(browser, { node: 'SN', role: 'second administrator' })
  await second.page.goto(`${origin}/administration/officers`)
  await second.page.getByText('proposes to let').waitFor()
  await hold(second.page, second.faults)
  await second.page.getByRole('button', { name: 'Confirm' }).click()
  const link = await second.page.locator('.secret').innerText()
  await lost.page.locator('.signed-out').waitFor({ timeout: 15_000 })
  const found = await device()
  await enrol(found, link)
  expect(await ask(found.page, 'GET', '/api/v1/me')).toContain('"desk-22"')
  await second.close()
  await Promise.all([admin, lost, found].map(({ context }) => context.close()))
})

test.each([
  { language: 'ar', size: 'desk' },
  { language: 'ar', size: 'phone' },
  { language: 'en', size: 'phone' },
] as const)('making a passkey and one’s sign-ins in $language on a $size', async (kind) => {
  const admin = await administrator()
  const at = await device(kind)
  const link = await linkOf(admin.page, `desk-3${kind.language === 'ar' ? 1 : 2}${kind.size[0]}`)
  await at.page.goto(`${origin}/enrol#${link.split('/').at(-1) ?? ''}`)
  await at.page.locator('form input').waitFor()
  await hold(at.page, others(at))
  await at.page.locator('form input').fill('هاتف')
  await at.page.locator('form button[type=submit]').click()
  await at.page.locator('.shell').waitFor()
  await at.page.goto(`${origin}/sign-ins`)
  await at.page.locator('.register tbody tr').nth(1).waitFor()
  await hold(at.page, others(at))
  await Promise.all([at.context.close(), admin.context.close()])
})
