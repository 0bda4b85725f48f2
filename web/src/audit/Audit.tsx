// Who did what here, and why; what was refused. Reading it is written down as well.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { fetchMore } from '../node/more'
import { Checkbox } from '../parts/Checkbox'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { Uses } from '../record/Uses'
import { useMay, useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { LineSheet, TakeFile } from './Line'
import { address, type Narrow, read } from './narrow'
import { Chosen, Narrowing } from './Narrowing'
import { type Entry, useAudit } from './query'
import { Reason } from './Reason'
import { Tabs } from './Tabs'
import '../parts/register.css'
import './audit.css'

export default function Audit() {
  const t = useWords()
  const [search] = useSearchParams()
  const [, go] = useLocation()
  const narrow = read(search)
  const onNarrow = (next: Narrow) => {
    go(address(next))
  }
  return (
    <div className="audit">
      <header className="page-head">
        <h1>{t('audit')}</h1>
        <p>{t('audit-why')}</p>
      </header>
      <Tabs here="lines" />
      <div className="audit-body">
        <Narrowing key={search.toString()} narrow={narrow} onNarrow={onNarrow} />
        <section aria-label={t('audit-tab-lines')}>
          <Chosen narrow={narrow} onNarrow={onNarrow} />
          {narrow.record && <OfRecord record={narrow.record} />}
          <Lines narrow={narrow} />
        </section>
      </div>
    </div>
  )
}

/** One record: the page it has, and who used it in others' nodes. */
function OfRecord({ record }: { record: string }) {
  const t = useWords()
  const me = useSignedIn()
  const reads = useMay('read')
  const [owner = '', id = ''] = record.split('/')
  return (
    <div className="of-record">
      {reads && (
        <Link href={`/record/${owner}/${id}`}>
          {t('audit-open-record')} <Identifier>{record}</Identifier>
        </Link>
      )}
      {owner === me.node && id !== '' && <Uses owner={owner} id={id} />}
    </div>
  )
}

function Lines({ narrow }: { narrow: Narrow }) {
  const t = useWords()
  const audit = useAudit(narrow)
  const [chosen, setChosen] = useState<number[]>([])
  const entries = audit.data?.pages.flatMap((page) => page.events) ?? []
  if (audit.isPending) return <Waiting />
  if (audit.error) return <ProblemNote error={audit.error} />
  return (
    <>
      <div className="audit-deeds">
        <Button variant="default" loading={audit.isRefetching} onClick={() => void audit.refetch()}>
          {t('read-again')}
        </Button>
        {chosen.length > 0 && <TakeFile key={chosen.join()} rows={chosen} />}
      </div>
      {entries.length === 0 ? (
        <Note title={t(Object.keys(narrow).length > 0 ? 'audit-none' : 'audit-empty')} />
      ) : (
        <Table entries={entries} chosen={chosen} onChoose={setChosen} />
      )}
      {audit.hasNextPage && (
        <Button
          className="more"
          variant="default"
          loading={audit.isFetchingNextPage}
          onClick={() => void fetchMore(audit)}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}

interface TableProps {
  entries: Entry[]
  chosen: number[]
  onChoose: (chosen: number[]) => void
}

function Table({ entries, chosen, onChoose }: TableProps) {
  const t = useWords()
  const [open, setOpen] = useState<number | null>(null)
  const toggle = (row: number) => {
    onChoose(chosen.includes(row) ? chosen.filter((one) => one !== row) : [...chosen, row])
  }
  return (
    <>
      <table className="register audit-table">
        <thead>
          <tr>
            {['when', 'who', 'deed', 'purpose', 'about', 'verify'].map((word) => (
              <th key={word} scope="col">
                {t(`audit-${word}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row
              key={entry.row}
              entry={entry}
              chosen={chosen.includes(entry.row)}
              onChoose={toggle}
              onVerify={setOpen}
            />
          ))}
        </tbody>
      </table>
      {open !== null && (
        <LineSheet
          row={open}
          onClose={() => {
            setOpen(null)
          }}
        />
      )}
    </>
  )
}

interface RowProps {
  entry: Entry
  chosen: boolean
  onChoose: (row: number) => void
  onVerify: (row: number) => void
}

function Row({ entry, chosen, onChoose, onVerify }: RowProps) {
  const { t, write } = useReader()
  const purpose = useLabel('purpose')
  const line = write.number(entry.row)
  return (
    <tr>
      <td>
        <time dateTime={entry.at}>{write.moment(entry.at)}</time>
      </td>
      <td>
        <Who entry={entry} />
      </td>
      <td>
        <Deed entry={entry} />
      </td>
      <td className="audit-purpose">{entry.purpose ? purpose(entry.purpose) : '–'}</td>
      <td className="about">
        <About entry={entry} />
      </td>
      <td className="verify">
        <button
          type="button"
          className="text-button"
          aria-label={t('audit-verify-line', { line })}
          onClick={() => {
            onVerify(entry.row)
          }}
        >
          {t('audit-verify')}
        </button>
        <Checkbox
          checked={chosen}
          aria-label={t('audit-choose', { line })}
          onChange={() => {
            onChoose(entry.row)
          }}
        />
      </td>
    </tr>
  )
}

function Deed({ entry }: { entry: Entry }) {
  const t = useWords()
  if (entry.deed !== 'refused' && !entry.refused) return t(`deed-${entry.deed}`)
  return (
    <strong>
      {t('deed-refused')} {entry.refused && <Identifier>{entry.refused}</Identifier>}
    </strong>
  )
}

function Who({ entry }: { entry: Entry }) {
  const t = useWords()
  const role = useLabel('role')
  if (!entry.by) return t('nobody')
  const peer = entry.role === 'peer'
  return (
    <>
      {peer ? t('peer') : role(entry.role)}{' '}
      <Link href={address(peer ? { node: entry.by } : { officer: entry.by })}>
        <Identifier>{entry.by}</Identifier>
      </Link>
    </>
  )
}

function About({ entry }: { entry: Entry }) {
  const { t, write } = useReader()
  return (
    <>
      {entry.about.map(([owner, id]) => (
        <Link key={id} href={address({ record: `${owner}/${id}` })}>
          <Identifier>{`${owner}/${id}`}</Identifier>
        </Link>
      ))}
      {entry.count > 0 && <span>{t('audit-count', { count: write.number(entry.count) })}</span>}
      {entry.reason && <Reason text={entry.reason} />}
    </>
  )
}
