// A new version of the pages: it takes the place of the old one wholly, at the next visit with a
// line; a page that is open goes on until it is read again, and nothing typed is lost.
import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, seatOf } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

/** A script of the pages: its name changes with its content. */
const SCRIPT = /([A-Za-z]+-[\w-]{8})\.js/g

/**
 * Stands before a node. From the second version on the pages are others: their scripts have other
 * names, the first one says so, the worker has another name for what it keeps, and the old ones are
 * gone.
 */
class Before {
  version = 1
  private readonly server: Server
  constructor(private readonly to: URL) {
    this.server = createServer((asked, answered) => {
      const path = asked.url ?? '/'
      if (this.version > 1 && /^\/assets\/.*(?<!\.v2)\.js$/.test(path)) {
        answered.writeHead(404).end()
        return
      }
      const headers = { ...asked.headers, 'accept-encoding': 'identity' }
      const target = { host: to.hostname, port: to.port, method: asked.method, headers }
      const onward = ask({ ...target, path: path.replace('.v2.js', '.js') }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        const kind = answer.headers['content-type'] ?? ''
        if (/event-stream/.test(kind) || !this.changes(path, kind)) {
          answered.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(answered)
          return
        }
        answer.on('end', () => {
          const whole = Buffer.concat(parts)
          const packed = answer.headers['content-encoding'] === 'gzip'
          const body = this.changed(path, (packed ? gunzipSync(whole) : whole).toString())
          const headers = { ...answer.headers, 'content-length': Buffer.byteLength(body) }
          delete headers['content-encoding']
          delete headers['transfer-encoding']
          answered.writeHead(answer.statusCode ?? 502, headers).end(body)
        })
      })
      onward.on('error', () => answered.destroy())
      asked.pipe(onward)
    })
  }
  private changes(path: string, kind: string): boolean {
    if (this.version === 1) return false
    return kind.startsWith('text/html') || path === '/line.js' || path.includes('.v2.js')
  }
  private changed(path: string, body: string): string {
    const renamed = body.replaceAll(SCRIPT, '$1.v2.js')
    if (/index-[\w-]+\.v2\.js/.test(path)) {
      return `document.documentElement.dataset.version='2';${renamed}`
    }
    return renamed.replace(/amana-shell-/, 'amana-shell-2-')
  }
  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    return `http://${this.to.hostname}:${(this.server.address() as AddressInfo).port}`
  }
  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

const version = (page: Page) => page.evaluate(() => document.documentElement.dataset['version'])

/** Every file that is kept on the device, by the name of what keeps it. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const all = names.map(async (name) => {
      const found = await (await caches.open(name)).keys()
      return [name, found.map((each) => new URL(each.url).pathname)] as const
    })
    return Object.fromEntries(await Promise.all(all))
  })

/** Whether the new worker has taken over. */
const replaced = (page: Page) =>
  page.evaluate(async () => {
    const found = await navigator.serviceWorker.getRegistration()
    const under = found?.installing ?? found?.waiting
    return !under && found?.active?.state === 'activated' && (await caches.keys()).length === 2
  })

test('a new version replaces the old one wholly, and costs nothing that was typed', async () => {
  const seat = seatOf('CO', 'desk officer')
  const before = new Before(new URL(seat.origin))
  const origin = await before.open()
  const context = await browser.newContext({ locale: 'en', serviceWorkers: 'allow' })
  await context.addCookies(seat.cookies)
  await context.addInitScript(() => {
    sessionStorage.setItem('amana-purpose', 'criminal-investigation')
  })
  const page = await context.newPage()
  await page.goto(`${origin}/compose?kind=message`)
  await page.getByLabel(/^Subject/).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const old = Object.keys(await kept(page))
  expect(old.length).toBe(1)
  const title = `Across versions ${Date.now()}`
  await page.getByLabel(/^Subject/).fill(title)
  before.version = 2
  // The browser looks for a new worker by itself now and then, and whenever a page is opened.
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update()
  })
  await expect.poll(() => replaced(page), { timeout: 30_000 }).toBe(true)
  // Its page is open: the files of the old one are there as well.
  expect(Object.keys(await kept(page)).length).toBe(2)
  // The page that is open goes on: what is typed is kept, parts that it still needs are there.
  expect(await version(page)).toBeUndefined()
  await page.getByLabel(/^Subject/).fill(`${title}, gone on with`)
  await page.locator('.writing-foot').getByText('Kept in your node').waitFor({ timeout: 20_000 })
  const address = page.url()
  await page.getByRole('link', { name: 'Find' }).first().click()
  await page.locator('.find').first().waitFor()
  expect(await version(page)).toBeUndefined()
  await page.goto(address)
  await page.getByLabel(/^Subject/).waitFor()
  expect(await version(page)).toBe('2')
  expect(await page.getByLabel(/^Subject/).inputValue()).toBe(`${title}, gone on with`)
  await expect.poll(async () => Object.keys(await kept(page)).length).toBe(1)
  const now = await kept(page)
  expect(Object.keys(now).length).toBe(1)
  const scripts = Object.values(now)[0]?.filter((path) => /\/assets\/index-[^/]*\.js$/.test(path))
  expect(scripts?.length).toBeGreaterThan(0)
  expect(scripts?.filter((path) => !path.includes('.v2.'))).toEqual([])
  // And without a line it is the new one that opens, with what was typed.
  await context.setOffline(true)
  await page.getByLabel(/^Subject/).fill(`${title}, and on`)
  await page.locator('.writing-foot').getByText('Kept on this device').waitFor()
  await page.reload()
  await page.getByLabel(/^Subject/).waitFor({ timeout: 20_000 })
  expect(await version(page)).toBe('2')
  expect(await page.getByLabel(/^Subject/).inputValue()).toBe(`${title}, and on`)
  await context.close()
  before.close()
})
