// A person decides on a hit: only that makes it a match. The passkey signs it.
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { ProblemNote } from '../parts/Note'
import { useMay } from '../shell/me'
import { type Decision, type Hit, useDecide } from './query'
import { useAskReader, useAskWords } from './words'

const DECISIONS: Decision[] = ['match', 'no-match', 'need-more']

type Decided = NonNullable<Hit['decision']>

export function Decide({ number, decided }: { number: number; decided: Decided | null }) {
  const may = useMay('decide')
  const decide = useDecide(number)
  const known = decide.data ?? decided
  const open = !known || known.decision === 'need-more'
  return (
    <div className="decide">
      {known && <DecidedShown decided={known} />}
      {may && open && (
        <DecideForm
          busy={decide.isPending}
          error={decide.error}
          onDecide={(decision, reason) => {
            decide.mutate({ decision, reason })
          }}
        />
      )}
    </div>
  )
}

function DecidedShown({ decided }: { decided: Decided }) {
  const { t, write } = useAskReader()
  return (
    <p className={`decided decided-${decided.decision}`}>
      <strong>{t(`ask-decision-${decided.decision}`)}</strong> <bdi>{decided.reason}</bdi>{' '}
      <span className="remark">
        <Identifier>{decided.by}</Identifier> {write.moment(decided.at)}
      </span>
    </p>
  )
}

interface FormProps {
  busy: boolean
  error: Error | null
  onDecide: (decision: Decision, reason: string) => void
}

function DecideForm({ busy, error, onDecide }: FormProps) {
  const t = useAskWords()
  const [decision, setDecision] = useState<Decision | null>(null)
  const [reason, setReason] = useState('')
  return (
    <form
      className="decide-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (decision) onDecide(decision, reason.trim())
      }}
    >
      <div className="decide-ways" role="group" aria-label={t('ask-decide')}>
        {DECISIONS.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={decision === each}
            onClick={() => {
              setDecision(each)
            }}
          >
            {t(`ask-decision-${each}`)}
          </button>
        ))}
      </div>
      {decision && (
        <>
          <Textarea
            label={t('ask-reason')}
            required
            rows={2}
            maxLength={1000}
            dir="auto"
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value)
            }}
          />
          <p className="remark">{t('ask-decide-signed')}</p>
          <Button type="submit" loading={busy}>
            {t('ask-decide-do')}
          </Button>
        </>
      )}
      {error && <ProblemNote error={error} />}
    </form>
  )
}
