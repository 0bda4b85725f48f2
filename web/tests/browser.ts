// A browser with the node's pages before it, and what is held against every page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page, type Request } from 'playwright-core'
import { expect, inject } from 'vitest'
import type { Seat } from './demo.ts'

export const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  /** A desk's page at 200 %: half as many points, each of four. */
  zoomed: { width: 720, height: 450 },
}
export type Size = keyof typeof SIZES
/** Who sits where nobody else is named. */
const ROLE = 'desk officer'
/** Looks in a row, a drawing apart, at which nothing is under way. */
const QUIET_LOOKS = 3
/** What never comes is looked at without it. */
const SETTLED_MS_MAX = 2_000
export const axe = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  })

/** The seat that the demo's link of a role gave. */
export function seatOf(node: string, role: string): Seat {
  const found = inject('seats').find((each) => each.node === node && each.role === role)
  if (!found) throw new Error(`the demo has no ${role} at ${node}`)
  return found
}

export interface Sitting {
  page: Page
  origin: string
  faults: string[]
  close: () => Promise<void>
}

interface Wanted {
  node?: string
  role?: string
  language?: string
  size?: Size
  purpose?: string
  theme?: string
  /** A seat elsewhere than in the demo. */
  seat?: Seat
  /** Whether the pages may keep themselves on the device; what goes by a worker is not routed. */
  worker?: boolean
  /** Whether the tab is nobody else's after it: its clock stands, or it keeps something. */
  own?: boolean
}

/** Tabs whose officers have risen, by browser and by how they sat. */
const free = new WeakMap<Browser, Map<string, Page[]>>()

/**
 * A page of a signed-in officer, who works for a purpose in a language. Whoever rises leaves the
 * tab, with nothing kept in it, to the next who sits the same way: its programs are compiled
 * already.
 */
export async function sit(browser: Browser, wanted: Wanted): Promise<Sitting> {
  const { origin, cookies } = wanted.seat ?? seatOf(wanted.node ?? 'CO', wanted.role ?? ROLE)
  if (wanted.worker ?? wanted.own) {
    const page = await tab(browser, wanted, cookies)
    return { page, origin, faults: watch(page, origin), close: () => page.context().close() }
  }
  const tabs = free.get(browser) ?? new Map<string, Page[]>()
  free.set(browser, tabs)
  const way = JSON.stringify(wanted)
  const idle = tabs.get(way) ?? []
  tabs.set(way, idle)
  const page = idle.pop() ?? (await tab(browser, wanted, cookies))
  const close = async () => {
    await forget(page, origin)
    idle.push(page)
  }
  return { page, origin, faults: watch(page, origin), close }
}

async function tab(browser: Browser, wanted: Wanted, cookies: Seat['cookies']): Promise<Page> {
  const { language = 'en', size = 'desk' } = wanted
  const context = await browser.newContext({
    viewport: SIZES[size],
    deviceScaleFactor: size === 'zoomed' ? 2 : 1,
    locale: language,
    hasTouch: size === 'phone',
    timezoneId: 'America/Bogota',
    reducedMotion: 'reduce',
    serviceWorkers: wanted.worker ? 'allow' : 'block',
  })
  await context.addCookies(cookies)
  const setting = { language, theme: wanted.theme ?? 'light', timeZone: 'America/Bogota' }
  await context.addInitScript(
    ([kept, purpose]) => {
      if (location.protocol === 'about:') return
      localStorage.setItem('amana-setting', kept ?? '')
      if (purpose) sessionStorage.setItem('amana-purpose', purpose)
    },
    [JSON.stringify(setting), wanted.purpose ?? 'criminal-investigation'],
  )
  return context.newPage()
}

/** Leaves a tab as if nobody had sat there. */
async function forget(page: Page, origin: string): Promise<void> {
  page.removeAllListeners()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.context().setOffline(false)
  await page.evaluate(() => {
    sessionStorage.clear()
  })
  // Nothing of the page is left that could write again.
  await page.goto('about:blank')
  const session = await page.context().newCDPSession(page)
  const storageTypes = 'local_storage,indexeddb,cache_storage'
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes })
  await session.detach()
}

/** What each page asked for and has not heard of yet. */
const asked = new WeakMap<Page, Set<Request>>()
/** The stream of events never ends. */
const STREAM = '/api/v1/events'

/** Collects what no page may do: ask another host, or write an error. */
export function watch(page: Page, origin: string): string[] {
  const faults: string[] = []
  const open = new Set<Request>()
  asked.set(page, open)
  page.on('request', (request) => {
    const url = request.url()
    const own = url.replace(/^blob:/, '')
    if (!own.startsWith(origin) && !url.startsWith('data:,')) faults.push(`asks ${url}`)
    if (!url.startsWith(origin + STREAM)) open.add(request)
  })
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`threw: ${error.message}`))
  return faults
}

/** Waits until a page has heard of all that it asked for, and has drawn it: labels come last. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  const until = Date.now() + SETTLED_MS_MAX
  let quiet = 0
  while (quiet < QUIET_LOOKS && Date.now() < until) {
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 20))),
    )
    quiet = (asked.get(page)?.size ?? 0) === 0 ? quiet + 1 : 0
  }
}

/** What is held against every page, in every language and size. */
export async function hold(page: Page, faults: string[]): Promise<void> {
  await settled(page)
  expect(faults).toEqual([])
  const text = await page.locator('body').innerText()
  expect(text).not.toMatch(/⟦|page-[a-z]|undefined|\[object/)
  const overflow = await page.evaluate(() => {
    const wide = document.documentElement
    if (wide.scrollWidth <= wide.clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter(
        (part) =>
          part.getBoundingClientRect().right > wide.clientWidth + 1 ||
          part.getBoundingClientRect().left < -1,
      )
      .map((part) => `${part.tagName}.${part.className}`)
  })
  expect(overflow).toEqual([])
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (o: unknown) => Promise<AxeResults> } }).axe.run
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const only = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }
    const { violations } = await run({ ...only, selectors: false })
    return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`)
  })
  expect(found).toEqual([])
}
