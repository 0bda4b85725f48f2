// Rows of records in groups of days. J and K walk, Enter opens; walking alone reads nothing.
import { type KeyboardEvent, useRef, useState } from 'react'
import { address, type Title } from '../node/shape'
import { useReader } from '../words/Words'
import { dayOf, type Span, span } from '../words/moment'
import { CountryCode } from './Country'
import { Identifier } from './Identifier'
import './title-list.css'

interface Group {
  span: Span
  /** The place of its first row in the whole list. */
  first: number
  titles: Title[]
}

/** Runs of rows of the same span, in the order in which they came. */
export function group(titles: Title[], today: string, timeZone: string, firstDay: number): Group[] {
  const groups: Group[] = []
  for (const [place, title] of titles.entries()) {
    const its = span(dayOf(title.created, timeZone), today, firstDay)
    const last = groups.at(-1)
    if (last?.span === its) last.titles.push(title)
    else groups.push({ span: its, first: place, titles: [title] })
  }
  return groups
}

interface Props {
  titles: Title[]
  open: string
  onOpen: (title: Title) => void
}

export function TitleList({ titles, open, onOpen }: Props) {
  const { t, setting } = useReader()
  const list = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const today = dayOf(new Date().toISOString(), setting.timeZone)
  const groups = group(titles, today, setting.timeZone, setting.firstDay)
  const walk = (event: KeyboardEvent) => {
    const step = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 }[event.code]
    if (!step) return
    event.preventDefault()
    const next = Math.max(0, Math.min(titles.length - 1, at + step))
    setAt(next)
    list.current?.querySelectorAll<HTMLElement>('.row')[next]?.focus()
  }
  return (
    <div ref={list} onKeyDown={walk} className="title-list">
      {groups.map((each, number) => (
        <section key={`${each.span}-${number}`}>
          <h2 className="group-head">{t(`span-${each.span}`)}</h2>
          {each.titles.map((title, place) => {
            const here = each.first + place
            return (
              <Row
                key={title.name}
                title={title}
                open={address(title.name).path === open}
                reachable={here === at}
                onOpen={() => {
                  setAt(here)
                  onOpen(title)
                }}
              />
            )
          })}
        </section>
      ))}
    </div>
  )
}

/** Titles that are told in the reader's language run as his page does; others as they were written. */
const TOLD = ['seizure', 'travel-document', 'recall', 'withdraw', 'block', 'hold', 'consent']

/** What acts on a record, where nobody may be told more than which one: its kind stands beside it. */
const ACTS_ON = /^(recall|withdraw|block|hold|decision on) /

function RowTitle({ title }: { title: Title }) {
  const id = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/.exec(title.title)?.[0]
  if (id && ACTS_ON.test(title.title)) return <Identifier>{id}</Identifier>
  return <bdi>{title.title || address(title.name).id}</bdi>
}

interface RowProps {
  title: Title
  open: boolean
  reachable: boolean
  onOpen: () => void
}

function Row({ title, open, reachable, onOpen }: RowProps) {
  const { t, write } = useReader()
  const { owner, path } = address(title.name)
  return (
    <a
      href={`/record/${path}`}
      className="row"
      aria-current={open ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        onOpen()
      }}
    >
      <CountryCode code={owner} />
      <span className="row-title" dir={TOLD.includes(title.kind) ? undefined : 'auto'}>
        <RowTitle title={title} />
      </span>
      <span className="row-kind">{t(`kind-${title.kind}`)}</span>
      <time className="row-time" dateTime={title.created}>
        {write.short(title.created)}
      </time>
    </a>
  )
}
