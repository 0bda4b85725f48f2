// One proposal: what will happen, who proposes it and why; confirming or declining it.
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { address } from '../node/shape'
import { Country } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { ProblemNote, Waiting } from '../parts/Note'
import { useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { useMeasure } from './measure'
import { type ProposalView, useDecision, useProposal } from './query'

export function ProposalPane({ number }: { number: number }) {
  const { t, setting } = useReader()
  const proposal = useProposal(number, setting.language)
  return (
    <section className="proposal-pane" aria-label={t('proposal-happens')}>
      <Link href="/proposals" className="proposal-back">
        {t('proposals')}
      </Link>
      {proposal.isPending && <Waiting />}
      {proposal.error && <ProblemNote error={proposal.error} />}
      {proposal.data && <Whole view={proposal.data} />}
    </section>
  )
}

function Whole({ view }: { view: ProposalView }) {
  const t = useWords()
  const limit = view.about['limit']
  const measure = useMeasure()
  return (
    <>
      <h2 className="proposal-title">{measure(view)}</h2>
      <section className="proposal-happens">
        <h3>{t('proposal-happens')}</h3>
        <p>{t(`measure-${view.measure}-means`)}</p>
        {typeof limit === 'string' && <p>{t(`limit-${limit}`, {}, limit)}</p>}
        <Widened view={view} />
      </section>
      <Facts view={view} />
      <Decide view={view} />
    </>
  )
}

function Widened({ view }: { view: ProposalView }) {
  const t = useWords()
  const recipients = view.about['recipients']
  const nodes = Array.isArray(recipients) ? recipients.map(String) : []
  return (
    <>
      {(view.widened.length > 0 || view.rules.length > 0) && (
        <ul className="proposal-widened">
          {view.widened.map((each) => (
            <li key={each}>{t(`widened-${each}`)}</li>
          ))}
          {view.rules.map((rule) => (
            <li key={rule}>
              {t(`rule-${rule}`)} <bdi className="identifier">{rule}</bdi>
            </li>
          ))}
        </ul>
      )}
      {nodes.length > 0 && (
        <p className="proposal-nodes">
          <span className="remark">{t('proposal-new-nodes')}</span>
          {nodes.map((node) => (
            <Country key={node} code={node} />
          ))}
        </p>
      )}
      {view.text.length > 0 && (
        <div className="proposal-text">
          <p className="remark">{t('proposal-text')}</p>
          {view.text.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
    </>
  )
}

function Facts({ view }: { view: ProposalView }) {
  const { t, write } = useReader()
  const role = useLabel('role')
  return (
    <dl className="proposal-facts">
      <dt>{t('proposal-by')}</dt>
      <dd>
        <Identifier>{view.officer}</Identifier> {role(view.role)} ·{' '}
        <Identifier>{view.unit}</Identifier>
      </dd>
      <dt>{t('proposal-why')}</dt>
      <dd dir="auto">{view.reason}</dd>
      <dt>{t('proposal-at')}</dt>
      <dd>{write.moment(view.at)}</dd>
      {view.state === 'open' ? (
        <>
          <dt>{t('proposal-until')}</dt>
          <dd>{write.moment(view.until)}</dd>
        </>
      ) : (
        <Outcome view={view} />
      )}
    </dl>
  )
}

function Outcome({ view }: { view: ProposalView }) {
  const { t, write } = useReader()
  const published = view.measure === 'publish' && view.state === 'confirmed'
  return (
    <>
      <dt>{t('proposal-outcome')}</dt>
      <dd>
        {t(`proposal-state-${view.state}`)}
        {view.decided && ` · ${write.moment(view.decided)}`}
      </dd>
      {view.second && (
        <>
          <dt>{t('proposal-decided')}</dt>
          <dd>
            <Identifier>{view.second}</Identifier>
          </dd>
        </>
      )}
      {view.answer && (
        <>
          <dt>{t('proposal-why')}</dt>
          <dd dir="auto">{view.answer}</dd>
        </>
      )}
      {view.outcome && published && (
        <>
          <dt>{t('record')}</dt>
          <dd>
            <Link href={`/record/${address(view.outcome).path}`}>
              <Identifier>{view.outcome}</Identifier>
            </Link>
          </dd>
        </>
      )}
    </>
  )
}

function Decide({ view }: { view: ProposalView }) {
  const t = useWords()
  const me = useSignedIn()
  const decision = useDecision(view.number)
  const [reason, setReason] = useState('')
  if (view.state !== 'open') return null
  const own = view.officer === me.officer
  if (!own && !view.yours) return <p className="remark">{t('proposal-not-yours')}</p>
  const decide = (confirm: boolean) => {
    decision.mutate({ confirm, digest: view.digest, reason })
  }
  return (
    <form
      className="proposal-decide"
      onSubmit={(event) => {
        event.preventDefault()
        decide(!own)
      }}
    >
      <p className="remark">{t(own ? 'proposal-own' : 'proposal-confirm-means')}</p>
      <Textarea
        label={t('proposal-answer')}
        required
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value)
        }}
      />
      {decision.error && <ProblemNote error={decision.error} />}
      <div className="take-back">
        {own ? (
          <Button type="submit" variant="default" loading={decision.isPending}>
            {t('proposal-withdraw')}
          </Button>
        ) : (
          <>
            <Button type="submit" loading={decision.isPending}>
              {t('proposal-confirm')}
            </Button>
            <Button
              variant="default"
              disabled={reason.trim() === ''}
              onClick={() => {
                decide(false)
              }}
            >
              {t('proposal-decline')}
            </Button>
          </>
        )}
      </div>
    </form>
  )
}
