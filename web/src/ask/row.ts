// Many questions from what was pasted or from a table: a line each.
import type { Typed } from './query'

/** Values in one field, parted by commas or semicolons in any script. */
export const parted = (text: string): string[] =>
  text
    .split(/[;,،؛]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

const COLUMNS = ['text', 'kind', 'birth', 'country', 'document'] as const
type Column = (typeof COLUMNS)[number]

/** Cells of a line of CSV (RFC 4180), with quotation marks around what holds a separator. */
export function cells(line: string, between: string): string[] {
  const found: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? ''
    if (quoted && sign === '"' && line[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"' && (quoted || cell.trim() === '')) {
      quoted = !quoted
      if (quoted) cell = ''
    } else if (!quoted && sign === between) {
      found.push(cell.trim())
      cell = ''
    } else cell += sign
  }
  return [...found, cell.trim()]
}

/** Which sign stands between the cells of a heading; none where the first line is no heading. */
function separator(first: string): string | undefined {
  return ['\t', ';', ','].find((sign) => {
    const names = cells(first.toLowerCase(), sign)
    return names.length > 1 && names.every((name) => COLUMNS.includes(name as Column))
  })
}

/**
 * Questions of a text. With a heading of `text`, `kind`, `birth`, `country`, `document` it is a
 * table; else each line is one question as it stands.
 */
export function questions(text: string): Typed[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const [first = ''] = lines
  const between = separator(first.replace(/^\ufeff/, ''))
  if (between === undefined) return lines.map((line) => ({ text: line.trim() }))
  const heads = cells(first.replace(/^\ufeff/, '').toLowerCase(), between)
  return lines.slice(1).map((line) => {
    const values = cells(line, between)
    const of = (column: Column) => values[heads.indexOf(column)] ?? ''
    return {
      text: of('text'),
      ...(of('kind') ? { kind: of('kind') } : {}),
      births: parted(of('birth')),
      countries: parted(of('country')),
      documents: parted(of('document')),
    }
  })
}

/** The headings of a table: its first line that is not empty, parted by what stands there most. */
export function headings(text: string): string[] {
  const first =
    text
      .replace(/^\ufeff/, '')
      .split(/\r?\n/)
      .find((line) => line.trim() !== '') ?? ''
  const parts = ['\t', ';', ',', '|'].map((sign) => cells(first, sign))
  const most = parts.reduce((best, each) => (each.length > best.length ? each : best), [first])
  return [...new Set(most.map((each) => each.trim()).filter((each) => each !== ''))]
}
