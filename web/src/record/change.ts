// What differs between two texts, sentence by sentence, in the order in which one reads it.
export interface Change {
  is: 'gone' | 'new' | 'kept'
  text: string
}

/** By the longest run of sentences that both have: whatever else there is went or came. */
export function changes(before: string[], after: string[]): Change[] {
  const runs = lengths(before, after)
  const found: Change[] = []
  let [one, other] = [0, 0]
  while (one < before.length || other < after.length) {
    const [old, fresh] = [before[one], after[other]]
    if (old !== undefined && old === fresh) {
      found.push({ is: 'kept', text: old })
      one += 1
      other += 1
    } else if (old !== undefined && length(runs, one + 1, other) >= length(runs, one, other + 1)) {
      found.push({ is: 'gone', text: old })
      one += 1
    } else if (fresh !== undefined) {
      found.push({ is: 'new', text: fresh })
      other += 1
    } else if (old !== undefined) {
      found.push({ is: 'gone', text: old })
      one += 1
    }
  }
  return found
}

const length = (runs: number[][], one: number, other: number): number => runs[one]?.[other] ?? 0

/** How long the longest run is that two ends of the texts share. */
function lengths(before: string[], after: string[]): number[][] {
  const runs = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  )
  for (let one = before.length - 1; one >= 0; one -= 1) {
    for (let other = after.length - 1; other >= 0; other -= 1) {
      const row = runs[one]
      if (!row) continue
      row[other] =
        before[one] === after[other]
          ? length(runs, one + 1, other + 1) + 1
          : Math.max(length(runs, one + 1, other), length(runs, one, other + 1))
    }
  }
  return runs
}
