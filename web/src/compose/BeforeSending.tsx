// One page in plain words: who receives it, who reads it, what for, until when, and what forbids
// the rest. Nothing goes that was not read here.
import { Button } from '@mantine/core'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { HandlingBadge, HandlingSentences } from '../parts/Handling'
import { useLabel } from '../parts/label'
import { ProblemNote } from '../parts/Note'
import { ProposeSheet } from '../proposals/ProposeSheet'
import { useReader, useWords } from '../words/Words'
import { Destinations, Forbidden, Roles } from './Destinations'
import type { Draft } from './draft'
import { GoingFiles } from './GoingFiles'
import type { Preview } from './query'
import '../parts/card.css'

interface Props {
  draft: Draft
  /** What the node would make of it; none where it could not be asked. */
  preview: Preview | null
  sending: { error: Error | null; isPending: boolean }
  onBack: () => void
  onSend: () => void
  /** The draft as the node takes it. */
  ready: Record<string, unknown>
  onProposed: () => void
}

/** Rules that a second person lifts. */
const SECOND_PERSON = ['REL-05', 'REL-07']

/** What is known without the node: what the officer has chosen himself. */
function foreseen({ recipients, expiry }: Draft): Preview {
  const rows = recipients.map((node) => ({ node, refused: null }))
  return { refused: null, recipients: rows, review: expiry, expiry, text: [], readers: [] }
}

export function BeforeSending(props: Props) {
  const { draft, preview, sending, onBack } = props
  const { t, setting } = useReader()
  const seen = preview ?? foreseen(draft)
  const Back = setting.language === 'ar' ? IconArrowRight : IconArrowLeft
  return (
    <div className="before">
      <div className="before-words">
        <button type="button" className="text-button" onClick={onBack}>
          <Back size={15} stroke={1.7} aria-hidden="true" /> {t('compose-back')}
        </button>
        <Sentence draft={draft} preview={seen} />
        {!preview && <p className="before-away">{t('before-away')}</p>}
        <Forbidden rule={seen.refused} />
        <Destinations preview={seen} />
        {preview && <Roles preview={preview} />}
        <GoingFiles files={draft.attachments ?? []} />
        <Promises draft={draft} preview={seen} />
        {sending.error && <ProblemNote error={sending.error} />}
        <Foot {...props} seen={seen} />
      </div>
      <aside className="before-seen" aria-label={t('before-preview')}>
        <p className="remark">{t('before-preview')}</p>
        <div className="card before-card">
          <p className="before-kind">
            {t(`kind-${draft.kind}`)}
            <HandlingBadge handling={{ level: draft.level, codes: draft.codes }} />
          </p>
          {seen.text.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {!preview && <p className="help">{t('before-preview-away')}</p>}
        </div>
      </aside>
    </div>
  )
}

function Foot({ preview, seen, sending, onSend, ready, onProposed }: Props & { seen: Preview }) {
  const t = useWords()
  const [proposes, setProposes] = useState(false)
  const rules = [seen.refused, ...seen.recipients.map((each) => each.refused)].filter(isRule)
  const blocked = rules.length > 0
  const two = blocked && rules.every((rule) => SECOND_PERSON.includes(rule))
  const count = seen.recipients.length
  const send = !preview
    ? t('before-send-later')
    : count > 0
      ? t('before-send', { count })
      : t('before-keep')
  return (
    <footer className="writing-foot">
      <span className="remark">
        {t(two ? 'before-second' : blocked ? 'before-blocked' : 'before-take-back')}
      </span>
      {two ? (
        <Button
          onClick={() => {
            setProposes(true)
          }}
        >
          {t('propose')}
        </Button>
      ) : (
        <Button disabled={blocked} loading={sending.isPending} onClick={onSend}>
          {send}
        </Button>
      )}
      {proposes && (
        <ProposeSheet
          title={t('before-second')}
          wanted={{ measure: 'publish', draft: ready }}
          means={t('before-second-means')}
          onClose={() => {
            setProposes(false)
          }}
          onProposed={onProposed}
        />
      )}
    </footer>
  )
}

const isRule = (rule: string | null): rule is string => rule !== null

function Sentence({ draft, preview }: { draft: Draft; preview: Preview }) {
  const { t, write } = useReader()
  const purpose = useLabel('purpose')
  const count = preview.recipients.length
  return (
    <h2 className="sentence">
      <mark>{count > 0 ? t('before-nodes', { count }) : t('before-nobody')}</mark>{' '}
      {count > 0 ? t('before-reads', { count }) : t('before-home')}{' '}
      <mark>{draft.purposes.map(purpose).join(' · ')}</mark> {t('before-until')}{' '}
      <mark>{preview.expiry ? write.day(preview.expiry) : t('before-longest')}</mark>.
    </h2>
  )
}

function Promises({ draft, preview }: { draft: Draft; preview: Preview }) {
  const { t, write } = useReader()
  const coded = draft.codes.length > 0
  const day = preview.expiry ? write.day(preview.expiry) : t('before-longest')
  return (
    <ul className="promises">
      <li>
        <strong>{t('before-may')}</strong>
        <p>{t('before-may-what')}</p>
      </li>
      <li>
        <strong>{t('before-may-not')}</strong>
        <p>{t(coded ? 'before-may-not-coded' : 'before-may-not-what')}</p>
      </li>
      <li>
        <strong>{t('handling')}</strong>
        <HandlingSentences handling={{ level: draft.level, codes: draft.codes }} />
      </li>
      <li>
        <strong>{t('before-see')}</strong>
        <p>{t('before-see-what')}</p>
      </li>
      <li>
        <strong>{t('before-ends')}</strong>
        <p>{t('before-ends-what', { day })}</p>
      </li>
      <li>
        <strong>{t('before-back')}</strong>
        <p>{t('before-back-what')}</p>
      </li>
    </ul>
  )
}
