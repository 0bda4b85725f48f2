// What a record is connected with: its own links at once, everything else when somebody looks.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link as Goes } from 'wouter'
import type { View } from '../node/shape'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { ProblemNote, Waiting } from '../parts/Note'
import { useWords } from '../words/Words'
import { type Linked, type Links, type Mention, type Shared, useConnections } from './connection'
import { RecordLink } from './RecordLink'
import { SameAs } from './SameAs'
import './connection.css'

export function Connections({ view }: { view: View }) {
  const t = useWords()
  const { header } = view
  const found = useConnections(header)
  return (
    <>
      <section className="connections">
        <h2>{t('links')}</h2>
        {found.data ? <AllLinks links={found.data.links} /> : <OwnLinks view={view} />}
        {found.error && <ProblemNote error={found.error} />}
        {found.isFetching ? (
          <Waiting />
        ) : (
          <p className="look">
            <Button variant="default" onClick={() => void found.refetch()}>
              {t(found.data ? 'links-again' : 'links-look')}
            </Button>
            {!found.data && <span className="remark">{t('links-why')}</span>}
          </p>
        )}
      </section>
      {found.data && <SameAs view={view} found={found.data} onDone={() => void found.refetch()} />}
    </>
  )
}

/** What the record says itself: it came with the record. */
function OwnLinks({ view }: { view: View }) {
  const t = useWords()
  const rows: Linked[] = view.links.map((link) => ({ ...link, evaluation: null, record: null }))
  if (rows.length + view.derived_from.length === 0) return null
  return (
    <ul className="links">
      {rows.map((link) => (
        <LinkRow key={`${link.role} ${link.id}`} link={link} bare />
      ))}
      {view.derived_from.map((name) => (
        <li key={name}>
          <Goes href={`/record/${name.split('/').slice(0, 2).join('/')}`}>
            <Identifier>{name}</Identifier>
          </Goes>
          <span className="tag">{t('link-derived')}</span>
        </li>
      ))}
    </ul>
  )
}

function LinkRow({ link, bare = false }: { link: Linked; bare?: boolean }) {
  const t = useWords()
  const role = useLabel('link-role')
  const word = link.role === 'derived-from' ? t('link-derived') : role(link.role)
  return (
    <li>
      <span className="tag">{word}</span>
      {bare ? (
        <Goes href={`/record/${link.owner}/${link.id}`}>
          <Identifier>{`${link.owner}/${link.id}`}</Identifier>
        </Goes>
      ) : (
        <RecordLink end={link} title={link.record} />
      )}
      <span className={link.confirmed ? 'grade grade-sure' : 'grade'}>
        {t(link.confirmed ? 'link-confirmed' : 'link-unconfirmed')}
        {link.evaluation && (
          <>
            {' '}
            <Identifier>{link.evaluation}</Identifier>
          </>
        )}
      </span>
    </li>
  )
}

function AllLinks({ links }: { links: Links }) {
  const t = useWords()
  const { to, from, mentions, common, more } = links
  const none = to.length + from.length + mentions.length + common.length === 0
  return (
    <>
      {none && <p className="remark">{t('links-none')}</p>}
      <Way title={t('links-to')} links={to} />
      <Way title={t('links-from')} links={from} />
      {mentions.length > 0 && <Mentions mentions={mentions} />}
      {common.length > 0 && (
        <p className="remark">
          {t('links-common')} <Shares shares={common} />
        </p>
      )}
      {more && <p className="remark">{t('links-more')}</p>}
    </>
  )
}

function Way({ title, links }: { title: string; links: Linked[] }) {
  if (links.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className="links">
        {links.map((link) => (
          <LinkRow key={`${link.role} ${link.id}`} link={link} />
        ))}
      </ul>
    </>
  )
}

/** Those that share most come first: what follows is shown when it is asked for. */
const MENTIONS_FIRST = 8

function Mentions({ mentions }: { mentions: Mention[] }) {
  const t = useWords()
  const [all, setAll] = useState(false)
  const shown = all ? mentions : mentions.slice(0, MENTIONS_FIRST)
  return (
    <>
      <h3>{t('links-mentions')}</h3>
      <ul className="links">
        {shown.map((mention) => (
          <MentionRow key={mention.record.name} mention={mention} />
        ))}
      </ul>
      {shown.length < mentions.length && (
        <p>
          <button
            type="button"
            className="text-button"
            onClick={() => {
              setAll(true)
            }}
          >
            {t('more')}
          </button>
        </p>
      )}
    </>
  )
}

function MentionRow({ mention: { record, shares } }: { mention: Mention }) {
  const [owner = '', id = ''] = record.name.split('/')
  return (
    <li className="mention">
      <RecordLink end={{ owner, id }} title={record} />
      <Shares shares={shares} />
    </li>
  )
}

function Shares({ shares }: { shares: Shared[] }) {
  const label = useLabel('selector')
  return (
    <span className="shares">
      {shares.map(({ kind, value }) => (
        <span key={kind + value} className="tag">
          {label(kind)} <Identifier>{value}</Identifier>
        </span>
      ))}
    </span>
  )
}
