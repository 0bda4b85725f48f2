// What has come and what was sent, newest first, with the open record beside the list.
import { Button, NativeSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { useTitles } from '../node/query'
import { address } from '../node/shape'
import { ProblemNote, Note, Waiting } from '../parts/Note'
import { TitleList } from '../parts/TitleList'
import { useMay, useNodeName, useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { Chips } from './Chips'
import './inbox.css'

// The list comes first; what it opens is fetched when it is opened.
const WaitingList = lazy(() => import('./Waiting'))
const RecordPane = lazy(() => import('../record/RecordPane'))

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
  const show = (path: string) => {
    if (phone) go(`/record/${path}`)
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
        </header>
        {kind === 'for-us' || kind === 'for-them' ? (
          <Suspense fallback={<Waiting />}>
            <WaitingList side={kind} opened={open} onOpen={show} />
          </Suspense>
        ) : (
          <Records kind={kind} owner={owner} opened={open} onOpen={show} />
        )}
      </section>
      {!phone && <Beside open={open} />}
    </div>
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
          onClick={() => void titles.fetchNextPage()}
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

function Beside({ open }: { open: string }) {
  const t = useWords()
  const [owner = '', id = ''] = open.split('/')
  return (
    <section className="inbox-pane" aria-label={t('record')}>
      {id ? (
        <Suspense fallback={<Waiting />}>
          <RecordPane owner={owner} id={id} />
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
