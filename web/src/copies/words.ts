// The words of offline copies, fetched when their page opens, beside those that every page has.
import type { Say } from '../words/catalogue'
import { useFurther } from '../words/further'
import { useReader } from '../words/Words'

export function useCopyReader() {
  const reader = useReader()
  const own = useFurther('copy')
  const t: Say = (key, values, otherwise = '') =>
    own(key, values, '') || reader.t(key, values, otherwise)
  return { ...reader, t }
}

export const useCopyWords = (): Say => useCopyReader().t
