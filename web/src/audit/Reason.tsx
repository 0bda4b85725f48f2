// The node's own short reasons are said in words; everything else is somebody's text.
import { useWords } from '../words/Words'

const REASONS = [
  'words',
  'delivery',
  'evidence',
  'holds',
  'publish',
  'links',
  'preview',
  'reply',
  'same',
  'standing-question',
  'thread',
  'threads',
  'thread-counts',
  'thread-words',
  'thread-unread',
  'hand-overs',
  'colleagues',
  'duty-roster',
  'link-unknown',
  'link-used',
  'link-late',
  'service-ended',
  'other-site',
  'link-failed',
  'more-refused',
  'replaced',
  'own-drafts',
  'own-draft',
  'draft-begun',
  'draft-discarded',
  'sent-before',
  'templates',
  'template',
  'template-saved',
  'template-forgotten',
  'proof',
  'hints',
  'audit-lines',
]

export function Reason({ text }: { text: string }) {
  const t = useWords()
  return <bdi className="remark">{REASONS.includes(text) ? t(`audit-reason-${text}`) : text}</bdi>
}
