// An amount with its unit, in the words in which sentences and titles say it.
import { useReader } from '../words/Words'

/** `label` is said of a unit that has no word of its own. */
export function useAmount(): (amount: string, unit: string | null, label: string) => string {
  const { t, write } = useReader()
  return (amount, unit, label) => {
    const written = write.decimal(amount)
    const otherwise = label ? t('amount', { amount: written, unit: label }) : written
    return t(`unit-${unit ?? ''}`, { amount: written, n: Number(amount) }, otherwise)
  }
}
