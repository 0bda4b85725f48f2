// The word of a kind of record; nothing where there is none.
import { useWords } from '../words/Words'

export function useKindWord(): (kind: string) => string {
  const t = useWords()
  return (kind) => (kind ? t(`kind-${kind}`) : '')
}
