// The node's own short reasons are said in words; everything else is somebody's text.
import { useFurther } from '../words/further'

export const REASONS = [
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
  'escalations',
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
  'attachment',
  'view-saved',
  'view-deleted',
  'saved-views',
  'thread-statistics',
  'escalations-listed',
  'sign-ins',
  'proposals',
  'other-session',
  'duplicates',
  'decisions',
  'configuration-edited',
  'identity-provider',
]

/** As the catalogue calls it: a word's name has neither blanks nor dots. */
export const named = (reason: string): string => reason.replaceAll(' ', '-')

export function Reason({ text }: { text: string }) {
  const t = useFurther('reason')
  const file = /^(attachment|original) (\d+)$/.exec(text)
  if (file) {
    const [, which, number = ''] = file
    return (
      <bdi className="remark">{t(`audit-reason-${String(which)}-number`, { number }, text)}</bdi>
    )
  }
  const known = REASONS.includes(named(text))
  return <bdi className="remark">{known ? t(`audit-reason-${named(text)}`, {}, text) : text}</bdi>
}
