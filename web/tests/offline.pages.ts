// Offline copies: a device is enrolled by its public key, given a copy, asked without a line,
// brought up to date and revoked; what was asked on it is counted at the node.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, launch, sit, type Size, watch } from './browser.ts'

const binary = process.env['AMANA'] ?? ''
const pictures = process.env['PICTURES']
const folder = mkdtempSync(join(tmpdir(), 'amana-offline-'))
let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

const amana = (...args: string[]) => execFileSync(binary, args, { encoding: 'utf8' })

async function picture(page: Page, name: string) {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

/** A list of one invented person, added as the page of lists would. */
async function addList(page: Page, name: string) {
  const about = {
    name,
    format: 'ftm',
    purposes: ['border-control', 'criminal-investigation'],
    owner: 'Exercise unit',
    licence: 'Of our own',
    review: '2099-01-31',
    contact: '+57 601 555 0100',
  }
  const person = {
    id: 'a',
    schema: 'Person',
    properties: { name: ['Orvallo Tchentwick'], birthDate: ['1970-02-19'] },
  }
  const status = await page.evaluate(
    async ([about, file]) => {
      const path = `/api/v1/lists?about=${encodeURIComponent(about)}`
      const headers = { 'content-type': 'application/octet-stream' }
      return (await fetch(path, { method: 'POST', headers, body: file })).status
    },
    [JSON.stringify(about), JSON.stringify(person)] as const,
  )
  expect(status).toBe(201)
}

async function save(page: Page, button: string, file: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  await download.saveAs(file)
}

/** The page on the device, while something is done with it. */
async function serving(copy: string, device: string, work: (address: string) => Promise<void>) {
  const served = spawn(binary, [
    'copy',
    'serve',
    copy,
    '--device',
    device,
    '--listen',
    '127.0.0.1:0',
  ])
  try {
    const address = await new Promise<string>((found, failed) => {
      served.once('exit', () => {
        failed(new Error('the page was not served'))
      })
      served.stdout.on('data', (bytes: Buffer) => {
        found(bytes.toString().trim())
      })
    })
    await work(address)
  } finally {
    served.removeAllListeners('exit')
    served.kill()
  }
}

/** What the page on the device says, in a language, on a screen. */
async function askThere(address: string, language: string, size: Size) {
  const viewport = size === 'phone' ? { width: 390, height: 844 } : { width: 1440, height: 900 }
  const context = await browser.newContext({ viewport, locale: language, javaScriptEnabled: true })
  const page = await context.newPage()
  const faults = watch(page, new URL(address).origin)
  await page.goto(address)
  await page.locator('main li a').first().click()
  await page.locator('textarea').fill('Orvallo Tchentwick 1970-02-19')
  await page.locator('form button').first().click()
  await page.locator('article', { hasText: 'Orvallo Tchentwick' }).waitFor()
  // The page's own policy lets no script in, and so none of those that would look at it.
  expect(faults).toEqual([])
  expect(await page.locator('script').count()).toBe(0)
  expect(await page.locator('body').innerText()).not.toMatch(/⟦|page-[a-z]/)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wide).toBeLessThanOrEqual(0)
  await picture(page, `device.${language}.${size}`)
  await context.close()
}

test('a device is enrolled, carries a list, is asked without a line, and is revoked', async () => {
  const device = join(folder, 'device')
  const [credential, copy] = [join(folder, 'credential'), join(folder, 'copy')]
  const stamp = String(Date.now())
  const [list, name] = [`carried-${stamp}`, `tablet-${stamp}`]
  const keeper = await sit(browser, { role: 'administrator' })
  const { page } = keeper
  await page.goto(`${keeper.origin}/administration/copies`)
  await page.getByRole('button', { name: 'Enrol a device' }).waitFor()
  await addList(page, list)
  const key = amana('device', 'init', '--device', device).split('\n')[0] ?? ''

  await page.getByRole('button', { name: 'Enrol a device' }).click()
  const field = (label: RegExp) => page.locator('.sheet').getByLabel(label)
  await field(/^Name/).fill(name)
  await field(/^Public key/).fill(key)
  await hold(page, keeper.faults)
  await picture(page, 'enrol.en.desk')
  await page.getByRole('button', { name: 'Enrol', exact: true }).click()
  await save(page, 'Save the credential', credential)
  amana('device', 'accept', credential, '--device', device)
  await page.keyboard.press('Escape')

  const row = page.getByRole('row', { name: new RegExp(name) })
  await row.getByRole('button', { name: 'Make a copy' }).click()
  await field(new RegExp(`^${list}`)).check()
  await field(/^Border/).check()
  await hold(page, keeper.faults)
  await picture(page, 'make.en.desk')
  await page.getByRole('button', { name: 'Make it' }).click()
  await save(page, 'Save the copy', copy)
  await page.keyboard.press('Escape')
  await row.getByText('up to date').waitFor()

  const asked = ['--purpose', 'border-control', 'ask', '--offline', copy, '--device', device]
  expect(amana(...asked, 'Orvallo Tchentwick')).toMatch(
    /copy that is less than a minute old[^]*Tchentwick/,
  )
  await serving(copy, device, async (address) => {
    await askThere(address, 'en', 'desk')
    await askThere(address, 'ar', 'phone')
  })
  const at = new URL(keeper.origin).host
  expect(amana('copy', 'refresh', copy, '--device', device, '--at', at)).toContain(
    '3 questions handed over',
  )
  await page.reload()
  await row.getByRole('cell', { name: '3', exact: true }).waitFor()
  await hold(page, keeper.faults)

  await row.getByRole('button', { name: 'Revoke' }).click()
  await row.getByRole('button', { name: /Revoke it for good/ }).click()
  await row.getByText('It does not know yet').waitFor()
  await hold(page, keeper.faults)
  await picture(page, 'copies.en.desk')
  expect(() => amana('copy', 'refresh', copy, '--device', device, '--at', at)).toThrow()
  expect(() => amana(...asked, 'Orvallo Tchentwick')).toThrow()
  await page.reload()
  await row.getByText('revoked').waitFor()
  expect(await row.getByText('It does not know yet').count()).toBe(0)
  await keeper.close()
})

test.each(
  (['desk', 'phone'] as Size[]).flatMap((size) =>
    ['ar', 'en', 'fr', 'es'].map((language) => ({ size, language })),
  ),
)('the page of devices in $language on a $size', async ({ size, language }) => {
  const seat = await sit(browser, { role: 'administrator', size, language })
  await seat.page.goto(`${seat.origin}/administration/copies`)
  await seat.page.locator('.copies tbody tr, .note').first().waitFor()
  await hold(seat.page, seat.faults)
  await picture(seat.page, `devices.${language}.${size}`)
  await seat.close()
})
