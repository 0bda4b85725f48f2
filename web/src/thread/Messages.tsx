// What was written in a thread, in the order in which it came.
import { Link } from 'wouter'
import { address, type View } from '../node/shape'
import { Country } from '../parts/Country'
import { useLabel } from '../parts/label'
import { Content } from '../record/Content'
import { Reply } from '../record/Reply'
import { at } from '../record/value'
import { useSignedIn } from '../shell/me'
import { useReader } from '../words/Words'
import { type Explained, type Message } from './thread'
import '../parts/card.css'

interface Props {
  messages: Message[]
  waits: Explained[]
}

export function Messages({ messages, waits }: Props) {
  const { node } = useSignedIn()
  const open = waits
    .filter((wait) => wait.asked === node && !['answered', 'refused'].includes(wait.state))
    .map((wait) => address(wait.request).path)
  const asks = ({ name }: Message) => open.includes(address(name).path)
  const first = messages.find(asks)
  return (
    <ol className="messages">
      {messages.map((message) => (
        <li key={message.name}>
          <OneMessage message={message} asksUs={asks(message)} keys={message === first} />
        </li>
      ))}
    </ol>
  )
}

interface OneProps {
  message: Message
  asksUs: boolean
  keys: boolean
}

function OneMessage({ message, asksUs, keys }: OneProps) {
  const { t, write } = useReader()
  const type = useLabel('message-type')
  const { node } = useSignedIn()
  const { owner, path } = address(message.name)
  const { record } = message
  return (
    <article className={owner === node ? 'message message-ours' : 'message'}>
      <header>
        <Country code={owner} />
        <strong>{type(message.type)}</strong>
        <Reason view={record} />
        <time dateTime={message.created}>{write.moment(message.created)}</time>
        <Link href={`/record/${path}`}>{t('thread-record')}</Link>
      </header>
      {record ? (
        <Content view={record} />
      ) : (
        <p>
          {message.refused ? t(`rule-${message.refused}`) : t('problem-refused-do')}{' '}
          {message.refused && <bdi className="identifier">{message.refused}</bdi>}
        </p>
      )}
      {/* One and the same, whether it still asks: what is being typed outlives another's answer. */}
      {record && (asksUs || owner !== node) && (
        <Reply view={record} further={!asksUs} keys={keys} />
      )}
    </article>
  )
}

/** Why it refuses, or why the clock stands. */
function Reason({ view }: { view: View | null }) {
  const refusal = useLabel('refusal')
  const pause = useLabel('pause-reason')
  const statement = view?.body['statement'] ?? null
  const why = at(statement, 'refusal')
  const stands = at(statement, 'pause', 'reason')
  if (typeof why === 'string') return <span className="remark">{refusal(why)}</span>
  if (typeof stands === 'string') return <span className="remark">{pause(stands)}</span>
  return null
}
