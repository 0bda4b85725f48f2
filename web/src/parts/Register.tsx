// A table of administration: its heads are words of the catalogue; on a phone each row stands alone.
import type { ReactNode } from 'react'
import { useWords } from '../words/Words'
import './register.css'

interface Props {
  /** Words of the heads; one that is false has no column. */
  heads: (string | false)[]
  /** Which of them stand over figures. */
  figures?: string[]
  className?: string
  children: ReactNode
}

export function Register({ heads, figures = [], className = '', children }: Props) {
  const t = useWords()
  const shown = heads.filter((word) => word !== false)
  return (
    <table className={`register ${className}`.trim()}>
      <thead>
        <tr>
          {shown.map((word) => (
            <th key={word} scope="col" className={figures.includes(word) ? 'figure' : undefined}>
              {t(word)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
