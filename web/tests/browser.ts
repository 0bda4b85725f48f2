// A browser with the node's pages before it, and what is held against every page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import type { Seat } from './demo.ts'

export const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  /** A desk's page at 200 %: half as many points, each of four. */
  zoomed: { width: 720, height: 450 },
}
export type Size = keyof typeof SIZES
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
}

/** A page of a signed-in officer, who works for a purpose in a language. */
export async function sit(browser: Browser, wanted: Wanted): Promise<Sitting> {
  const { node = 'CO', role = 'desk officer', language = 'en', size = 'desk' } = wanted
  const { origin, cookies } = wanted.seat ?? seatOf(node, role)
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
      localStorage.setItem('amana-setting', kept ?? '')
      if (purpose) sessionStorage.setItem('amana-purpose', purpose)
    },
    [JSON.stringify(setting), wanted.purpose ?? 'criminal-investigation'],
  )
  const page = await context.newPage()
  return { page, origin, faults: watch(page, origin), close: () => context.close() }
}

/** Pages of officers who sat and rose: the next who sits the same way need not begin anew. */
export class Chairs {
  private readonly free = new Map<string, Sitting[]>()

  /** A page as `sit` gives it; whoever rises leaves it for the next. */
  async sit(browser: Browser, wanted: Wanted): Promise<Sitting> {
    const way = JSON.stringify(wanted)
    const idle = this.free.get(way) ?? []
    this.free.set(way, idle)
    const seat = idle.pop() ?? (await sit(browser, wanted))
    seat.faults.length = 0
    const close = async () => {
      await seat.page.goto('about:blank')
      idle.push(seat)
    }
    return { ...seat, close }
  }
}

/** Collects what no page may do: ask another host, or write an error. */
export function watch(page: Page, origin: string): string[] {
  const faults: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    const own = url.replace(/^blob:/, '')
    if (!own.startsWith(origin) && !url.startsWith('data:,')) faults.push(`asks ${url}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`threw: ${error.message}`))
  return faults
}

/** What is held against every page, in every language and size. */
export async function hold(page: Page, faults: string[]): Promise<void> {
  // The stream of events never ends, so the network is never idle: labels come last.
  await page.waitForLoadState('load')
  await page.waitForTimeout(250)
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
