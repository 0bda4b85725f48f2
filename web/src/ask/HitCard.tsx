// One hit: the evidence before the score, whose it is, what to do, whom to call, and the decision.
import { Link } from 'wouter'
import { address } from '../node/shape'
import { CountryCode } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { Compare } from './Compare'
import { Decide } from './Decide'
import { useKind } from './kind'
import type { Answer, Hit } from './query'
import { useAskReader, useAskWords } from './words'

interface Props {
  hit: Hit
  /** What was asked, to be laid beside it. */
  read?: Answer['read']
}

export function HitCard({ hit, read }: Props) {
  const t = useAskWords()
  const kind = useKind()
  const { entry } = hit
  const numbers = entry.identifiers.map((one) => `${kind(one.kind)} ${one.value}`)
  const [name = numbers[0] ?? entry.documents[0] ?? entry.reference, ...others] = entry.names
  return (
    <article className="hit card">
      <header className="hit-head">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p className="hit-whose">
          {hit.record && <CountryCode code={hit.owner} />}
          {hit.list ? (
            <>
              {t('ask-on-list')} <Identifier>{hit.list}</Identifier>
            </>
          ) : (
            t('ask-of-record')
          )}
        </p>
      </header>
      {others.length > 0 && (
        <p className="hit-names">
          {others.map((other) => (
            <bdi key={other}>{other}</bdi>
          ))}
        </p>
      )}
      <Sentences word="ask-evidence" sentences={hit.evidence} />
      <Sentences word="ask-said" sentences={hit.said} />
      <Sentences word="ask-to-do" sentences={[...hit.do, hit.call]} />
      <Score hit={hit} />
      {read && <Compare read={read} hit={hit} />}
      {hit.record && (
        <p className="hit-record">
          <Link href={`/record/${address(hit.record).path}`}>{t('ask-open-record')}</Link>
        </p>
      )}
      {hit.hit != null && <Decide number={hit.hit} decided={hit.decision ?? null} />}
    </article>
  )
}

function Sentences({ word, sentences }: { word: string; sentences: string[] }) {
  const t = useAskWords()
  if (sentences.length === 0) return null
  return (
    <section className="hit-part">
      <h3>{t(word)}</h3>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}

function Score({ hit }: { hit: Hit }) {
  const { t, write } = useAskReader()
  const percent = Math.min(99, Math.max(1, Math.round(hit.score * 100)))
  return (
    <p className="hit-score">
      {t('ask-score', { percent: write.number(percent) })}{' '}
      <span className="remark">
        {t('ask-scorer')} <Identifier>{hit.scorer}</Identifier>
      </span>
    </p>
  )
}
