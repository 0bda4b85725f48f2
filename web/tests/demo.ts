// Starts the demo for the tests and reads its addresses and sign-in links from what it prints.
import { spawn } from 'node:child_process'
import type { Browser, BrowserContext } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { launch } from './browser.ts'

export interface Way {
  node: string
  role: string
  link: string
}

/** A seat: a link that was spent, and the cookie that it gave. */
export interface Seat extends Way {
  origin: string
  cookies: Awaited<ReturnType<BrowserContext['cookies']>>
}

declare module 'vitest' {
  interface ProvidedContext {
    seats: Seat[]
  }
}

const WAITED_MS = 240_000
const AT_A_TIME = 4

/** The links in what the demo prints: `CO  http://…`, then one line a role. */
export function parse(text: string): Way[] {
  const ways: Way[] = []
  let node = ''
  for (const line of text.split('\n')) {
    node = /^([A-Z]{2}) {2}http:/.exec(line)?.[1] ?? node
    const found = /^ {4}(\S.*?) {2,}(http:\/\/\S+\/sign-in\/\w+)$/.exec(line)
    if (found) ways.push({ node, role: found[1] ?? '', link: found[2] ?? '' })
  }
  return ways
}

/** Spends every link, once for all who sit there; several at a time. */
export async function takeSeats(ways: Way[]): Promise<Seat[]> {
  const browser = await launch()
  const waiting = [...ways.entries()]
  const seats: Seat[] = []
  const takes = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, way] = next
      seats[at] = await takeSeat(browser, way)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, takes))
  await browser.close()
  return seats
}

async function takeSeat(browser: Browser, way: Way): Promise<Seat> {
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  await page.goto(way.link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('.shell').waitFor()
  const seat = { ...way, origin: new URL(way.link).origin, cookies: await context.cookies() }
  await context.close()
  return seat
}

export interface Started {
  ways: Way[]
  stop: () => Promise<void>
}

/** Starts the binary and waits until it has printed so many links. */
export async function start(args: string[], links: number): Promise<Started> {
  const binary = process.env['AMANA']
  if (!binary) throw new Error('say in AMANA where the binary is; `cargo xtask test web` does')
  const started = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((done) =>
    started.once('exit', () => {
      done()
    }),
  )
  let text = ''
  const ways = await new Promise<Way[]>((found, failed) => {
    const late = setTimeout(() => {
      failed(new Error(`amana ${args.join(' ')} gave no links:\n${text}`))
    }, WAITED_MS)
    started.once('exit', () => {
      failed(new Error(`amana ${args.join(' ')} ended:\n${text}`))
    })
    started.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      const seen = parse(text)
      if (seen.length < links || !text.endsWith('\n')) return
      clearTimeout(late)
      found(seen)
    })
  })
  const stop = () => {
    started.kill('SIGINT')
    return ended
  }
  return { ways, stop }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { ways, stop } = await start(['demo'], 12)
  project.provide('seats', await takeSeats(ways))
  return stop
}
