// Puts what was built beside the code that embeds it: compressed, but for fonts, which are so
// already, and the page itself, into which the node writes a fresh nonce each time.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const built = join(import.meta.dirname, 'dist')
const pages = join(import.meta.dirname, '../crates/node/pages')
const asItIs = ['.woff2', '.html']

/** What opens the pages without a line: the page, its scripts and styles, the fonts of our scripts. */
function shell(names) {
  const fonts = /-(latin|arabic)-(?!ext)[^/]*\.woff2$/
  const kept = names.filter((name) => /\.(js|css|svg)$/.test(name) || fonts.test(name))
  return ['/', ...kept.filter((name) => name !== 'line.js').map((name) => `/${name}`)].sort()
}

/** The script that keeps the shell is told of what it consists; another shell has another name. */
function lineOf(script, names) {
  const files = shell(names)
  const hash = createHash('sha256')
  for (const name of files) {
    hash.update(readFileSync(join(built, name === '/' ? 'index.html' : name)))
  }
  const name = `amana-shell-${hash.digest('hex').slice(0, 16)}`
  return `self.__FILES__ = ${JSON.stringify(files)}\nself.__NAME__ = '${name}'\n${script}`
}

const entries = readdirSync(built, { withFileTypes: true, recursive: true })
const files = entries.filter((entry) => entry.isFile())
const names = files.map((entry) => join(entry.parentPath, entry.name).slice(built.length + 1))

for (const name of readdirSync(pages)) {
  if (name !== '.gitignore') rmSync(join(pages, name), { recursive: true })
}
for (const name of names) {
  const to = join(pages, name)
  const read = readFileSync(join(built, name))
  const bytes = name === 'line.js' ? Buffer.from(lineOf(read.toString(), names)) : read
  mkdirSync(dirname(to), { recursive: true })
  if (asItIs.some((ending) => to.endsWith(ending))) {
    writeFileSync(to, bytes)
    continue
  }
  // Brotli is a sixth smaller; who does not read it has gzip.
  const closest = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  writeFileSync(`${to}.br`, brotliCompressSync(bytes, closest))
  writeFileSync(`${to}.gz`, gzipSync(bytes, { level: 9 }))
}
