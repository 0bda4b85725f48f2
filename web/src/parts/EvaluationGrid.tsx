// The 4×4 evaluation: codes, words, and one filled cell. The grid is a picture: it never mirrors.
import type { Evaluation } from '../node/shape'
import { useLabel } from './label'
import './evaluation.css'

const SOURCES = ['A', 'B', 'C', 'X']
const INFORMATION = ['1', '2', '3', '4']

export function EvaluationGrid({ evaluation }: { evaluation: Evaluation }) {
  const source = useLabel('source-reliability')
  const information = useLabel('information-credibility')
  const nature = useLabel('nature')
  return (
    <div className="evaluation">
      <p>
        <bdi className="identifier">{evaluation.source + evaluation.information}</bdi>{' '}
        {source(evaluation.source)} · {information(evaluation.information)} ·{' '}
        {nature(evaluation.nature)}
      </p>
      <svg viewBox="0 0 44 44" width="44" height="44" aria-hidden="true" direction="ltr">
        {SOURCES.flatMap((row, y) =>
          INFORMATION.map((column, x) => (
            <rect
              key={row + column}
              x={x * 11}
              y={y * 11}
              width="9"
              height="9"
              rx="1"
              className={
                row === evaluation.source && column === evaluation.information
                  ? 'cell-filled'
                  : 'cell'
              }
            />
          )),
        )}
      </svg>
    </div>
  )
}
