// An inbox of a hundred thousand threads: one opens it, goes down it, searches it, and is told.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit, type Sitting, type Size } from './browser.ts'
import { type Seat, type Started, start, takeSeats } from './demo.ts'

const THREADS = 100_000
/** What a page may take before a node that was not built for speed; `amana bench threads` is. */
const SOON_MS = 3_000

let browser: Browser
let started: Started
let seat: Seat
beforeAll(async () => {
  const args = ['bench', 'threads', '--serve', '--threads', String(THREADS)]
  started = await start(args, 6)
  const desk = started.ways.filter(({ role }) => role === 'desk officer')
  seat = (await takeSeats(desk))[0] as Seat
  browser = await launch()
}, 300_000)
afterAll(async () => {
  await browser.close()
  await started.stop()
})

const open = async (path: string, language = 'en', size: Size = 'desk'): Promise<Sitting> => {
  const seen = await sit(browser, { seat, language, size })
  await seen.page.goto(seen.origin + path)
  await seen.page.locator('.thread-list .row').first().waitFor()
  return seen
}

const rows = (page: Page) => page.locator('.thread-list li')

/** How long it takes until something is there. */
async function timed(done: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await done()
  return performance.now() - begun
}

/** Goes down the list until so many rows lie above; answers the most that were there at once. */
async function goDown(page: Page, wanted: number): Promise<number> {
  let most = 0
  for (let place = 0; place < wanted;) {
    await page.locator('.thread-list li').last().scrollIntoViewIfNeeded()
    const last = await page.locator('.thread-list li').last().getAttribute('aria-posinset')
    most = Math.max(most, await rows(page).count())
    place = Number(last)
  }
  return most
}

test.each([
  ['en', 'desk'],
  ['ar', 'phone'],
] as const)('all of them, in %s on a %s', async (language, size) => {
  const seen = await open('/inbox?kind=all', language, size)
  const counted = await seen.page.locator('.chip-count').allInnerTexts()
  expect(counted.length).toBeGreaterThan(3)
  await hold(seen.page, seen.faults)
  const most = await goDown(seen.page, 1_000)
  expect(most).toBeLessThan(80)
  await hold(seen.page, seen.faults)
  await seen.close()
})

test('each sort and words come soon', async () => {
  const seen = await open('/inbox?kind=all')
  for (const name of ['Unread', 'Mine', 'Unassigned', 'Threads']) {
    const chip = seen.page.locator('.chip', { hasText: new RegExp(`^${name}`) })
    const took = await timed(async () => {
      await chip.click()
      await seen.page.locator('.thread-list .row, .inbox-list .note').first().waitFor()
    })
    expect(took, name).toBeLessThan(SOON_MS)
  }
  const box = seen.page.getByRole('textbox', { name: 'Words in threads' })
  await box.fill('santos')
  const took = await timed(async () => {
    await box.press('Enter')
    await seen.page.waitForURL('**words=santos**')
    await expect
      .poll(
        async () => {
          const all = await rows(seen.page).allInnerTexts()
          return all.length > 20 && all.every((row) => row.includes('santos'))
        },
        { timeout: 10_000 },
      )
      .toBe(true)
  })
  expect(took).toBeLessThan(SOON_MS)
  expect(seen.faults).toEqual([])
  await seen.close()
})

test('far down, by keys alone, a thread is opened; what comes then is on top at once', async () => {
  const [seen, other] = [await open('/inbox?kind=all'), await open('/inbox?kind=all')]
  await rows(seen.page).first().locator('.row').focus()
  for (let step = 0; step < 50; step += 1) await seen.page.keyboard.press('j')
  const at = seen.page.locator('.thread-list .row:focus')
  expect(await at.evaluate((row) => row.closest('li')?.dataset['place'])).toBe('50')
  await seen.page.keyboard.press('Enter')
  await seen.page.locator('.inbox-pane .messages, .inbox-pane article').first().waitFor()
  await goDown(seen.page, 500)
  const subject = `A pallet of Dakar ${Date.now()}`
  const tell = other.page.evaluate(async (subject) => {
    const statement = {
      type: 'spontaneous',
      subject,
      offence: 'drug-trafficking',
      text: { language: 'en', text: 'It came without its papers.' },
    }
    const sent = {
      kind: 'message',
      unit: 'POLICE',
      handling: { level: 'restricted', codes: [] },
      purposes: ['criminal-investigation'],
      recipients: [],
      body: { statement },
    }
    const headers = {
      'content-type': 'application/json',
      'amana-purpose': 'criminal-investigation',
    }
    const body = JSON.stringify(sent)
    return (await fetch('/api/v1/records', { method: 'POST', headers, body })).status
  }, subject)
  expect(await tell).toBe(201)
  const took = await timed(() => other.page.getByText(subject).first().waitFor())
  expect(took).toBeLessThan(SOON_MS)
  await rows(seen.page)
    .first()
    .evaluate(() => {
      document.querySelectorAll('*').forEach((part) => {
        part.scrollTop = 0
      })
    })
  await seen.page.getByText(subject).first().waitFor()
  expect([...seen.faults, ...other.faults]).toEqual([])
  await Promise.all([seen.close(), other.close()])
})
