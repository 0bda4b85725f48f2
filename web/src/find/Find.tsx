// One box for words and identifiers: what this reader may read, how many, and how it divides.
import { Button } from '@mantine/core'
import type { ComponentType, ReactNode } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { fetchMore } from '../node/more'
import { useNews } from '../node/news'
import { address, type Title } from '../node/shape'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { TitleList } from '../parts/TitleList'
import { useReader, useWords } from '../words/Words'
import { Ask, type AskProps, Chosen } from './Ask'
import { Export } from './Export'
import { Facets } from './Facets'
import { type Asked, type Filter, isEmpty, read, sorted, write } from './filter'
import { type Facts, type Page, useSearch } from './search'
import { SaveView, Views } from './Views'
import '../parts/chips.css'
import './find.css'

export default function Find() {
  const t = useWords()
  return (
    <Searching title={t('find')} path="/find">
      <Note title={t('find-start')}>
        <p>{t('find-start-do')}</p>
      </Note>
      <Views />
    </Searching>
  )
}

/** A table of rows and of what is known of each beside its title. */
export type RowTable = ComponentType<{
  titles: Title[]
  facts: Facts[]
  sort: string
  onSort: (column: string) => void
}>

interface SearchingProps {
  title: string
  path: string
  /** What this page always asks for besides. */
  base?: Filter
  action?: ReactNode
  /** How this page shows rows, where it has its own way. */
  table?: RowTable
  /** What stands there before anything is asked. */
  children?: ReactNode
}

/** A page that searches: the question, what was chosen, what was found. */
export function Searching({ title, path, base, action, table, children }: SearchingProps) {
  const [search] = useSearchParams()
  const [, go] = useLocation()
  const asked = read(search)
  const ask = (next: Asked) => {
    go(`${path}?${write(next).toString()}`)
  }
  const whole = base ? { ...asked, filters: [base, ...asked.filters] } : asked
  return (
    <div className="find">
      <header className="find-head">
        <h1>{title}</h1>
        <div className="find-deeds">
          {!isEmpty(whole) && <SaveView asked={whole} />}
          {!isEmpty(whole) && <Export asked={whole} />}
          {action}
        </div>
        <Ask key={search.toString()} asked={asked} onAsk={ask} />
        <Chosen asked={asked} onAsk={ask} />
      </header>
      {isEmpty(whole) ? (
        children
      ) : (
        <Found
          asked={asked}
          whole={whole}
          hidden={base ? [base.name] : []}
          table={table}
          onAsk={ask}
        />
      )}
    </div>
  )
}

interface FoundProps extends AskProps {
  whole: Asked
  hidden: string[]
  table: RowTable | undefined
}

function Found({ asked, whole, hidden, table: Table = Rows, onAsk }: FoundProps) {
  const t = useWords()
  const found = useSearch(whole, Table !== Rows)
  const news = useNews(whole.filters.find(({ name }) => name === 'kind')?.value ?? '')
  if (found.isPending) return <Waiting />
  if (found.error) return <ProblemNote error={found.error} />
  const [first] = found.data.pages
  const titles = found.data.pages.flatMap((page) => page.records)
  const facts = found.data.pages.flatMap((page) => page.facts ?? [])
  if (!first || titles.length === 0) {
    return (
      <Note title={t('find-none')}>
        <p>{t('find-none-do')}</p>
      </Note>
    )
  }
  return (
    <div className="found">
      <Facets asked={asked} facets={first.facets ?? {}} hidden={hidden} onAsk={onAsk} />
      <section aria-label={t('find-results')}>
        <Count page={first} />
        {news.count > 0 && (
          <button
            type="button"
            className="text-button find-news"
            onClick={() => {
              news.seen()
              void found.refetch()
            }}
          >
            {t('find-news', { count: news.count })}
          </button>
        )}
        <Table
          titles={titles}
          facts={facts}
          sort={asked.sort ?? ''}
          onSort={(column) => {
            onAsk(sorted(asked, column))
          }}
        />
        {found.hasNextPage && (
          <Button
            className="more"
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void fetchMore(found)}
          >
            {t('more')}
          </Button>
        )}
      </section>
    </div>
  )
}

function Rows({ titles }: { titles: Title[] }) {
  const [, go] = useLocation()
  return (
    <TitleList
      titles={titles}
      open=""
      onOpen={(title) => {
        go(`/record/${address(title.name).path}`)
      }}
    />
  )
}

/** How many there are, and whether all of them were counted and looked through. */
function Count({ page }: { page: Page }) {
  const { t, write } = useReader()
  const count = page.count ?? 0
  const word = page.counted === 'at-least' ? 'find-at-least' : 'find-count'
  return (
    <p className="find-why" role="status">
      {t(word, { count, written: write.number(count) })}
      {page.waiting > 0 && ` ${t('find-waiting', { count: write.number(page.waiting) })}`}
    </p>
  )
}
