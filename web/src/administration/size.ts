// Bytes as people read them, in the reader's units and digits.
import { useReader } from '../words/Words'

const UNITS = ['b', 'kb', 'mb', 'gb', 'tb']

/** The value in the largest unit in which it is at least one, and that unit. */
export function scaled(bytes: number): { value: number; unit: string } {
  const power = bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0
  const at = Math.min(Math.max(power, 0), UNITS.length - 1)
  const value = bytes / 1000 ** at
  return {
    value: value < 10 ? Math.round(value * 10) / 10 : Math.round(value),
    unit: UNITS[at] ?? 'b',
  }
}

export function useSize(): (bytes: number) => string {
  const { t, write } = useReader()
  return (bytes) => {
    const { value, unit } = scaled(bytes)
    return t(`bytes-${unit}`, { size: write.number(value) })
  }
}
