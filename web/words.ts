// Makes one module a language of the catalogues that the node reads too: `virtual:words/ar`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const folder = join(import.meta.dirname, '../crates/record/data/word')
const prefix = 'virtual:words/'

/** What the pages say themselves; sentences and forms come from the node, told already. */
const catalogues = [
  'administration.ftl',
  'attachment.ftl',
  'audit.ftl',
  'compose.ftl',
  'duty.ftl',
  'kind.ftl',
  'page.ftl',
  'sign-in.ftl',
  'unit.ftl',
]

/** The text of these catalogues in a language. */
export function catalogue(language: string): string {
  return catalogues.map((name) => readFileSync(join(folder, language, name), 'utf8')).join('\n')
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
