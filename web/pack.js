// Puts what was built beside the code that embeds it: compressed, but for fonts, which are so
// already, and the page itself, into which the node writes a fresh nonce each time.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const built = join(import.meta.dirname, 'dist')
const pages = join(import.meta.dirname, '../crates/node/pages')
const asItIs = ['.woff2', '.html']

for (const name of readdirSync(pages)) {
  if (name !== '.gitignore') rmSync(join(pages, name), { recursive: true })
}
for (const entry of readdirSync(built, { withFileTypes: true, recursive: true })) {
  if (!entry.isFile()) continue
  const from = join(entry.parentPath, entry.name)
  const to = join(pages, from.slice(built.length + 1))
  const bytes = readFileSync(from)
  mkdirSync(dirname(to), { recursive: true })
  if (asItIs.some((ending) => to.endsWith(ending))) writeFileSync(to, bytes)
  else writeFileSync(`${to}.gz`, gzipSync(bytes, { level: 9 }))
}
