// Hits of one's unit: those that nobody has decided on, or all.
import { useState } from 'react'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { HitCard } from './HitCard'
import { useHits } from './query'
import { useAskWords } from './words'
import '../parts/chips.css'

export function Hits() {
  const t = useAskWords()
  const [open, setOpen] = useState(true)
  return (
    <section className="answer">
      <div className="chips" role="group" aria-label={t('ask-part-hits')}>
        {[true, false].map((each) => (
          <button
            key={String(each)}
            type="button"
            className="chip"
            aria-pressed={open === each}
            onClick={() => {
              setOpen(each)
            }}
          >
            {t(each ? 'ask-hits-open' : 'ask-hits-all')}
          </button>
        ))}
      </div>
      <HitList open={open} />
    </section>
  )
}

function HitList({ open }: { open: boolean }) {
  const t = useAskWords()
  const hits = useHits(open)
  if (hits.isPending) return <Waiting />
  if (hits.error) return <ProblemNote error={hits.error} />
  if (hits.data.length === 0) {
    return (
      <Note title={t('ask-hits-none')}>
        <p>{t('ask-hits-none-do')}</p>
      </Note>
    )
  }
  return hits.data.map((hit) => <HitCard key={hit.hit} hit={hit} />)
}
