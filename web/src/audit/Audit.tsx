// Who did what here, and why; what was refused. Reading it is written down as well.
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import client, { answer } from '../node/client'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { useReader, useWords } from '../words/Words'
import '../parts/register.css'

interface Entry {
  at: string
  deed: string
  by: string
  role: string
  unit: string
  purpose: string | null
  refused: string | null
  about: [string, string][]
  count: number
  reason: string | null
}

interface Page {
  events: Entry[]
  next?: number | null
}

const useAudit = () =>
  useInfiniteQuery({
    queryKey: ['audit'],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      answer<Page>(
        client.GET('/api/v1/audit', { params: { query: { cursor: pageParam, limit: 100 } } }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Infinity,
  })

export default function Audit() {
  const t = useWords()
  const audit = useAudit()
  const entries = audit.data?.pages.flatMap((page) => page.events) ?? []
  return (
    <div>
      <header className="page-head">
        <h1>{t('audit')}</h1>
        <p>{t('audit-why')}</p>
        <Button variant="default" loading={audit.isRefetching} onClick={() => void audit.refetch()}>
          {t('read-again')}
        </Button>
      </header>
      {audit.isPending && <Waiting />}
      {audit.error && <ProblemNote error={audit.error} />}
      {audit.isSuccess && entries.length === 0 && <Note title={t('audit-empty')} />}
      {entries.length > 0 && <Table entries={entries} />}
      {audit.hasNextPage && (
        <Button
          className="more"
          variant="default"
          loading={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </div>
  )
}

function Table({ entries }: { entries: Entry[] }) {
  const t = useWords()
  return (
    <table className="register audit-table">
      <thead>
        <tr>
          {['when', 'who', 'deed', 'purpose', 'about'].map((word) => (
            <th key={word} scope="col">
              {t(`audit-${word}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry, at) => (
          <Row key={at} entry={entry} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ entry }: { entry: Entry }) {
  const { t, write } = useReader()
  const purpose = useLabel('purpose')
  return (
    <tr>
      <td>
        <time dateTime={entry.at}>{write.moment(entry.at)}</time>
      </td>
      <td>
        <Who entry={entry} />
      </td>
      <td>
        {entry.deed === 'refused' || entry.refused ? (
          <strong>
            {t('deed-refused')} {entry.refused && <Identifier>{entry.refused}</Identifier>}
          </strong>
        ) : (
          t(`deed-${entry.deed}`)
        )}
      </td>
      <td>{entry.purpose ? purpose(entry.purpose) : '–'}</td>
      <td className="about">
        <About entry={entry} />
      </td>
    </tr>
  )
}

function Who({ entry }: { entry: Entry }) {
  const t = useWords()
  const role = useLabel('role')
  if (!entry.by) return t('nobody')
  return (
    <>
      {entry.role === 'peer' ? t('peer') : role(entry.role)} <Identifier>{entry.by}</Identifier>
    </>
  )
}

/** The node's own short reasons are said in words; everything else is somebody's text. */
const REASONS = [
  'words',
  'delivery',
  'evidence',
  'holds',
  'publish',
  'links',
  'preview',
  'reply',
  'same',
  'standing-question',
  'thread',
  'threads',
  'thread-counts',
  'thread-words',
  'thread-unread',
  'hand-overs',
  'colleagues',
  'duty-roster',
  'link-unknown',
  'link-used',
  'link-late',
  'service-ended',
  'other-site',
  'link-failed',
  'more-refused',
  'replaced',
  'own-drafts',
  'own-draft',
  'draft-begun',
  'draft-discarded',
  'sent-before',
  'templates',
  'template',
  'template-saved',
  'template-forgotten',
]

function Reason({ text }: { text: string }) {
  const t = useWords()
  return <bdi className="remark">{REASONS.includes(text) ? t(`audit-reason-${text}`) : text}</bdi>
}

function About({ entry }: { entry: Entry }) {
  const { t, write } = useReader()
  return (
    <>
      {entry.about.map(([owner, id]) => (
        <Link key={id} href={`/record/${owner}/${id}`}>
          <Identifier>{`${owner}/${id}`}</Identifier>
        </Link>
      ))}
      {entry.count > 0 && <span>{t('audit-count', { count: write.number(entry.count) })}</span>}
      {entry.reason && <Reason text={entry.reason} />}
    </>
  )
}
