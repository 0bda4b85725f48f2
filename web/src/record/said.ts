// Sentences of a record, without the one that only repeats somebody's own words.
const ISOLATES = /[\u2066-\u2069]/g

const plain = (text: string): string => text.replace(ISOLATES, '').replace(/\s+/g, ' ').trim()

/** Whether a sentence is a text in quotation marks and nothing more, but for its language. */
function repeats(sentence: string, written: string): boolean {
  const said = plain(sentence)
  const found = /^(?:[^“«:]*:\s*)?[“«]\s*(.*?)\s*[”»]$/u.exec(said)
  return found?.[1] === plain(written)
}

/** The text stands beside the sentences, in its own direction and language: there, and once. */
export function withoutText(sentences: string[], written: string | null): string[] {
  if (written === null) return sentences
  const at = sentences.findLastIndex((sentence) => repeats(sentence, written))
  return at < 0 ? sentences : sentences.toSpliced(at, 1)
}
