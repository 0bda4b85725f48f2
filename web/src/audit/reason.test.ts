import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '../../words.ts'
import { say } from '../words/catalogue'
import { named } from './Reason'

const NODE = join(import.meta.dirname, '../../../crates/node/src')
/** A reason where it is written, and where a refused sign-in is given one. */
const WRITTEN = /\.reason\("([^"]+)"\)|=> "((?:provider|link)-[a-z]+)"|, "(passkey-[a-z]+)"\)/g

test('what the node writes into its audit is said in words', () => {
  const files = readdirSync(NODE, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((name) => name.endsWith('.rs') && !name.startsWith('sim'))
  const written = sources.flatMap((name) =>
    [...readFileSync(join(NODE, name), 'utf8').matchAll(WRITTEN)].map(
      ([, one, other, further]) => one ?? other ?? further ?? '',
    ),
  )
  expect(written).toContain('provider-weak')
  expect(written).toContain('passkey-refused')
  const t = say(catalogue('en', ['reason.ftl']), 'en', 'latn')
  expect(written.filter((reason) => t(named(reason), {}, '') === '')).toEqual([])
  expect(t(named("an officer's own words"), {}, 'as they are')).toBe('as they are')
})
