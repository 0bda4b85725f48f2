// One record, as this reader may see it: beside a list, or a page of its own.
import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { Refusal } from '../node/client'
import { useDelivery, useRecord } from '../node/query'
import { address, type Recipient, type View } from '../node/shape'
import { Country } from '../parts/Country'
import { DeliveryRow } from '../parts/Delivery'
import { EvaluationGrid } from '../parts/EvaluationGrid'
import { HandlingBadge, HandlingSentences } from '../parts/Handling'
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { useMay, useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { useLabel } from '../parts/label'
import { Attachments } from './Attachments'
import { Connections } from './Connections'
import { Content } from './Content'
import { at } from './value'
import { History } from './History'
import { Reply } from './Reply'
import { Hold } from './Hold'
import { TakeBack, Unblock } from './TakeBack'
import { Uses } from './Uses'
import '../parts/card.css'
import '../parts/register.css'
import './record.css'

export default function RecordPane({ owner, id }: { owner: string; id: string }) {
  const record = useRecord(owner, id)
  if (record.isPending) return <Waiting />
  // What was taken back while it was open leaves the page at once.
  if (record.error) return <Refused owner={owner} id={id} error={record.error} />
  return <Record view={record.data} />
}

const isRequest = ({ body }: View): boolean => at(body['statement'], 'type') === 'request'

/** Why it cannot be read; the owner still sees how far taking it back has come. */
function Refused({ owner, id, error }: { owner: string; id: string; error: Error }) {
  const ours = owner === useSignedIn().node
  const rule = error instanceof Refusal ? error.problem.rule : undefined
  return (
    <>
      <ProblemNote error={error} />
      {ours && rule === 'HND-03' && <Unblock id={id} />}
      {ours && rule && (
        <div className="record-alone">
          <Deliveries owner={owner} id={id} takenBack />
        </div>
      )}
    </>
  )
}

function Record({ view }: { view: View }) {
  const { header } = view
  const { node } = useSignedIn()
  const ours = header.owner === node
  return (
    <article className="record">
      <Head view={view} />
      {ours ? <Ours view={view} /> : <Hold view={view} />}
      {!ours && isRequest(view) && <Reply view={view} keys />}
      <Conditions view={view} />
      <div className="record-columns">
        <div className="record-main">
          <Content view={view} />
          <Attachments view={view} />
          <History view={view} />
          <Connections view={view} />
        </div>
        <div className="record-side">
          {ours && <Deliveries owner={header.owner} id={header.id} />}
          {ours && <Uses owner={header.owner} id={header.id} />}
          <InAudit owner={header.owner} id={header.id} />
          <Evidence view={view} />
        </div>
      </div>
    </article>
  )
}

function Ours({ view: { header } }: { view: View }) {
  const delivery = useDelivery(header.owner, header.id, true)
  return <TakeBack header={header} recipients={delivery.data?.rows ?? []} />
}

function Head({ view }: { view: View }) {
  const { t, write } = useReader()
  const { header } = view
  const { path } = address(view.name)
  return (
    <header className="record-head">
      <p className="record-kind">
        {t(`kind-${header.kind}`)} · {t('revision')} {write.number(header.revision)}
        <HandlingBadge handling={header.handling} />
      </p>
      <h1>
        <Link href={`/record/${path}`}>
          <bdi>{view.title || t(`kind-${header.kind}`)}</bdi>
        </Link>
      </h1>
      <p className="record-from">
        <Country code={header.owner} /> <Identifier>{header.unit}</Identifier>
        <time dateTime={header.created}>{write.moment(header.created)}</time>
      </p>
    </header>
  )
}

function Conditions({ view: { header } }: { view: View }) {
  const { t, write } = useReader()
  const purpose = useLabel('purpose')
  return (
    <div className="conditions">
      <section>
        <h2>{t('handling')}</h2>
        <HandlingSentences handling={header.handling} />
        <p className="shared-for">{header.purposes.map(purpose).join(' · ')}</p>
      </section>
      <section>
        <h2>{t('evaluation')}</h2>
        {header.evaluation ? (
          <EvaluationGrid evaluation={header.evaluation} />
        ) : (
          <p>{t('evaluation-none')}</p>
        )}
      </section>
      <section>
        <h2>{t('until')}</h2>
        <p>
          <strong>{write.day(header.expiry)}</strong> {t('until-then')}
        </p>
      </section>
    </div>
  )
}

interface DeliveriesProps {
  owner: string
  id: string
  takenBack?: boolean
}

function Deliveries({ owner, id, takenBack = false }: DeliveriesProps) {
  const t = useWords()
  const delivery = useDelivery(owner, id, true, takenBack)
  const rows = delivery.data?.rows ?? []
  return (
    <section className="card">
      <h2>
        {t('deliveries')} <Summary rows={rows} />
      </h2>
      {delivery.error && <ProblemNote error={delivery.error} />}
      {delivery.isSuccess && rows.length === 0 && (
        <p className="card-text">{t('deliveries-none')}</p>
      )}
      <ul className="plain-list">
        {rows.map((recipient) => (
          <DeliveryRow key={recipient.node} recipient={recipient} />
        ))}
      </ul>
      {delivery.data && !delivery.data.goesOn && rows.length > 0 && (
        <p className="card-text">
          <button type="button" className="text-button" onClick={() => void delivery.refetch()}>
            {t('deliveries-look')}
          </button>
        </p>
      )}
    </section>
  )
}

function Summary({ rows }: { rows: Recipient[] }) {
  const t = useWords()
  if (rows.length === 0) return null
  const received = rows.filter((row) => row.receipts.length > 0).length
  return <span className="remark">{t('deliveries-count', { all: rows.length, received })}</span>
}

/** Whoever oversees goes from the record to who saw it here. */
function InAudit({ owner, id }: { owner: string; id: string }) {
  const t = useWords()
  if (!useMay('read-audit')) return null
  return (
    <p className="card card-text">
      <Link href={`/audit?record=${owner}%2F${id}`}>{t('audit-of-record')}</Link>
    </p>
  )
}

function Evidence({ view }: { view: View }) {
  const { t, write } = useReader()
  const queries = useQueryClient()
  const again = () => void queries.invalidateQueries({ queryKey: ['record'] })
  return (
    <section className="card">
      <h2>{t('evidence')}</h2>
      <p className="card-text">
        <strong>{t(`standing-${view.evidence}`)}</strong>
      </p>
      <p className="card-text">{t(`evidence-${view.evidence}-means`)}</p>
      <dl className="facts card-text">
        <dt>{t('evidence-content-id')}</dt>
        <dd>
          <Identifier>{view.content_id}</Identifier>
        </dd>
        <dt>{t('arrived')}</dt>
        <dd>{write.moment(view.arrived)}</dd>
        <dt>{t('review')}</dt>
        <dd>{write.day(view.header.review)}</dd>
      </dl>
      {view.earlier_not_held && <p className="card-text">{t('earlier-not-held')}</p>}
      <p className="card-text">
        <button type="button" className="text-button" onClick={again}>
          {t('read-again')}
        </button>
      </p>
    </section>
  )
}
