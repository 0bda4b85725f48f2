import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '..')
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
const parts = files.filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
const text = new Map(parts.map((name) => [name, readFileSync(join(SOURCE, name), 'utf8')]))

function resolve(from: string, path: string): string {
  const base = normalize(join(dirname(from), path))
  return ['', '.ts', '.tsx'].map((end) => base + end).find((each) => existsAsFile(each)) ?? base
}
const existsAsFile = (name: string): boolean =>
  /\.\w+$/.test(name) && existsSync(join(SOURCE, name))

const found = (name: string, pattern: RegExp): string[] =>
  [...(text.get(name) ?? '').matchAll(pattern)].map(([, path = '']) => resolve(name, path))
const imports = new Map(parts.map((name) => [name, found(name, /(?:from|import) '(\.[^']+)'/g)]))
const later = new Map(parts.map((name) => [name, found(name, /import\('(\.[^']+)'\)/g)]))

/** What is loaded with a part at the latest. */
function withIt(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen
  seen.add(name)
  imports.get(name)?.forEach((each) => withIt(each, seen))
  return seen
}
const everywhere = withIt('main.tsx')

/** Whether a style sheet is there whenever the part is: its own, or that of whoever shows it. */
function has(name: string, sheet: string, seen: string[] = []): boolean {
  if (everywhere.has(sheet) || withIt(name).has(sheet)) return true
  const shows = parts.filter(
    (each) =>
      !seen.includes(each) &&
      (imports.get(each)?.includes(name) === true || later.get(each)?.includes(name) === true),
  )
  return shows.length > 0 && shows.every((each) => has(each, sheet, [...seen, name]))
}

const sheets = files.filter((name) => name.endsWith('.css'))
const styles = new Map<string, string[]>()
for (const sheet of sheets) {
  for (const [, name = ''] of readFileSync(join(SOURCE, sheet), 'utf8').matchAll(
    /\.([a-z][\w-]+)/g,
  ))
    styles.set(name, [...(styles.get(name) ?? []), sheet])
}

// A part that leans on the styles of a page that was open before looks broken where it is opened
// first.
test('a part comes with the styles of its classes', () => {
  const bare = parts.flatMap((name) => {
    const said = [...(text.get(name) ?? '').matchAll(/className=(?:"([^"]+)"|\{[^}]*?'([^']+)')/g)]
    const classes = said.flatMap(([, plain, chosen]) => (plain ?? chosen ?? '').split(' '))
    const lacks = (each: string) => {
      const where = styles.get(each)
      return where !== undefined && !where.some((sheet) => has(name, sheet))
    }
    return [...new Set(classes)].filter(lacks).map((each) => `${name}: ${each}`)
  })
  expect(styles.size).toBeGreaterThan(200)
  expect(bare).toEqual([])
})
