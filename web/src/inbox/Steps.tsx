// Flash messages that nobody opened in time: when each was taken further, and to whom.
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { useReader } from '../words/Words'
import { type Step, useSteps } from './duty'
import './thread-list.css'

export function Steps() {
  const { t } = useReader()
  const steps = useSteps()
  return (
    <section className="steps">
      <h2>{t('steps')}</h2>
      <p className="remark">{t('steps-why')}</p>
      {steps.isPending && <Waiting />}
      {steps.error && <ProblemNote error={steps.error} />}
      {steps.data?.length === 0 && <p>{t('steps-none')}</p>}
      <ul className="plain-list">
        {(steps.data ?? []).map((step) => (
          <Line key={step.number} step={step} />
        ))}
      </ul>
    </section>
  )
}

function Line({ step }: { step: Step }) {
  const { t, write } = useReader()
  const { officer, unit, open } = step
  return (
    <li className={open ? 'roster-warn' : 'roster-line'}>
      {write.moment(step.at)} {unit && <Identifier>{unit}</Identifier>}
      {' → '}
      {officer ? (
        <Identifier>{officer}</Identifier>
      ) : (
        t(step.step > 1 ? 'step-administrators' : 'step-unit')
      )}
      {' · '}
      {t(open ? 'step-open' : 'step-opened')}
    </li>
  )
}
