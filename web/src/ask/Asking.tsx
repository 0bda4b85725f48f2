// A name, a number, a passport's lines: is it known? One part at a time, each with an address.
import { useEffect, useRef } from 'react'
import { Link, useRoute } from 'wouter'
import { usePurpose } from '../node/purpose'
import { Note, Waiting } from '../parts/Note'
import { useMay } from '../shell/me'
import { Copies } from '../copies/Copies'
import { useKeepsDevices } from '../copies/query'
import { Ask } from './Ask'
import { Hits } from './Hits'
import { Lists } from './Lists'
import { Many } from './Many'
import { PastQuestions } from './PastQuestions'
import { StandingQuestions } from './StandingQuestions'
import { useAskWords } from './words'
import '../parts/card.css'
import '../parts/register.css'
import './ask.css'

const PARTS = {
  once: Ask,
  many: Many,
  hits: Hits,
  standing: StandingQuestions,
  past: PastQuestions,
  lists: Lists,
  copies: Copies,
}
type Part = keyof typeof PARTS

export default function Asking() {
  const t = useAskWords()
  const asks = useMay('ask')
  // What was answered for one purpose is not shown for another.
  const purpose = usePurpose()
  const [, params] = useRoute('/ask/:part?')
  const keeps = useKeepsDevices()
  const all = Object.keys(PARTS) as Part[]
  const parts = all.filter((part) => (part === 'copies' ? keeps : asks || part === 'lists'))
  const part = params?.part ?? parts[0] ?? 'lists'
  const Shown = parts.includes(part as Part) ? PARTS[part as Part] : undefined
  const here = useRef<HTMLAnchorElement>(null)
  const ready = t('ask-parts') !== ''
  // On a phone the line of parts runs: the one that is open is in sight.
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [part, ready])
  if (!ready) return <Waiting />
  return (
    <div className="asking">
      <header className="asking-head">
        <h1>{t('ask')}</h1>
        <nav className="asking-parts" aria-label={t('ask-parts')}>
          {parts.map((name) => (
            <Link
              key={name}
              ref={name === part ? here : null}
              href={name === 'once' ? '/ask' : `/ask/${name}`}
              aria-current={name === part ? 'page' : undefined}
            >
              {t(`ask-part-${name}`)}
            </Link>
          ))}
        </nav>
      </header>
      {Shown ? (
        <Shown key={purpose} />
      ) : (
        <Note title={t('no-page')}>
          <p>{t('no-page-do')}</p>
        </Note>
      )}
    </div>
  )
}
