// The node's answers as they were kept, so that a page shows the same on every machine and day.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'

export const FOLDER = join(import.meta.dirname, 'kept')
const FILE = join(FOLDER, 'answers.json')
/** Whether what is seen now is what is kept from now on: `cargo xtask night --accept`. */
export const ACCEPTS = process.env['AMANA_ACCEPT'] === '1'

interface Answer {
  status: number
  body: string
}

interface Kept {
  /** The moment that pages take for now. */
  at: string
  answers: Record<string, Answer>
}

function read(): Kept {
  if (ACCEPTS || !existsSync(FILE)) return { at: new Date().toISOString(), answers: {} }
  return JSON.parse(readFileSync(FILE, 'utf8')) as Kept
}

const kept = read()

export const at = (): Date => new Date(kept.at)

export function save(): void {
  const sorted = Object.fromEntries(Object.entries(kept.answers).sort())
  writeFileSync(FILE, `${JSON.stringify({ at: kept.at, answers: sorted }, null, 1)}\n`)
}

/** Gives a page kept answers; those it asks for besides are told to whoever tests it. */
export async function answerFrom(page: Page, role: string): Promise<string[]> {
  const missing: string[] = []
  await page.clock.setFixedTime(kept.at)
  await page.route('**/api/v1/**', async (route) => {
    const url = new URL(route.request().url())
    // The stream of events stays open and tells nothing.
    if (url.pathname === '/api/v1/events') return
    // A draft is called by chance.
    const path = url.pathname.replace(/(?<=\/drafts\/)[0-9a-f]{32}$/, '*')
    const key = `${role} ${route.request().method()} ${path}${url.search}`
    if (ACCEPTS) kept.answers[key] ??= await ask(route)
    const answer = kept.answers[key]
    if (!answer) missing.push(key)
    await route.fulfill({
      status: answer?.status ?? 404,
      contentType: 'application/json',
      body: answer?.body ?? '{}',
    })
  })
  return missing
}

async function ask(route: Route): Promise<Answer> {
  const answered = await route.fetch()
  return { status: answered.status(), body: await answered.text() }
}
