// Where a record stands with one recipient: four dots joined, the word, one remark.
import type { Recipient } from '../node/shape'
import { useReader } from '../words/Words'
import { Country } from './Country'
import './delivery.css'

const STEPS = ['queued', 'sent', 'acknowledged', 'receipted']
const ENDED = ['hidden', 'erased', 'rejected', 'void']

/** How many of the four dots are filled, and whether it ended by being taken back or refused. */
export function progress(state: string): { filled: number; ended: boolean } {
  const ended = ENDED.includes(state)
  const at = STEPS.indexOf(state)
  return { filled: ended || state === 'held' ? 4 : at + 1, ended }
}

function Dots({ state }: { state: string }) {
  const { filled, ended } = progress(state)
  return (
    <svg className="dots" viewBox="0 0 64 10" width="64" height="10" aria-hidden="true">
      {[0, 1, 2, 3].map((at) => (
        <g key={at} className={at < filled ? 'dot-full' : 'dot-empty'}>
          {at > 0 && <line x1={at * 18 - 10} x2={at * 18} y1="5" y2="5" />}
          {ended && at === 3 ? (
            <path d="M56 2 62 8M62 2 56 8" />
          ) : (
            <circle cx={at * 18 + 5} cy="5" r="3" />
          )}
        </g>
      ))}
    </svg>
  )
}

export function DeliveryRow({ recipient }: { recipient: Recipient }) {
  const { t, write } = useReader()
  const { attachments: all = 0, attachments_arrived: arrived = 0 } = recipient
  const by = recipient.passed_on_by
  const last = recipient.receipts.at(-1)?.at ?? recipient.acknowledged ?? recipient.sent
  const waits = t(recipient.frozen ? 'delivery-frozen' : 'delivery-waits')
  return (
    <li className="delivery-row">
      <Country code={recipient.node} />
      <Dots state={recipient.state} />
      <strong>{t(`delivery-${recipient.state}`)}</strong>
      <span className="remark">
        {last ? write.short(last) : waits}
        {all > 0 && ` · ${t('attachment-arrived', { arrived, all })}`}
        {by && ` · ${t('delivery-passed-on-by', { node: by })}`}
      </span>
    </li>
  )
}
