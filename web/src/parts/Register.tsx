// A table of administration: its heads are words of the catalogue; on a phone each row stands alone.
import type { ReactNode } from 'react'
import type { Say } from '../words/catalogue'
import { useWords } from '../words/Words'
import './register.css'

interface Props {
  /** Words of the heads; one that is false has no column. */
  heads: (string | false)[]
  /** Which of them stand over figures. */
  figures?: string[]
  className?: string
  /** Who says them, where they are not words of every page. */
  words?: Say
  children: ReactNode
}

export function Register({ heads, figures = [], className = '', words, children }: Props) {
  const every = useWords()
  const t = words ?? every
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
