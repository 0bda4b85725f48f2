import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '..')
/** What draws nothing by itself. */
const WITHOUT_STYLE = ['DirectionProvider', 'MantineProvider']
/** What each of these is made of is in the styles that every page has. */
const INPUTS = ['NativeSelect', 'TextInput', 'Textarea']

const read = (name: string): string => readFileSync(join(SOURCE, name), 'utf8')
const styled = (text: string): string[] =>
  [...text.matchAll(/@mantine\/core\/styles\/(\w+)\.css/g)].map(([, name = '']) => name)

test('a component comes with the styles that draw it', () => {
  const everywhere = [...styled(read('theme/style.ts')), ...WITHOUT_STYLE, ...INPUTS]
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  const bare = files
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .flatMap((name) => {
      const text = read(name)
      const taken = [...text.matchAll(/\{([^}]*)\} from '@mantine\/core'/g)]
      const used = taken.flatMap(([, names = '']) => names.split(/[\s,]+/))
      const drawn = used.filter((each) => new RegExp(`<${each}\\b`).test(text) && each !== '')
      const has = [...everywhere, ...styled(text)]
      return drawn.filter((each) => !has.includes(each)).map((each) => `${name}: ${each}`)
    })
  expect(bare).toEqual([])
})
