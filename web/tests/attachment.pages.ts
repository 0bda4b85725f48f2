// Files beside a record: chosen, sent over a line that is lost, shared without what they give away,
// seen on the other side.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit } from './browser.ts'
import { held, png } from './made.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const files = (page: Page) => page.locator('.attaching-chosen')

async function begin(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/compose?kind=message`)
  const subject = `With a picture ${Date.now()}`
  await page.getByLabel(/^Type of message/).selectOption('spontaneous')
  await page.getByLabel(/^Subject/).fill(subject)
  await page.getByLabel(/^Offence/).selectOption('drug-trafficking')
  await page.locator('.writing textarea').fill('The panel as it was found.')
  return subject
}

test('a picture goes beside a record and is seen on the other side, not its comment', async () => {
  const writer = await sit(browser, { node: 'CO' })
  const { page } = writer
  const subject = await begin(page, writer.origin)
  const picture = { name: 'panel.png', mimeType: 'image/png', buffer: png(80) }
  const list = { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('one\ntwo\n') }
  await files(page).setInputFiles([picture, list])
  await page.locator('.attaching-file').nth(1).getByText('Ready').waitFor()
  await page.getByText(/Cut out before sharing: .?comments/).waitFor()
  await page.getByLabel('What does it show?').first().fill('The opened panel')
  await hold(page, writer.faults)
  await page.locator('.readers').getByText('Senegal').click()
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.getByRole('button', { name: 'Send to one node' }).click()
  await page.getByRole('img', { name: 'The opened panel' }).waitFor()
  await page.getByRole('button', { name: 'Save the original' }).waitFor()
  await hold(page, writer.faults)
  const reader = await sit(browser, { node: 'SN', size: 'phone' })
  await reader.page.goto(`${reader.origin}/inbox`)
  await reader.page.locator('.row', { hasText: subject }).click()
  const seen = reader.page.getByRole('img', { name: 'The opened panel' })
  await seen.waitFor({ timeout: 20_000 })
  expect(await seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(80)
  const bytes = await seen.evaluate(async (image: HTMLImageElement) => {
    const canvas = document.createElement('canvas')
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    return [...(canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [])]
  })
  expect(bytes).toEqual([0xb0, 0xb0, 0xb0, 255])
  expect(await reader.page.getByText(/Its owner cut out: .?comments/).count()).toBe(1)
  expect(await reader.page.getByRole('button', { name: 'Save the original' }).count()).toBe(0)
  await hold(reader.page, reader.faults)
  await Promise.all([writer.close(), reader.close()])
})

test('a lost line and a page that is read again cost nothing of what was sent', async () => {
  const { page, origin, close } = await sit(browser, {})
  await begin(page, origin)
  const buffer = Buffer.alloc(5_000_000, 'what was found, line by line\n')
  const file = { name: 'long.txt', mimeType: 'text/plain', buffer }
  let pieces = 0
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    pieces += 1
    return pieces > 2 ? route.abort() : route.continue()
  })
  await files(page).setInputFiles(file)
  await page.getByText('The line is lost').waitFor()
  await page.locator('.writing-foot').getByText('Kept in your node').waitFor({ timeout: 20_000 })
  const address = page.url()
  // At another desk the bytes are not there: chosen again, the file goes on from where it is.
  const other = await sit(browser, {})
  await other.page.goto(address)
  await other.page.getByText(/Choose the file again: .?(39|4\d)/).waitFor()
  await other.close()
  // The page is gone before the line is back: nothing is sent in between.
  await page.goto('about:blank')
  await page.unroute('**/api/v1/uploads/*')
  const sent: number[] = []
  page.on('request', (request) => {
    const from = request.headers()['upload-offset']
    if (from) sent.push(Number(from))
  })
  // Here they are, and nobody has to choose anything.
  await page.goto(address)
  await page.locator('.attaching-file').getByText('Ready').waitFor()
  expect(sent[0]).toBe(2 * 1024 * 1024)
  expect(await held(page)).toBe(0)
  await page.getByRole('button', { name: /^Remove .?long\.txt/ }).click()
  expect(await page.locator('.attaching-file').count()).toBe(0)
  await close()
})

test('a file that was begun at another desk is gone on with where it is chosen again', async () => {
  const here = await sit(browser, { own: true })
  await begin(here.page, here.origin)
  const buffer = Buffer.alloc(3_000_000, 'what was found, line by line\n')
  const file = { name: 'long.txt', mimeType: 'text/plain', buffer }
  let pieces = 0
  await here.page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    pieces += 1
    return pieces > 2 ? undefined : route.continue()
  })
  await files(here.page).setInputFiles(file)
  await expect.poll(() => pieces).toBe(3)
  await here.page.locator('.writing-foot').getByText('Kept in your node').waitFor()
  const address = here.page.url()
  await here.close()
  const there = await sit(browser, {})
  await there.page.goto(address)
  await there.page.getByText(/Choose the file again: .?(6\d|7\d)/).waitFor()
  const sent: number[] = []
  there.page.on('request', (request) => {
    const from = request.headers()['upload-offset']
    if (from) sent.push(Number(from))
  })
  await files(there.page).setInputFiles(file)
  await there.page.locator('.attaching-file').getByText('Ready').waitFor()
  expect(sent[0]).toBe(2 * 1024 * 1024)
  await there.close()
})

test('a file that is not what it says is refused in words, in Arabic on a phone too', async () => {
  for (const [language, size, words] of [
    ['en', 'desk', 'The file is not what its name or type says.'],
    ['ar', 'phone', 'ليس الملف كما يقول اسمه أو نوعه.'],
  ] as const) {
    const { page, origin, faults, close } = await sit(browser, { language, size })
    await page.goto(`${origin}/compose?kind=message`)
    const buffer = Buffer.from('<script>alert(1)</script>')
    await files(page).setInputFiles({ name: 'panel.png', mimeType: 'image/png', buffer })
    await page.getByText(words).waitFor()
    faults.splice(0)
    await hold(page, faults)
    await close()
  }
})
