// What each limit bounds, in words that are fetched when its page opens.
import { useQuery } from '@tanstack/react-query'
import { loadLimits, say, type Say } from '../words/catalogue'
import { useReader } from '../words/Words'

/** Says what the limit of a name bounds; its name until the words are here. */
export function useBounds(): (name: string) => string {
  const { language, digits } = useReader().setting
  const words = useQuery({
    queryKey: ['words', 'limit', language],
    queryFn: () => loadLimits(language),
    staleTime: Infinity,
  })
  const t: Say = say(words.data ?? '', language, digits)
  return (name) => t(`limit-${name}`, {}, name)
}
