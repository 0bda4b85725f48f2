// One page in plain words: who receives it, who does not and why, what for, until when.
import { Button } from '@mantine/core'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { Country } from '../parts/Country'
import { useLabel } from '../parts/label'
import { ProblemNote } from '../parts/Note'
import { HandlingBadge } from '../parts/Handling'
import { ProposeSheet } from '../proposals/ProposeSheet'
import { useReader, useWords } from '../words/Words'
import type { Draft } from './draft'
import type { Preview, usePublish } from './query'

interface Props {
  draft: Draft
  preview: Preview
  publish: ReturnType<typeof usePublish>
  onBack: () => void
  onSend: () => void
  /** The draft as the node takes it. */
  ready: Record<string, unknown>
  onProposed: () => void
}

/** Rules that a second person lifts. */
const SECOND_PERSON = ['REL-05', 'REL-07']

export function BeforeSending(props: Props) {
  const { draft, preview, publish, onBack } = props
  const { t, setting } = useReader()
  const Back = setting.language === 'ar' ? IconArrowRight : IconArrowLeft
  return (
    <div className="before">
      <div className="before-words">
        <button type="button" className="text-button" onClick={onBack}>
          <Back size={15} stroke={1.7} aria-hidden="true" /> {t('compose-back')}
        </button>
        <Sentence draft={draft} preview={preview} />
        {preview.refused && (
          <p className="forbids">
            {t(`rule-${preview.refused}`)} <bdi className="identifier">{preview.refused}</bdi>
          </p>
        )}
        <Nodes preview={preview} />
        <ul className="promises">
          <li>
            <strong>{t('before-may')}</strong>
            <p>{t('before-may-what')}</p>
          </li>
          <li>
            <strong>{t('before-may-not')}</strong>
            <p>{t(draft.codes.length > 0 ? 'before-may-not-coded' : 'before-may-not-what')}</p>
          </li>
          <li>
            <strong>{t('before-see')}</strong>
            <p>{t('before-see-what')}</p>
          </li>
        </ul>
        {publish.error && <ProblemNote error={publish.error} />}
        <Foot {...props} />
      </div>
      <aside className="before-seen" aria-label={t('before-preview')}>
        <p className="remark">{t('before-preview')}</p>
        <div className="card before-card">
          <p className="record-kind">
            {t(`kind-${draft.kind}`)}
            <HandlingBadge handling={{ level: draft.level, codes: draft.codes }} />
          </p>
          {preview.text.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </aside>
    </div>
  )
}

/** Sends, or proposes what a rule holds for a second person; what another rule refuses is neither. */
function Foot({ preview, publish, onSend, ready, onProposed }: Props) {
  const t = useWords()
  const [proposes, setProposes] = useState(false)
  const found = [preview.refused, ...preview.recipients.map((each) => each.refused)]
  const rules = found.filter((rule) => rule !== null)
  const blocked = rules.length > 0
  const two = blocked && rules.every((rule) => SECOND_PERSON.includes(rule))
  const count = preview.recipients.length
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
        <Button disabled={blocked} loading={publish.isPending} onClick={onSend}>
          {count > 0 ? t('before-send', { count }) : t('before-keep')}
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

function Sentence({ draft, preview }: { draft: Draft; preview: Preview }) {
  const { t, write } = useReader()
  const purpose = useLabel('purpose')
  const count = preview.recipients.length
  return (
    <h2 className="sentence">
      <mark>{count > 0 ? t('before-nodes', { count }) : t('before-nobody')}</mark>{' '}
      {count > 0 ? t('before-reads', { count }) : t('before-home')}{' '}
      <mark>{draft.purposes.map(purpose).join(' · ')}</mark> {t('before-until')}{' '}
      <mark>{write.day(preview.expiry)}</mark>.
    </h2>
  )
}

function Nodes({ preview }: { preview: Preview }) {
  const { t } = useReader()
  const receive = preview.recipients.filter((each) => each.refused === null)
  const refused = preview.recipients.filter((each) => each.refused !== null)
  return (
    <>
      {receive.length > 0 && (
        <section>
          <h3>{t('before-receive')}</h3>
          <ul className="nodes">
            {receive.map(({ node }) => (
              <li key={node}>
                <Country code={node} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {refused.length > 0 && (
        <section>
          <h3>{t('before-not')}</h3>
          <ul className="nodes">
            {refused.map((each) => (
              <li key={each.node}>
                <Country code={each.node} />
                <span>
                  {t(`rule-${each.refused ?? ''}`)}{' '}
                  <bdi className="identifier">{each.refused ?? ''}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
