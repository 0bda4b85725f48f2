// What was handed over to me or by me and is not opened yet: listed, and mine can be undone.
import { Button } from '@mantine/core'
import { Identifier } from '../parts/Identifier'
import { ProblemNote } from '../parts/Note'
import { useSignedIn } from '../shell/me'
import { type HandOver, undoHandOver, useDeed, useHandOvers } from '../thread/thread'
import { useReader } from '../words/Words'
import '../parts/card.css'
import './thread-list.css'

const NAMED = 5

export default function HandOvers({ onOpen }: { onOpen: (path: string) => void }) {
  const { t } = useReader()
  const all = useHandOvers().data ?? []
  const fresh = all.filter((one) => !one.opened && !one.undone)
  if (fresh.length === 0) return null
  return (
    <section className="hand-overs" aria-label={t('hand-overs')}>
      {fresh.map((one) => (
        <Given key={one.number} given={one} onOpen={onOpen} />
      ))}
    </section>
  )
}

function Given({ given, onOpen }: { given: HandOver; onOpen: (path: string) => void }) {
  const { t, write } = useReader()
  const { officer } = useSignedIn()
  const deed = useDeed()
  const mine = given.by === officer
  const to = given.officer ?? given.unit ?? ''
  return (
    <div>
      <p>
        <strong>
          {t('hand-over-count', { count: given.count, written: write.number(given.count) })}
        </strong>
        <Identifier>{given.by}</Identifier> → <Identifier>{to}</Identifier>
        <time dateTime={given.at}>{write.moment(given.at)}</time>
        {mine && (
          <Button
            variant="default"
            loading={deed.isPending}
            onClick={() => {
              deed.mutate(() => undoHandOver(given.number))
            }}
          >
            {t('undo')}
          </Button>
        )}
      </p>
      {given.note && <bdi>{given.note}</bdi>}
      {!mine && (
        <ul className="plain-list">
          {given.threads.slice(0, NAMED).map(({ thread, title }) => (
            <li key={thread}>
              <a
                href={`/thread/${thread}`}
                onClick={(event) => {
                  event.preventDefault()
                  onOpen(`thread/${thread}`)
                }}
              >
                <bdi>{title}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
      {deed.error && <ProblemNote error={deed.error} />}
    </div>
  )
}
