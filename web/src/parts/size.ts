// How large a file is, in the words and digits of the reader.
import type { Say } from '../words/catalogue'

const STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte']

/** The amount in its unit: 999 bytes, 1.5 KB. */
export function measured(size: number): { amount: string; unit: string } {
  const step = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), STEPS.length - 1)
  const amount = size / 1000 ** step
  const short = step > 0 && amount < 10 ? amount.toFixed(1) : String(Math.round(amount))
  return { amount: short, unit: STEPS[step] ?? 'byte' }
}

export function sizeOf(t: Say, decimal: (amount: string) => string, size: number): string {
  const { amount, unit } = measured(size)
  return t(`size-${unit}`, { amount: decimal(amount) })
}
