// What a record says: in sentences of the reader's language, with its own words beside them.
import { at, text } from './value'
import { SeizedItems } from './SeizedItems'
import { withoutText } from './said'
import { FreeText } from './FreeText'
import type { View } from '../node/shape'
import { useWords } from '../words/Words'
import './content.css'

export function Content({ view }: { view: View }) {
  const t = useWords()
  const statement = view.body['statement'] ?? null
  const own = at(statement, 'text') ?? view.body['free_text'] ?? null
  const written = text(at(own, 'text'))
  return (
    <section className="content">
      <h2>{t('content')}</h2>
      {view.header.kind === 'seizure' && <SeizedItems items={at(statement, 'items')} />}
      {withoutText(view.content, written).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {written !== null && (
        <FreeText language={text(at(own, 'language')) ?? ''}>{written}</FreeText>
      )}
    </section>
  )
}
