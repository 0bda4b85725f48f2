// Records that belong together: found, said to be one, seen on the other side, undone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

async function firstOf(page: Page, origin: string, owner: string): Promise<string> {
  await page.goto(`${origin}/inbox?kind=seizure&owner=${owner}`)
  const row = page.locator('.row').first()
  await row.waitFor()
  return (await row.getAttribute('href')) ?? ''
}

async function look(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Look/ }).first().click()
  await page.getByRole('heading', { name: 'One and the same' }).waitFor()
}

/** Names of the records that the statements shown under a heading are about. */
const under = (page: Page, heading: string) =>
  page.locator(`.connections h3:has-text("${heading}") + .links .statement`)

test('two records are said to be one, the other side sees it, and it is undone', async () => {
  const writer = await sit(browser, { node: 'CO' })
  const reader = await sit(browser, { node: 'SN' })
  const { page, origin } = writer
  const theirs = await firstOf(page, origin, 'SN')
  const ours = await firstOf(page, origin, 'CO')
  await page.goto(origin + ours)
  await page.locator('.record h1').waitFor()
  await look(page)
  await page.getByRole('button', { name: /^Same as another/ }).click()
  const address = page.getByLabel(/^Address of the other/)
  await address.fill('somewhere')
  await page.getByText('no address of another record').waitFor()
  await address.fill(origin + theirs)
  await page.getByText(/Goes to: .?Senegal/).waitFor()
  expect(await page.getByRole('button', { name: /^Decide that/ }).isEnabled()).toBe(false)
  await page.getByLabel('Same place and time').check()
  await hold(page, writer.faults)
  await page.getByRole('button', { name: /^Decide that/ }).click()
  await under(page, 'Decided').first().waitFor()
  expect(await page.getByText('One with this record').count()).toBe(1)
  await hold(page, writer.faults)

  await reader.page.goto(reader.origin + theirs)
  await reader.page.locator('.record h1').waitFor()
  await look(reader.page)
  await under(reader.page, 'Decided').first().waitFor()

  await under(page, 'Decided').getByRole('button', { name: 'Undo the decision' }).click()
  await page.locator('.sheet textarea').fill('Two seals, two days.')
  await hold(page, writer.faults)
  await page.locator('.sheet').getByRole('button', { name: 'Undo the decision' }).click()
  await under(page, 'Rejected or undone').first().waitFor()
  expect(await under(page, 'Rejected or undone').first().innerText()).toContain('Two seals')
  expect(await page.getByText('One with this record').count()).toBe(0)
  await reader.page.locator('.connections').getByRole('button', { name: 'Look again' }).click()
  await under(reader.page, 'Rejected or undone').first().waitFor()
  await Promise.all([writer.close(), reader.close()])
})

test('what another node says is answered by a statement of our own', async () => {
  const writer = await sit(browser, { node: 'CO' })
  const reader = await sit(browser, { node: 'SN' })
  const theirs = await firstOf(writer.page, writer.origin, 'SN')
  const ours = await firstOf(writer.page, writer.origin, 'CO')
  await writer.page.goto(writer.origin + ours)
  await look(writer.page)
  await writer.page.getByRole('button', { name: /^Same as another/ }).click()
  await writer.page.getByLabel(/^Address of the other/).fill(writer.origin + theirs)
  await writer.page.getByLabel('Same route').check()
  await writer.page.getByRole('button', { name: 'Propose', exact: true }).click()
  await under(writer.page, 'Proposed').first().waitFor()

  await reader.page.goto(reader.origin + theirs)
  await look(reader.page)
  await under(reader.page, 'Proposed').first().waitFor()
  await under(reader.page, 'Proposed').first().getByRole('button', { name: 'They are two' }).click()
  await reader.page.locator('.sheet').getByRole('button', { name: 'They are two' }).click()
  await under(reader.page, 'Rejected or undone').first().waitFor()
  // The proposal stays the other node's: it is not changed, it is contradicted.
  expect(await under(reader.page, 'Proposed').count()).toBeGreaterThan(0)
  await Promise.all([writer.close(), reader.close()])
})

test('a record is said anew: the form begins with it, and the difference is shown', async () => {
  const writer = await sit(browser, { node: 'CO' })
  const reader = await sit(browser, { node: 'SN' })
  const { page, origin } = writer
  await page.goto(`${origin}/compose?kind=message`)
  const subject = `Parcel ${Date.now()}`
  await page.getByLabel(/^Type of message/).selectOption('spontaneous')
  await page.getByLabel(/^Subject/).fill(subject)
  await page.getByLabel(/^Offence/).selectOption('drug-trafficking')
  await page.locator('.writing textarea').fill('Forty packages.')
  await page.locator('.readers').getByText('Senegal').click()
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.getByRole('button', { name: 'Send to one node' }).click()
  await page.locator('.record h1').waitFor()
  await page.locator('.delivery-row').getByText('receipted').waitFor()
  await page.getByRole('button', { name: 'New revision' }).click()
  expect(await page.getByLabel(/^Subject/).inputValue()).toBe(subject)
  expect(await page.locator('.readers').getByLabel('Senegal').isChecked()).toBe(true)
  await page.locator('.writing textarea').fill('Fifty packages.')
  await hold(page, writer.faults)
  await page.getByRole('button', { name: 'Before sending' }).click()
  await page.getByRole('button', { name: 'Send to one node' }).click()
  await page.locator('.record-kind', { hasText: 'revision 2' }).waitFor()
  const path = new URL(page.url()).pathname
  await page.locator('.delivery-row').getByText('receipted').waitFor()
  await reader.page.goto(reader.origin + path)
  await reader.page.locator('.record-kind', { hasText: 'revision 2' }).waitFor()
  await reader.page.getByRole('button', { name: /^Compare with revision/ }).click()
  await reader.page.locator('.changes ins', { hasText: 'Fifty packages.' }).waitFor()
  expect(await reader.page.locator('.changes del').innerText()).toContain('Forty packages.')
  await hold(reader.page, reader.faults)
  await Promise.all([writer.close(), reader.close()])
})
