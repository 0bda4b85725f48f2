import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '../../words.ts'
import { named, REASONS } from './Reason'

const NODE = join(import.meta.dirname, '../../../crates/node/src')

test('what the node writes into its audit is said in words', () => {
  const files = readdirSync(NODE, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((name) => name.endsWith('.rs') && !name.startsWith('sim'))
  const written = sources.flatMap((name) => [
    ...readFileSync(join(NODE, name), 'utf8').matchAll(/\.reason\("([^"]+)"\)/g),
  ])
  expect(written.length).toBeGreaterThan(20)
  const unknown = written.map(([, reason = '']) => named(reason))
  expect(unknown.filter((reason) => !REASONS.includes(reason))).toEqual([])
  const words = catalogue('en', ['reason.ftl'])
  expect(REASONS.filter((reason) => !words.includes(`audit-reason-${reason} =`))).toEqual([])
})
