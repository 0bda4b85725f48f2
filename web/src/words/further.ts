// Words that one page alone needs, fetched when it opens.
import { useQuery } from '@tanstack/react-query'
import { type Further, loadFurther, say, type Say } from './catalogue'
import { useReader } from './Words'

/** Says a word of such a catalogue; until it is here, what is given instead. */
export function useFurther(which: Further): Say {
  const { language, digits } = useReader().setting
  const words = useQuery({
    queryKey: ['words', which, language],
    queryFn: () => loadFurther(which, language),
    staleTime: Infinity,
  })
  return say(words.data ?? '', language, digits)
}
