// Asking: one question, its hits, many at once, standing questions, lists.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hold, launch, seatOf, sit, type Size } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const SIZES: Size[] = ['desk', 'phone']
async function ask(page: Page, text: string) {
  await page.locator('.ask-text textarea').fill(text)
  await page.locator('.ask-text textarea').press('Enter')
}

const said = (page: Page) => page.locator('.answer-said')

describe.each(
  SIZES.flatMap((size) =>
    ['ar', 'en'].map((language) => ({ size, language, role: 'desk officer' })),
  ),
)('in $language on a $size', (way) => {
  test('what is known nowhere is no hit, and says which lists were asked', async () => {
    const seat = await sit(browser, way)
    await seat.page.goto(`${seat.origin}/ask`)
    await ask(seat.page, 'Zzyzxqua Vrrbelthorn')
    await said(seat.page).waitFor()
    expect(await seat.page.locator('.answer-hit').count()).toBe(0)
    await hold(seat.page, seat.faults)
    await seat.close()
  })
})

/** Asks the node from a page, as the page itself would. */
async function node(page: Page, method: string, path: string, body: unknown) {
  const sent = typeof body === 'string' ? body : JSON.stringify(body)
  return page.evaluate(
    async ([method, path, sent]) => {
      const headers = {
        'content-type': sent.startsWith('{"id') ? 'application/octet-stream' : 'application/json',
        'amana-purpose': 'criminal-investigation',
      }
      const answered = await fetch(path, { method, headers, body: sent })
      return { status: answered.status, text: await answered.text() }
    },
    [method, path, sent] as const,
  )
}

test('a stolen passport hits at a border, is decided, and its owner sees the use', async () => {
  const owner = await sit(browser, { node: 'SN' })
  await owner.page.goto(`${owner.origin}/inbox`)
  const number = `Z${String(Date.now()).slice(-8)}`
  const published = await node(owner.page, 'POST', '/api/v1/records', {
    kind: 'travel-document',
    unit: 'POLICE',
    handling: { level: 'restricted', codes: [] },
    evaluation: { source: 'A', information: '1', nature: 'fact' },
    purposes: ['criminal-investigation', 'border-control'],
    recipients: ['CO'],
    body: {
      statement: { number: `SEN:${number}`, document_type: 'passport', status: 'stolen' },
    },
  })
  expect(published.status, published.text).toBe(201)
  const border = await sit(browser, {
    role: 'front-line officer',
    size: 'phone',
    purpose: 'border-control',
  })
  await border.page.goto(border.origin)
  await border.page.locator('.ask-box').waitFor()
  await expect
    .poll(
      async () => {
        await ask(border.page, number)
        await said(border.page).waitFor()
        return border.page.locator('.answer-hit').count()
      },
      { timeout: 20_000 },
    )
    .toBe(1)
  const card = border.page.locator('.hit').first()
  await card
    .getByText(/stolen/i)
    .first()
    .waitFor()
  expect(await card.innerText()).toMatch(/listed, sign for sign/)
  await hold(border.page, border.faults)
  // Asked anew, the hit is on the screen within a second.
  await border.page.goto(`${border.origin}/ask`)
  await border.page.locator('.ask-box').waitFor()
  expect(await border.page.locator('.answer-hit').count()).toBe(0)
  const begun = performance.now()
  await ask(border.page, number)
  await border.page.locator('.answer-hit').waitFor()
  expect(performance.now() - begun).toBeLessThan(1_000)
  await border.page.getByRole('button', { name: 'No match', exact: true }).click()
  await border.page.getByRole('button', { name: 'Match', exact: true }).click()
  await border.page.getByLabel(/^Why/).fill('The number was read twice.')
  await border.page.getByRole('button', { name: 'Sign the decision' }).click()
  await border.page.locator('.decided-match', { hasText: 'read twice' }).waitFor()
  const name = (JSON.parse(published.text) as { name: string }).name
  const [code = '', id = ''] = name.split('/')
  await expect
    .poll(
      async () => {
        const uses = await owner.page.evaluate(
          async (path) =>
            (await fetch(path, { headers: { 'amana-purpose': 'criminal-investigation' } })).text(),
          `/api/v1/records/${code}/${id}/uses`,
        )
        return uses
      },
      { timeout: 20_000 },
    )
    .toContain('decided')
  await Promise.all([owner.close(), border.close()])
})

const person = (id: string, name: string) =>
  JSON.stringify({
    id,
    schema: 'Person',
    properties: { name: [name], birthDate: ['1970-02-19'], nationality: ['no'] },
  })

test('a list is added and updated, and what arrives answers a standing question', async () => {
  const keeper = await sit(browser, { role: 'administrator' })
  const desk = await sit(browser, {})
  const list = `exercise-${String(Date.now())}`
  await keeper.page.goto(`${keeper.origin}/administration/lists`)
  await keeper.page.getByRole('button', { name: 'Add a list' }).click()
  const field = (label: RegExp) => keeper.page.locator('.sheet').getByLabel(label)
  await field(/^Name/).fill(list)
  await field(/^Format/).selectOption('ftm')
  await field(/^Owner/).fill('Exercise unit')
  await field(/^Licence/).fill('Of our own')
  await field(/^Review/).fill('31/12/2027')
  await field(/^Criminal investigation/).check()
  const file = (...lines: string[]) => ({
    name: 'list.ftm.jsonl',
    mimeType: 'application/json',
    buffer: Buffer.from(lines.join('\n')),
  })
  await field(/^The file/).setInputFiles(file(person('a', 'Orvallo Tchentwick')))
  await hold(keeper.page, keeper.faults)
  await keeper.page.getByRole('button', { name: 'Add it' }).click()
  await keeper.page.locator('.sheet', { hasText: /1\W* added/ }).waitFor()
  await keeper.page.keyboard.press('Escape')
  const row = keeper.page.getByRole('row', { name: new RegExp(list) })
  await row.waitFor()
  await hold(keeper.page, keeper.faults)

  await desk.page.goto(`${desk.origin}/ask/standing`)
  await desk.page.getByLabel(/^Name, number/).fill('Melvunda Prask')
  await desk.page.getByLabel(/^Why it stands/).fill('Seen at the port (exercise).')
  await desk.page.getByLabel(/^Review/).fill('01/03/2027')
  await desk.page.getByLabel(/^Ends/).fill('01/04/2027')
  await desk.page.getByRole('button', { name: 'Set it' }).click()
  await desk.page.locator('.hit', { hasText: 'Melvunda Prask' }).waitFor()
  await hold(desk.page, desk.faults)

  const both = [person('a', 'Orvallo Tchentwick'), person('b', 'Melvunda Prask')]
  await row.locator('input[type=file]').setInputFiles(file(...both))
  await row.getByText(/1\W* added/).waitFor()
  await expect
    .poll(
      async () => {
        await desk.page.goto(`${desk.origin}/ask/past`)
        await desk.page.locator('.register, .note').first().waitFor()
        return desk.page.getByRole('row', { name: /Melvunda Prask.*1\W* hit/ }).count()
      },
      { timeout: 20_000 },
    )
    .toBe(1)
  await desk.page.goto(`${desk.origin}/ask/hits`)
  await desk.page.locator('.hit', { hasText: 'Melvunda Prask' }).first().waitFor()

  // The same by many at once, and nobody's name is left in an address.
  await desk.page.goto(`${desk.origin}/ask/many`)
  await desk.page.getByLabel(/^One question a line/).fill('Melvunda Prask\nNobody Ofthisname\n')
  await desk.page.getByRole('button', { name: /^Ask \W*2\W* questions/ }).click()
  await desk.page.getByText(/2\W* of \W*2\W* asked/).waitFor()
  await desk.page.locator('.many-answers summary', { hasText: 'Melvunda Prask' }).first().click()
  await desk.page.locator('.many-answers .hit').first().waitFor()
  await hold(desk.page, desk.faults)
  expect(desk.page.url()).toBe(`${desk.origin}/ask/many`)

  await row.getByRole('button', { name: 'Remove' }).click()
  await row.getByRole('button', { name: 'Remove for good' }).click()
  await row.waitFor({ state: 'detached' })
  await Promise.all([keeper.close(), desk.close()])
})

test.each(['ar', 'en'])('without scripts, in %s', async (language) => {
  const { origin, cookies } = seatOf('CO', 'front-line officer')
  const context = await browser.newContext({ javaScriptEnabled: false, locale: language })
  await context.addCookies(cookies)
  const page = await context.newPage()
  await page.goto(`${origin}/plain/ask?language=${language}&purpose=border-control`)
  await page.locator('textarea').fill('Zzyzxqua Vrrbelthorn')
  await page.locator('main form button').last().click()
  await page.locator('[role=status]').waitFor()
  expect(page.url()).not.toContain('Zzyzxqua')
  expect(Buffer.byteLength(await page.content())).toBeLessThan(50_000)
  await context.close()
})

test("a country's own table is added when each of its columns is given what it says", async () => {
  const keeper = await sit(browser, { role: 'administrator' })
  const list = `table-${String(Date.now())}`
  await keeper.page.goto(`${keeper.origin}/administration/lists`)
  await keeper.page.getByRole('button', { name: 'Add a list' }).click()
  const field = (label: RegExp) => keeper.page.locator('.sheet').getByLabel(label)
  await field(/^Name/).fill(list)
  await field(/^Format/).selectOption('csv')
  await field(/^Owner/).fill('Exercise unit')
  await field(/^Licence/).fill('Of our own')
  await field(/^Review/).fill('31/12/2027')
  await field(/^Criminal investigation/).check()
  const lines = ['No;Nombre;Nacido', '7;Ulpiano Verdesoto;1968-04-05', '8;Casto Brancaleone;1970']
  await field(/^The file/).setInputFiles({
    name: 'own.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\r\n')),
  })
  await field(/^No$/).selectOption('reference')
  await field(/^Nombre$/).selectOption('name')
  await field(/^Nacido$/).selectOption('birth')
  await hold(keeper.page, keeper.faults)
  await keeper.page.getByRole('button', { name: 'Add it' }).click()
  await keeper.page.locator('.sheet', { hasText: /2\W* added/ }).waitFor()
  await keeper.close()
  const desk = await sit(browser, {})
  await desk.page.goto(`${desk.origin}/ask`)
  await ask(desk.page, 'Verdesoto, Ulpiano 1968-04-05')
  await desk.page.locator('.answer-hit, .hit', { hasText: 'Ulpiano Verdesoto' }).first().waitFor()
  await desk.close()
})
