// Signing in through an identity provider: npm's oidc-provider, in a real browser.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, watch } from './browser.ts'
import { type House, open } from './provider.ts'

let browser: Browser
let house: House
beforeAll(async () => {
  browser = await launch()
  house = await open()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await house.close()
})

interface Desk {
  context: BrowserContext
  page: Page
  faults: string[]
}

async function desk(language = 'en', javaScriptEnabled = true): Promise<Desk> {
  const context = await browser.newContext({ locale: language, javaScriptEnabled })
  const setting = JSON.stringify({ language, theme: 'light', timeZone: 'UTC' })
  await context.addInitScript((kept) => {
    localStorage.setItem('amana-setting', kept)
  }, setting)
  const page = await context.newPage()
  return { context, page, faults: watch(page, house.origin) }
}

/** At the provider: who one is, then that this node may know. */
async function agree(page: Page, who: string): Promise<void> {
  await page.waitForURL(`${house.issuer}/interaction/**`)
  await page.locator('input[name=login]').fill(who)
  await page.locator('input[name=password]').fill('an exercise')
  await page.locator('button[type=submit]').click()
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' })
  await page.locator('button[type=submit]').click()
}

const EXPECTED = /status of (401|403|409|428|503)/
/** The provider's own pages ask for a font elsewhere, and for a picture that it does not have. */
const THEIRS = /fonts\.googleapis|ERR_NAME_NOT_RESOLVED|status of 404/
const own = ({ faults }: Desk) =>
  faults.filter(
    (fault) => !fault.includes(house.issuer) && !EXPECTED.test(fault) && !THEIRS.test(fault),
  )

const me = (page: Page): Promise<string> =>
  page.evaluate(async () => (await fetch('/api/v1/me')).text())

test('a link binds an identity, and from then on the button signs in', async () => {
  const at = await desk()
  await at.page.goto(`${house.linkOf('desk-1')}?language=en`)
  await at.page.getByRole('link', { name: /Come in with .*National sign-in/ }).click()
  await agree(at.page, 'amina')
  await at.page.locator('.shell').waitFor()
  expect(await me(at.page)).toContain('"desk-1"')
  expect(at.page.url()).not.toContain('code=')
  await at.page.goto(`${house.origin}/sign-ins`)
  await at.page.getByRole('heading', { name: 'Identity providers' }).waitFor()
  await at.page.getByText(/You have no passkey yet. Your decisions need one/).waitFor()
  await at.page.getByText('The last way in stays').waitFor()
  await hold(at.page, own(at))
  await at.page
    .getByRole('row', { name: /this one/ })
    .getByRole('button')
    .click()
  await at.page.locator('.signed-out').waitFor()
  await hold(at.page, own(at))
  await at.page.getByRole('link', { name: /Sign in with .*National sign-in/ }).click()
  // The provider still knows who it is: nothing is asked again.
  await at.page.locator('.shell').waitFor()
  expect(await me(at.page)).toContain('"desk-1"')
  await at.context.close()
})

test.each([
  ['ar', /تسجيل الدخول عبر .*National sign-in/],
  ['fr', /Se connecter avec .*National sign-in/],
  ['es', /Entrar con .*National sign-in/],
])('the button is there in %s', async (language, name) => {
  const at = await desk(language)
  await at.page.goto(`${house.origin}/inbox`)
  await at.page.getByRole('link', { name }).waitFor()
  await hold(at.page, own(at))
  await at.context.close()
})

test('who is bound to nobody is told so, and so is a code that was used', async () => {
  const at = await desk()
  let answer = ''
  at.page.on('request', (request) => {
    if (request.url().includes('/sign-in/from/') && request.method() === 'GET')
      answer = request.url()
  })
  await at.page.goto(`${house.origin}/plain/sign-in?language=en`)
  await at.page.getByRole('link', { name: /National sign-in/ }).click()
  await agree(at.page, 'a stranger')
  await at.page.getByRole('heading', { name: 'Nobody here has this identity' }).waitFor()
  await hold(at.page, own(at))
  await at.page.goto(answer)
  await at.page.getByRole('heading', { name: 'Begin this sign-in again' }).waitFor()
  await at.context.close()
})

test('without scripts the button of the page goes on', async () => {
  const at = await desk('en', false)
  await at.page.goto(`${house.origin}/plain/sign-in?language=en`)
  await at.page.getByRole('link', { name: /National sign-in/ }).click()
  await agree(at.page, 'amina')
  await at.page.getByRole('button', { name: 'Go on' }).click()
  await at.page.waitForURL(`${house.origin}/`)
  await at.page.goto(`${house.origin}/plain?language=en&purpose=criminal-investigation`)
  await at.page.getByRole('button', { name: 'Sign out' }).waitFor()
  await at.context.close()
})

test('a silent provider is told of, and passkeys are pointed to', async () => {
  await house.silence()
  const at = await desk()
  // Until what is known of it is too old, the browser is sent to where nobody answers.
  const told = async () => {
    await at.page.goto(`${house.origin}/plain/sign-in?language=en`)
    await at.page.getByRole('link', { name: /National sign-in/ }).click()
    const text = at.page.locator('main').textContent({ timeout: 2_000 })
    return (await text.catch(() => null)) ?? ''
  }
  await expect.poll(told, { timeout: 50_000, interval: 2_000 }).toContain('passkeys still work')
  await at.context.close()
})
