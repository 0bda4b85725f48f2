import type { Done } from './query'
import { useAskReader } from './words'

/** What an update did: a difference, never only a new number. */
export function DoneSaid({ done }: { done: Done }) {
  const { t, write } = useAskReader()
  const { added, changed, removed } = done
  const numbers = { added, changed, removed }
  const written = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, write.number(value)]),
  )
  return (
    <p role="status" className="remark">
      {t('ask-list-done', written)}
    </p>
  )
}
