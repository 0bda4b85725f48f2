// The register as a table: when, where, what, how much, how hidden. J and K walk, Enter opens.
import { type KeyboardEvent, useRef } from 'react'
import { Link } from 'wouter'
import { useAmount } from '../parts/amount'
import { useLabel } from '../parts/label'
import { address, type Title } from '../node/shape'
import type { Facts } from '../find/search'
import { useReader } from '../words/Words'
import '../parts/country.css'
import '../parts/register.css'
import './seizures.css'

/** A row has room for so many items; the record has them all. */
const ITEMS_MAX = 2

/** The columns by their names at the node, each with its word. */
const COLUMNS = [
  ['day', 'seizure-day'],
  ['place', 'seizure-place'],
  ['substance', 'item-substance'],
  ['amount', 'item-quantity'],
  ['conveyance', 'facet-conveyance'],
  ['hiding-place', 'facet-hiding-place'],
] as const

interface Props {
  titles: Title[]
  facts: Facts[]
  sort: string
  onSort: (column: string) => void
}

export function SeizureTable({ titles, facts, sort, onSort }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const walk = (event: KeyboardEvent) => {
    const step = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 }[event.code]
    if (!step) return
    event.preventDefault()
    const links = [...(body.current?.querySelectorAll('a') ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus()
  }
  return (
    <table className="register seizures" onKeyDown={walk}>
      <thead>
        <tr>
          {COLUMNS.map(([column, word]) => (
            <Head key={column} column={column} word={word} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {titles.map((title, at) => (
          <Row key={title.name} title={title} facts={facts[at]} />
        ))}
      </tbody>
    </table>
  )
}

interface HeadProps {
  column: string
  word: string
  sort: string
  onSort: (column: string) => void
}

function Head({ column, word, sort, onSort }: HeadProps) {
  const { t } = useReader()
  const up = sort === column
  const down = sort === `-${column}`
  return (
    <th
      scope="col"
      className={column === 'amount' ? 'numeric' : undefined}
      aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => {
          onSort(column)
        }}
      >
        {t(word)} <span aria-hidden="true">{up ? '▲' : down ? '▼' : ''}</span>
      </button>
    </th>
  )
}

function Row({ title, facts }: { title: Title; facts: Facts | undefined }) {
  const { t, write } = useReader()
  const hiding = useLabel('hiding-place')
  const conveyance = useLabel('conveyance')
  const items = facts?.items ?? []
  const shown = items.slice(0, ITEMS_MAX)
  const carried = facts?.values['conveyance']?.map(conveyance).join(' · ')
  const hidden = facts?.values['hiding-place']?.map(hiding).join(' · ')
  return (
    <tr>
      <td>{facts?.day ? <time dateTime={facts.day}>{write.day(facts.day)}</time> : '–'}</td>
      <th scope="row">
        <Link href={`/record/${address(title.name).path}`}>
          {facts?.values['country'] ? <Place facts={facts} /> : <bdi>{title.title}</bdi>}
        </Link>
      </th>
      <td>
        {shown.map((item, at) => (
          <Substance key={at} code={item.substance} />
        ))}
        {items.length > shown.length && (
          <span className="remark">
            {t('seizure-more', { count: write.number(items.length - shown.length) })}
          </span>
        )}
      </td>
      <td className="numeric">
        {shown.map((item, at) => (
          <Amount key={at} item={item} />
        ))}
      </td>
      <td className="conveyance">{carried ?? '–'}</td>
      <td>{hidden ?? '–'}</td>
    </tr>
  )
}

function Place({ facts }: { facts: Facts }) {
  const country = useLabel('country')
  const code = facts.values['country']?.[0] ?? ''
  return (
    <>
      <abbr className="country-code" title={country(code)} lang="en" dir="ltr">
        {code}
      </abbr>{' '}
      <bdi>{facts.place ?? country(code)}</bdi>
    </>
  )
}

function Substance({ code }: { code: string }) {
  const drug = useLabel('drug')
  return <span className="line">{drug(code)}</span>
}

function Amount({ item: { amount, unit } }: { item: Facts['items'][number] }) {
  const label = useLabel('unit')
  const say = useAmount()
  return (
    <span className="line">
      {amount === null ? '–' : say(amount, unit, unit ? label(unit) : '')}
    </span>
  )
}
