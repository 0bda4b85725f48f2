// What was asked beside what is listed, line by line.
import type { ReactNode } from 'react'
import { useKind } from './kind'
import type { Answer, Hit } from './query'
import { useAskWords } from './words'

interface Props {
  read: Answer['read']
  hit: Hit
}

export function Compare({ read, hit }: Props) {
  const t = useAskWords()
  const kind = useKind()
  const { entry } = hit
  const numbers = ({
    identifiers,
    documents,
  }: Pick<Answer['read'], 'identifiers' | 'documents'>) => [
    ...new Set([...documents, ...identifiers.map((one) => `${kind(one.kind)} ${one.value}`)]),
  ]
  const rows: [string, string[], string[]][] = [
    ['names', read.names, entry.names],
    ['births', read.births, entry.births],
    ['countries', read.countries, entry.countries],
    ['numbers', numbers(read), numbers(entry)],
  ]
  return (
    <details className="compare">
      <summary>{t('ask-compare')}</summary>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('ask-compare-asked')}</th>
            <th scope="col">{t('ask-compare-listed')}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(([, asked, listed]) => asked.length + listed.length > 0)
            .map(([word, asked, listed]) => (
              <tr key={word}>
                <th scope="row">{t(`ask-compare-${word}`)}</th>
                <Values>{asked}</Values>
                <Values>{listed}</Values>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  )
}

function Values({ children }: { children: string[] }): ReactNode {
  return (
    <td>
      {children.length === 0
        ? '–'
        : children.map((value) => (
            <bdi key={value} className="compare-value">
              {value}
            </bdi>
          ))}
    </td>
  )
}
