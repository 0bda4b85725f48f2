// What a record says: in sentences of the reader's language, with its own words beside them.
import { at, text } from './value'
import { SeizedItems } from './SeizedItems'
import { FreeText } from './FreeText'
import type { View } from '../node/shape'
import { useWords } from '../words/Words'

export function Content({ view }: { view: View }) {
  const t = useWords()
  const statement = view.body['statement'] ?? null
  const written = text(at(statement, 'text', 'text'))
  return (
    <section className="content">
      <h2>{t('content')}</h2>
      {view.header.kind === 'seizure' && <SeizedItems items={at(statement, 'items')} />}
      {view.content.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {written !== null && (
        <FreeText language={text(at(statement, 'text', 'language')) ?? ''}>{written}</FreeText>
      )}
    </section>
  )
}
