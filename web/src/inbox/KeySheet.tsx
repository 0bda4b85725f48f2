// The keys of the inbox, of a thread and of every page.
import { Sheet } from '../parts/Sheet'
import { useWords } from '../words/Words'
import './thread-list.css'

const KEYS: [string, string][] = [
  ['J', 'key-next'],
  ['K', 'key-previous'],
  ['Enter', 'key-open'],
  ['A', 'assign'],
  ['E', 'key-answer'],
  ['W', 'key-partial'],
  ['C', 'key-clarification'],
  ['X', 'key-refusal'],
  ['U', 'thread-unread'],
  ['D', 'thread-done'],
  ['/', 'key-find'],
  ['N', 'compose'],
  ['P', 'key-purpose'],
  ['G I', 'inbox'],
  ['G F', 'find'],
  ['G S', 'seizures'],
  ['?', 'keys'],
]

export default function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords()
  return (
    <Sheet title={t('keys')} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([key, word]) => (
          <KeyLine key={key} name={key} does={t(word)} />
        ))}
      </dl>
    </Sheet>
  )
}

function KeyLine({ name, does }: { name: string; does: string }) {
  return (
    <>
      <dt>
        <kbd className="key">{name}</kbd>
      </dt>
      <dd>{does}</dd>
    </>
  )
}
