// Makes one module a language of the catalogues that the node reads too: `virtual:words/ar`.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const folder = join(import.meta.dirname, '../crates/record/data/word')
const prefix = 'virtual:words/'

/** The text of every catalogue of a language, in the order of their names. */
export function catalogue(language: string): string {
  const files = readdirSync(join(folder, language)).filter((name) => name.endsWith('.ftl'))
  return files
    .sort()
    .map((name) => readFileSync(join(folder, language, name), 'utf8'))
    .join('\n')
}

export function words(): Plugin {
  return {
    name: 'words',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load: (id) =>
      id.startsWith(`\0${prefix}`)
        ? `export default ${JSON.stringify(catalogue(id.slice(prefix.length + 1)))}`
        : null,
  }
}
