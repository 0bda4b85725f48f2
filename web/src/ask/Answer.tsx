// The answer to one question: hit or no hit, as what it was read, and each hit with its reasons.
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { Identifier } from '../parts/Identifier'
import { HitCard } from './HitCard'
import { useKind } from './kind'
import type { Answer } from './query'
import { useAskReader, useAskWords } from './words'

interface Props {
  answer: Answer
  /** Asks again, read as something else. */
  onKind?: (kind: string) => void
}

export function AnswerShown({ answer, onKind }: Props) {
  const t = useAskWords()
  const hit = answer.answer === 'hit'
  const Icon = hit ? IconAlertTriangle : IconCheck
  return (
    <section className="answer" aria-label={t('ask-answer')}>
      <p className={hit ? 'answer-said answer-hit' : 'answer-said'} role="status">
        <Icon size={20} stroke={1.8} aria-hidden="true" />
        <strong>{answer.sentence}</strong>
      </p>
      <ReadAs answer={answer} onKind={onKind} />
      {answer.findings.map((finding) => (
        <p key={finding} className="answer-finding">
          {finding}
        </p>
      ))}
      {answer.hits.map((each, at) => (
        <HitCard key={each.hit ?? at} hit={each} read={answer.read} />
      ))}
      {answer.more && <p className="remark">{t('ask-more')}</p>}
      <AskedWhere answer={answer} />
    </section>
  )
}

function ReadAs({ answer, onKind }: Props) {
  const t = useAskWords()
  const kind = useKind()
  const { read, others } = answer
  const values = [...read.names, ...read.births, ...read.countries, ...read.documents]
  return (
    <div className="answer-read">
      <p>
        {t('ask-read-as')} <strong>{kind(answer.kind)}</strong>
        {values.map((value) => (
          <bdi key={value} className="answer-value">
            {value}
          </bdi>
        ))}
        {read.identifiers.map(({ kind: code, value }) => (
          <span key={code + value} className="answer-value">
            {code !== answer.kind && kind(code)} <Identifier>{value}</Identifier>
          </span>
        ))}
      </p>
      {onKind && others.length > 0 && (
        <p className="answer-others">
          <span className="remark">{t('ask-others')}</span>
          {others.map((code) => (
            <button
              key={code}
              type="button"
              className="text-button"
              onClick={() => {
                onKind(code)
              }}
            >
              {kind(code)}
            </button>
          ))}
        </p>
      )}
    </div>
  )
}

/** Which lists were asked, of which day, and which were not. */
function AskedWhere({ answer }: { answer: Answer }) {
  const { t, write } = useAskReader()
  return (
    <details className="answer-lists">
      <summary>{t('ask-lists-asked', { count: answer.asked.length })}</summary>
      <ul>
        {answer.asked.map((list) => (
          <li key={list.list}>
            <Identifier>{list.list}</Identifier>{' '}
            {t('ask-list-of', { entries: write.number(list.entries), day: write.day(list.date) })}
          </li>
        ))}
        {answer.not_asked.map((list) => (
          <li key={list.list} className="answer-not">
            <Identifier>{list.list}</Identifier> {t(`rule-${list.rule}`, {}, list.reason)}
          </li>
        ))}
      </ul>
    </details>
  )
}
