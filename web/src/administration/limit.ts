// What each limit bounds, in words that are fetched when its page opens.
import { useFurther } from '../words/further'

/** Says what the limit of a name bounds; its name until the words are here. */
export function useBounds(): (name: string) => string {
  const t = useFurther('limit')
  return (name) => t(`limit-${name}`, {}, name)
}
