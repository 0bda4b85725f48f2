// The words of asking: fetched when a page of asking opens, beside those that every page has.
import type { Say } from '../words/catalogue'
import { useFurther } from '../words/further'
import { useReader } from '../words/Words'

export function useAskReader() {
  const reader = useReader()
  const own = useFurther('asking')
  const t: Say = (key, values, otherwise = '') =>
    own(key, values, '') || reader.t(key, values, otherwise)
  return { ...reader, t }
}

export const useAskWords = (): Say => useAskReader().t
