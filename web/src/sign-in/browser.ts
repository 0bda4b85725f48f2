// A browser as its owner knows it, from what it says of itself.

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const first = (table: [RegExp, string][], said: string) =>
  table.find(([sign]) => sign.test(said))?.[1]

/** Name and system; what is not known is told as it was said. */
export function browserName(said: string): string {
  const known = [first(BROWSERS, said), first(SYSTEMS, said)].filter(Boolean)
  return known.join(' · ') || said || '—'
}
