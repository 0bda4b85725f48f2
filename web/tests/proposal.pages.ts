// Two people: what one proposes another confirms, seen by both; alone nobody can.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit, type Sitting, type Size } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const LIMIT = 'saved_views_max'

/** Proposes another value of a limit and goes to the proposal. */
async function propose({ page, origin }: Sitting, value: number): Promise<void> {
  await page.goto(`${origin}/administration/limits`)
  await page.locator('.part-find input').fill(LIMIT)
  await page.locator('.limits tbody button').click()
  await page.locator('.sheet input[type=number]').fill(String(value))
  await page.locator('.sheet button[type=submit]').click()
  await page.locator('.sheet textarea').fill('The analysts of the exercise keep many searches.')
  await page.locator('.sheet button[type=submit]').click()
  await page.locator('.sheet a').click()
  await page.locator('.proposal-title').waitFor()
}

async function valueOf({ page, origin }: Sitting): Promise<string> {
  await page.goto(`${origin}/administration/limits`)
  await page.locator('.part-find input').fill(LIMIT)
  return page.locator('.limits tbody .figure').first().innerText()
}

test('one administrator proposes, another confirms, and alone he cannot', async () => {
  const first = await sit(browser, { role: 'administrator' })
  const second = await sit(browser, { role: 'second administrator' })
  await propose(first, 120)
  const path = new URL(first.page.url()).pathname
  const own = await first.page.locator('.proposal-decide').innerText()
  expect(own).toContain('another person confirms it')
  expect(await first.page.locator('.proposal-decide button').count()).toBe(1)
  // Not by asking the node for it either.
  const status = await first.page.evaluate(
    async (number) => {
      const shown = (await (await fetch(`/api/v1/proposals/${number}`)).json()) as {
        digest: string
      }
      const answer = await fetch(`/api/v1/proposals/${number}/confirmation`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ digest: shown.digest, reason: 'alone' }),
      })
      return answer.status
    },
    path.split('/').at(-1) ?? '',
  )
  expect(status).toBe(403)
  expect(await valueOf(first)).toBe('100')

  await second.page.goto(second.origin + path)
  await second.page.locator('.place-count').waitFor()
  await second.page.locator('.proposal-decide textarea').fill('Agreed: they do.')
  await second.page.locator('.proposal-decide button[type=submit]').click()
  await second.page.getByText('confirmed').first().waitFor()
  await hold(second.page, second.faults)
  expect(await valueOf(first)).toBe('120')
  await first.close()
  await second.close()
})

test('a revision that reaches another node waits for a colleague', async () => {
  const writer = await sit(browser, { role: 'desk officer' })
  const colleague = await sit(browser, { role: 'analyst' })
  const sent = await writer.page.goto(writer.origin).then(() =>
    writer.page.evaluate(async () => {
      const text = { language: 'en', text: 'A parcel of the exercise.' }
      const statement = {
        type: 'spontaneous',
        offence: 'drug-trafficking',
        subject: 'A parcel for two',
        text,
      }
      const draft = {
        kind: 'message',
        unit: 'POLICE',
        handling: { level: 'restricted' },
        purposes: ['criminal-investigation'],
        recipients: ['SN'],
        body: { statement },
      }
      const send = (path: string, body: unknown) =>
        fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      const first = await send('/api/v1/records', draft)
      const told = await first.text()
      if (first.status !== 201) return { status: first.status, told, number: 0 }
      const id = (JSON.parse(told) as { name: string }).name.split('/')[1]
      const wider = { ...draft, revises: id, recipients: ['SN', 'ES'] }
      const alone = await send('/api/v1/records', wider)
      const wanted = { measure: 'publish', draft: wider }
      const made = await send('/api/v1/proposals', { wanted, reason: 'Madrid asks as well.' })
      const { number } = (await made.json()) as { number: number }
      return { status: alone.status, told, number }
    }),
  )
  expect(sent.status, sent.told).toBe(403)
  await colleague.page.goto(`${colleague.origin}/proposals/${String(sent.number)}`)
  await colleague.page.getByText('A parcel of the exercise.').waitFor()
  await colleague.page.locator('.proposal-widened li').first().waitFor()
  await hold(colleague.page, colleague.faults)
  await colleague.page.locator('.proposal-decide textarea').fill('They have asked.')
  await colleague.page.locator('.proposal-decide button[type=submit]').click()
  await colleague.page.locator('.proposal-facts a').waitFor()
  await writer.close()
  await colleague.close()
})

test.each(
  ['ar', 'en'].flatMap((language) =>
    (['desk', 'phone'] as Size[]).map((size) => ({ language, size })),
  ),
)('a proposal in $language on a $size', async (way) => {
  const seat = await sit(browser, { ...way, role: 'administrator' })
  await propose(seat, 400)
  await hold(seat.page, seat.faults)
  await seat.page.locator('.proposal-decide textarea').fill('A slip.')
  await seat.page.locator('.proposal-decide button[type=submit]').click()
  await seat.page.locator('.proposal-decide').waitFor({ state: 'detached' })
  await seat.close()
})
