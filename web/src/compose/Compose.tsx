// Writing a record of any kind: what one goes on with, begins with, or says anew.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, Redirect, useSearchParams } from 'wouter'
import { useCase, usePurpose } from '../node/purpose'
import { useDelivery, useRecord } from '../node/query'
import { address } from '../node/shape'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { dayOf } from '../words/moment'
import { Begin } from './Begin'
import { begun, type Draft, revisionOf } from './draft'
import { find, type Found, newKey, NOTHING } from './kept'
import { type Kind, useKinds } from './query'
import { useTemplate } from './template'
import { Writing } from './Writing'
import './compose.css'

export default function Compose() {
  const [search] = useSearchParams()
  const kinds = useKinds()
  if (kinds.isPending) return <Waiting />
  if (kinds.error) return <ProblemNote error={kinds.error} />
  const key = search.get('draft')
  if (key) return <Opened key={key} its={key} search={search} kinds={kinds.data} />
  const named = ['kind', 'template', 'revises'].some((each) => search.has(each))
  if (named) return <Named key={search.toString()} search={search} />
  return <Begin kinds={kinds.data} />
}

/** A draft has its name in the address from the beginning: opened again, it is the same one. */
function Named({ search }: { search: URLSearchParams }) {
  const [key] = useState(newKey)
  const whole = new URLSearchParams(search)
  whole.set('draft', key)
  return <Redirect to={`/compose?${whole.toString()}`} replace />
}

interface OpenedProps {
  its: string
  search: URLSearchParams
  kinds: Kind[]
}

function Opened({ its, search, kinds }: OpenedProps) {
  const { officer } = useSignedIn()
  const found = useQuery({
    queryKey: ['draft', officer, its],
    queryFn: () => find(officer, its),
    // What is written goes on from what was found; it is not asked for again meanwhile.
    staleTime: Infinity,
    gcTime: 0,
    networkMode: 'always',
    retry: false,
  })
  const revises = search.get('revises')
  const template = search.get('template')
  if (found.isPending) return <Waiting />
  // Without a line a draft that was never kept can still be begun.
  const has = found.data ?? NOTHING
  if (has.sent) return <Became name={has.sent} />
  if (has.draft) {
    return <Framed its={its} kinds={kinds} found={has} start={has.draft} />
  }
  if (revises) return <Revising id={revises} its={its} kinds={kinds} found={has} />
  if (template) return <FromTemplate id={template} its={its} kinds={kinds} found={has} />
  return <New its={its} kind={search.get('kind') ?? ''} kinds={kinds} found={has} />
}

/** A draft that was sent is a record now. */
export function Became({ name }: { name: string }) {
  const t = useWords()
  return (
    <Note title={t('draft-sent')}>
      <p>
        <Link href={`/record/${address(name).path}`}>{t('draft-sent-open')}</Link>
      </p>
    </Note>
  )
}

interface StartProps {
  its: string
  kinds: Kind[]
  found: Found
}

function New({ kind, ...rest }: StartProps & { kind: string }) {
  const { setting } = useReader()
  const { node } = useSignedIn()
  const purpose = usePurpose()
  const forCase = useCase()
  const [today] = useState(() => dayOf(new Date().toISOString(), setting.timeZone))
  return <Framed {...rest} start={{ ...begun(kind, purpose, today, node), case: forCase }} />
}

function FromTemplate({ id, ...rest }: StartProps & { id: string }) {
  const template = useTemplate(id)
  const purpose = usePurpose()
  const forCase = useCase()
  if (template.error) return <ProblemNote error={template.error} />
  if (!template.data) return <Waiting />
  return <Framed {...rest} start={{ ...template.data, purposes: [purpose], case: forCase }} />
}

/** Who never received it or lost it does not get it back unasked. */
const GONE = ['void', 'rejected', 'hidden', 'erased']

/** A record of ours, said anew: whoever has it receives what is written here as well. */
function Revising({ id, ...rest }: StartProps & { id: string }) {
  const { node } = useSignedIn()
  const forCase = useCase()
  const record = useRecord(node, id)
  const delivery = useDelivery(node, id, true)
  const error = record.error ?? delivery.error
  if (error) return <ProblemNote error={error} />
  if (!record.data || !delivery.data) return <Waiting />
  const holders = delivery.data.rows.filter(({ state }) => !GONE.includes(state))
  const start = revisionOf(
    record.data,
    holders.map((each) => each.node),
  )
  return <Framed {...rest} start={{ ...start, case: forCase }} />
}

function Framed({ its, kinds, found, start }: StartProps & { start: Draft }) {
  const { t, write } = useReader()
  const { node } = useSignedIn()
  const kind = kinds.find((each) => each.kind === start.kind && !each.control)
  if (!kind) return <Begin kinds={kinds} />
  const { kept } = start
  return (
    <div className="compose">
      <header className="compose-head">
        <h1>{kept ? t('revise') : t('compose')}</h1>
        {kept ? (
          <Link href={`/record/${node}/${kept.revises}`}>
            <bdi>{kept.title ?? t(`kind-${kind.kind}`)}</bdi>
          </Link>
        ) : (
          <strong>{t(`kind-${kind.kind}`)}</strong>
        )}
        {kept?.revision !== undefined && (
          <p className="remark">{t('revise-means', { revision: write.number(kept.revision) })}</p>
        )}
      </header>
      <Writing its={its} kind={kind} found={found} start={start} />
    </div>
  )
}
