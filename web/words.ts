// Makes modules of the catalogues that the node reads too: `virtual:words/ar` for a language, and
// `virtual:words/ar/limit` for words that one page alone needs and fetches when it opens.
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

/** The text of catalogues in a language; what their writers told one another stays at home. */
export function catalogue(language: string, names = catalogues): string {
  const texts = names.map((name) => readFileSync(join(folder, language, name), 'utf8'))
  return texts.join('\n').replaceAll(/^#.*\n+/gm, '')
}

export function words(): Plugin {
  return {
    name: 'words',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load: (id) => {
      if (!id.startsWith(`\0${prefix}`)) return null
      const [language = '', one] = id.slice(prefix.length + 1).split('/')
      const text = one ? catalogue(language, [`${one}.ftl`]) : catalogue(language)
      return `export default ${JSON.stringify(text)}`
    },
  }
}
