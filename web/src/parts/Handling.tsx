// The owner's conditions: as one small box in a row, as sentences on a record.
import type { Handling } from '../node/shape'
import { useLabel } from './label'
import './handling.css'

const LEVELS = ['for-official-use', 'restricted', 'confidential']

function Bars({ level }: { level: string }) {
  const high = LEVELS.indexOf(level)
  return (
    <svg viewBox="0 0 11 10" width="11" height="10" aria-hidden="true">
      {LEVELS.map((name, at) => (
        <rect
          key={name}
          x={at * 4}
          y={6 - at * 3}
          width="3"
          height={4 + at * 3}
          className={at <= high ? 'bar-full' : 'bar-empty'}
        />
      ))}
    </svg>
  )
}

export function HandlingBadge({ handling }: { handling: Handling }) {
  const level = useLabel('level')
  const code = useLabel('handling-code')
  return (
    <span className="handling-badge">
      <span>
        <Bars level={handling.level} /> {level(handling.level)}
      </span>
      {handling.codes?.map((each) => (
        <abbr key={each} title={code(each)} lang="en">
          {each}
        </abbr>
      ))}
    </span>
  )
}

export function HandlingSentences({ handling }: { handling: Handling }) {
  const level = useLabel('level')
  const code = useLabel('handling-code')
  return (
    <p>
      <strong>{level(handling.level)}.</strong>{' '}
      {handling.codes?.map((each) => (
        <span key={each}>
          {code(each)} (<bdi className="identifier">{each}</bdi>).{' '}
        </span>
      ))}
      {handling.conditions && <bdi>{handling.conditions}</bdi>}
    </p>
  )
}
