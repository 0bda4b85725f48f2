// On every page: that something waits for the line, or was not taken.
import { Link } from 'wouter'
import { useWords } from '../words/Words'
import { waits } from './kept'
import { useOutbox, useSendWaiting } from './waiting'
import './outbox.css'

export function Outbox({ up }: { up: boolean }) {
  const t = useWords()
  const { rows } = useOutbox()
  useSendWaiting(up)
  if (rows.length === 0) return null
  const waiting = rows.filter(waits).length
  const refused = rows.length - waiting
  return (
    <p className="outbox-bar" role="status">
      {waiting > 0 && t('outbox-count', { count: waiting })}{' '}
      {refused > 0 && t('outbox-count-refused', { count: refused })}{' '}
      <Link href="/compose">{t('outbox-look')}</Link>
    </p>
  )
}
