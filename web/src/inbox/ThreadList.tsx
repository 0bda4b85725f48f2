// Threads in a list of any length: only rows near the view are there, the rest comes by itself.
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { ProblemNote, Note, Waiting } from '../parts/Note'
import { AssignSheet } from '../thread/Assign'
import { type Sort, type ThreadRow, useThreads } from '../thread/thread'
import { useWords } from '../words/Words'
import { Row } from './ThreadRow'
import { useView } from './view'
import '../parts/title-list.css'
import './thread-list.css'

interface Props {
  sort: Sort
  words: string
  opened: string
  onOpen: (path: string) => void
}

export default function ThreadList({ sort, words, opened, onOpen }: Props) {
  const t = useWords()
  const threads = useThreads(sort, words)
  const rows = threads.data?.pages.flatMap((page) => page.threads) ?? []
  if (threads.isPending) return <Waiting />
  if (threads.error) return <ProblemNote error={threads.error} />
  if (rows.length === 0 && !threads.hasNextPage) {
    return (
      <Note title={t(words ? 'threads-none-say' : `threads-none-${sort}`)}>
        <p>{t(words ? 'threads-none-say-do' : 'threads-none-do')}</p>
      </Note>
    )
  }
  // While the list is asked for anew nothing else is: it would be cancelled, and the newest missed.
  const more = () => {
    if (threads.hasNextPage && !threads.isFetching) void threads.fetchNextPage()
  }
  return (
    <Rows
      rows={rows}
      now={threads.dataUpdatedAt}
      opened={opened}
      onOpen={onOpen}
      more={threads.hasNextPage ? more : null}
    />
  )
}

interface RowsProps {
  rows: ThreadRow[]
  now: number
  opened: string
  onOpen: (path: string) => void
  more: (() => void) | null
}

function Rows({ rows, now, opened, onOpen, more }: RowsProps) {
  const t = useWords()
  const list = useRef<HTMLUListElement>(null)
  const { first, end, height } = useView(list, rows.length)
  const [at, setAt] = useState(0)
  const [assigns, setAssigns] = useState('')
  const nearEnd = end >= rows.length
  // Rows that are not there leave their room. It is set by script: no style stands in markup.
  useLayoutEffect(() => {
    if (!list.current) return
    list.current.style.paddingBlockStart = `${first * height}px`
    list.current.style.paddingBlockEnd = `${(rows.length - end) * height}px`
  }, [first, end, height, rows.length])
  useEffect(() => {
    if (nearEnd) more?.()
  })
  const walk = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.code === 'KeyA') {
      setAssigns(rows[at]?.thread ?? '')
      event.stopPropagation()
      return
    }
    const step = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 }[event.code]
    if (!step) return
    event.preventDefault()
    const next = Math.max(0, Math.min(rows.length - 1, at + step))
    setAt(next)
    const row = list.current?.querySelector<HTMLElement>(`[data-place='${next}'] .row`)
    row?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <>
      <ul ref={list} className="thread-list" onKeyDown={walk} aria-label={t('threads')}>
        {rows.slice(first, end).map((row, place) => (
          <li
            key={row.thread}
            data-place={first + place}
            aria-setsize={more ? -1 : rows.length}
            aria-posinset={first + place + 1}
          >
            <Row
              row={row}
              now={now}
              here={`thread/${row.thread}` === opened}
              reachable={first + place === Math.max(first, Math.min(at, end - 1))}
              onOpen={() => {
                setAt(first + place)
                onOpen(`thread/${row.thread}`)
              }}
            />
          </li>
        ))}
      </ul>
      {more && <Waiting />}
      {assigns && (
        <AssignSheet
          thread={assigns}
          onClose={() => {
            setAssigns('')
          }}
        />
      )}
    </>
  )
}
