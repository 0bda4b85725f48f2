// What is to be sent when the line is back, and what the node did not take, with the reason.
import { Link } from 'wouter'
import { Refusal } from '../node/client'
import { explain } from '../parts/Note'
import { useReader } from '../words/Words'
import { titleOf } from './draft'
import type { OnDevice } from './kept'
import { brought } from './outgoing'
import { useOutbox } from './waiting'

export function OutboxList() {
  const { t } = useReader()
  const { rows } = useOutbox()
  if (rows.length === 0) return null
  return (
    <section>
      <h2>{t('outbox')}</h2>
      <ul className="begin-list outbox">
        {rows.map((row) => (
          <Item key={row.key} row={row} />
        ))}
      </ul>
    </section>
  )
}

function Item({ row }: { row: OnDevice }) {
  const { t, write } = useReader()
  const problem = row.outgoing?.problem
  const files = brought(row)
  const why = problem && explain(t, new Refusal(problem))
  return (
    <li>
      <Link href={`/compose?draft=${row.key}`}>
        <bdi>{titleOf(row.draft) || t(`kind-${row.draft.kind}`)}</bdi>
      </Link>
      <span className="remark">
        {t(`kind-${row.draft.kind}`)} ·{' '}
        {t('outbox-since', { at: write.moment(new Date(row.outgoing?.since ?? 0).toISOString()) })}
      </span>
      {why ? (
        <p className="outbox-refused">
          {t('outbox-refused')} {why.title}: {why.what}{' '}
          {why.code && <bdi className="identifier">{why.code}</bdi>}
        </p>
      ) : (
        <>
          {files && (
            <p className="remark" role="status">
              {t('outbox-files', { count: files.count, percent: write.number(files.percent) })}
            </p>
          )}
          <p className="help">{t('outbox-waits')}</p>
        </>
      )}
    </li>
  )
}
