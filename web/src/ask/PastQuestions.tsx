// One's own questions, the newest first.
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { useLabel } from '../parts/label'
import { useKind } from './kind'
import { usePast } from './query'
import { useAskReader } from './words'

export function PastQuestions() {
  const { t, write } = useAskReader()
  const kind = useKind()
  const purpose = useLabel('purpose')
  const past = usePast()
  if (past.isPending) return <Waiting />
  if (past.error) return <ProblemNote error={past.error} />
  if (past.data.length === 0) {
    return (
      <Note title={t('ask-past-none')}>
        <p>{t('ask-past-none-do')}</p>
      </Note>
    )
  }
  return (
    <Register words={t} heads={['ask-when', 'ask-what', 'ask-as', 'ask-purpose', 'ask-found']}>
      {past.data.map((question) => (
        <tr key={question.question}>
          <td>{write.moment(question.at)}</td>
          <td>
            <bdi>{question.text}</bdi>
          </td>
          <td>{kind(question.kind)}</td>
          <td>
            {purpose(question.purpose)} {question.case && <bdi>{question.case}</bdi>}
          </td>
          <td>{t('ask-hit-count', { count: question.hits.length })}</td>
        </tr>
      ))}
    </Register>
  )
}
