// What has come and what was sent, newest first, with the open record beside the list.
import { Button, NativeSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { fetchMore } from '../node/more'
import { useTitles } from '../node/query'
import { address } from '../node/shape'
import { ProblemNote, Note, Waiting } from '../parts/Note'
import { TitleList } from '../parts/TitleList'
import { useMay, useNodeName, useSignedIn } from '../shell/me'
import { isSort } from '../thread/thread'
import { useWords } from '../words/Words'
import { Chips } from './Chips'
import { KeyList } from './KeyList'
import './inbox.css'

// The list comes first; what it opens is fetched when it is opened.
const WaitingList = lazy(() => import('./Waiting'))
const ThreadList = lazy(() => import('./ThreadList'))
const HandOvers = lazy(() => import('./HandOvers'))
const Tools = lazy(() => import('./Tools'))
const RecordPane = lazy(() => import('../record/RecordPane'))
const ThreadPane = lazy(() => import('../thread/ThreadPane'))

export function Inbox() {
  const t = useWords()
  const [search, setSearch] = useSearchParams()
  const [, go] = useLocation()
  const phone = useMediaQuery('(max-width: 700px)')
  const kind = search.get('kind') ?? ''
  const owner = search.get('owner') ?? ''
  const open = search.get('open') ?? ''
  const set = (name: string, value: string) => {
    setSearch((now) => {
      if (value) now.set(name, value)
      else now.delete(name)
      return now
    })
  }
  const words = search.get('words') ?? ''
  const show = (path: string) => {
    if (phone) go(path.startsWith('thread/') ? `/${path}` : `/record/${path}`)
    else set('open', path)
  }
  return (
    <div className="inbox">
      <section className="inbox-list" aria-label={t('inbox')}>
        <header className="list-head">
          <h1>{t('inbox')}</h1>
          <NewRecord />
          <OwnerFilter
            owner={owner}
            onChange={(code) => {
              set('owner', code)
            }}
          />
          <Chips
            kind={kind}
            onChange={(code) => {
              set('kind', code)
            }}
          />
          {(isSort(kind) || words) && (
            <Suspense>
              <Tools
                key={words}
                words={words}
                onWords={(said) => {
                  set('words', said)
                }}
              />
            </Suspense>
          )}
        </header>
        <Suspense fallback={<Waiting />}>
          {isSort(kind) || words ? (
            <Threads kind={kind} words={words} opened={open} onOpen={show} />
          ) : (
            <Records kind={kind} owner={owner} opened={open} onOpen={show} />
          )}
        </Suspense>
      </section>
      {!phone && (
        <Beside
          open={open}
          onUnread={() => {
            set('open', '')
          }}
        />
      )}
      <KeyList />
    </div>
  )
}

interface ThreadsProps {
  kind: string
  words: string
  opened: string
  onOpen: (path: string) => void
}

/** By deadline where somebody is waited for, otherwise the newest first. */
function Threads({ kind, words, ...rest }: ThreadsProps) {
  const sort = isSort(kind) ? kind : 'all'
  if (!words && (kind === 'for-us' || kind === 'for-them')) {
    return <WaitingList side={kind} {...rest} />
  }
  return (
    <>
      {(kind === 'mine' || kind === 'unit') && <HandOvers onOpen={rest.onOpen} />}
      <ThreadList sort={sort} words={words} {...rest} />
    </>
  )
}

interface RecordsProps {
  kind: string
  owner: string
  opened: string
  onOpen: (path: string) => void
}

function Records({ kind, owner, opened, onOpen }: RecordsProps) {
  const t = useWords()
  const titles = useTitles({ ...(kind && { kind }), ...(owner && { owner }) })
  const rows = titles.data?.pages.flatMap((page) => page.records) ?? []
  return (
    <>
      {titles.error && <ProblemNote error={titles.error} />}
      {titles.isPending && <Waiting />}
      {titles.isSuccess && rows.length === 0 && <Empty filtered={Boolean(kind || owner)} />}
      <TitleList
        titles={rows}
        open={opened}
        onOpen={(title) => {
          onOpen(address(title.name).path)
        }}
      />
      {titles.hasNextPage && (
        <Button
          className="more"
          variant="default"
          loading={titles.isFetchingNextPage}
          onClick={() => void fetchMore(titles)}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}

function NewRecord() {
  const t = useWords()
  const [, go] = useLocation()
  const writes = useSignedIn().scopes.includes('write')
  const may = useMay('publish') && writes
  if (!may) return null
  return (
    <Button
      onClick={() => {
        go('/compose')
      }}
    >
      {t('new')}
      <kbd className="key">N</kbd>
    </Button>
  )
}

function Beside({ open, onUnread }: { open: string; onUnread: () => void }) {
  const t = useWords()
  const [owner = '', id = ''] = open.split('/')
  return (
    <section className="inbox-pane" aria-label={t('record')}>
      {id ? (
        <Suspense fallback={<Waiting />}>
          {owner === 'thread' ? (
            <ThreadPane id={id} onUnread={onUnread} />
          ) : (
            <RecordPane owner={owner} id={id} />
          )}
        </Suspense>
      ) : (
        <Note title={t('inbox-none-open')}>
          <p>{t('inbox-none-open-do')}</p>
        </Note>
      )}
    </section>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  const t = useWords()
  return (
    <Note title={t(filtered ? 'inbox-none-fit' : 'inbox-empty')}>
      <p>{t(filtered ? 'inbox-none-fit-do' : 'inbox-empty-do')}</p>
    </Note>
  )
}

function OwnerFilter({ owner, onChange }: { owner: string; onChange: (code: string) => void }) {
  const t = useWords()
  const { members } = useSignedIn()
  const name = useNodeName()
  const all = members.map(({ code }) => ({ value: code, label: name(code) }))
  return (
    <NativeSelect
      aria-label={t('owner')}
      value={owner}
      data={[{ value: '', label: t('owner-all') }, ...all]}
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}
