// The log of this node: its head, who has seen how much of it, and contradictions of others.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Fragment, type ReactNode } from 'react'
import { Country } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { useReader } from '../words/Words'
import { type LogState, useLog, verifyLog } from './query'
import '../parts/register.css'

export function Log() {
  const log = useLog()
  if (log.isPending) return <Waiting />
  if (log.error) return <ProblemNote error={log.error} />
  return (
    <>
      <Head log={log.data} />
      <Seen log={log.data} />
      <Conflicts log={log.data} />
    </>
  )
}

function Head({ log }: { log: LogState }) {
  const { t, write } = useReader()
  const verify = useMutation({ mutationFn: verifyLog })
  const facts: [string, ReactNode][] = [
    ['log-size', write.number(log.size)],
    ['log-root', <Identifier key="root">{log.root}</Identifier>],
    ['log-signed', log.signed_size === null ? t('log-signed-none') : write.number(log.signed_size)],
  ]
  return (
    <section>
      <dl className="member-facts long">
        {facts.map(([word, value]) => (
          <Fragment key={word}>
            <dt>{t(word)}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {log.checkpoint && (
        <details className="checkpoint">
          <summary>{t('log-checkpoint')}</summary>
          <pre dir="ltr" tabIndex={0}>
            {log.checkpoint}
          </pre>
        </details>
      )}
      <div className="part-deed">
        <Button
          loading={verify.isPending}
          onClick={() => {
            verify.mutate()
          }}
        >
          {t('log-verify')}
        </Button>
        <span className="remark">{t('log-verify-means')}</span>
      </div>
      {verify.error && <ProblemNote error={verify.error} />}
      {verify.data && (
        <p role="status" className={verify.data.stands ? 'done' : 'done broken'}>
          {verify.data.stands
            ? t('log-stands', { count: write.number(verify.data.leaves) })
            : t('log-broken')}
        </p>
      )}
    </section>
  )
}

function Seen({ log }: { log: LogState }) {
  const { t, write } = useReader()
  return (
    <section>
      <h2>{t('log-seen')}</h2>
      <p className="part-why">{t(log.seen_by.length > 0 ? 'log-seen-why' : 'log-seen-none')}</p>
      {log.seen_by.length > 0 && (
        <table className="register figures-table">
          <tbody>
            {log.seen_by.map((each) => (
              <tr key={each.node}>
                <th scope="row">
                  <Country code={each.node} />
                </th>
                <td className="figure">{write.number(each.size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Conflicts({ log }: { log: LogState }) {
  const { t, write } = useReader()
  return (
    <section>
      <h2>{t('log-conflicts')}</h2>
      {log.conflicts.length === 0 && <p className="part-why">{t('log-conflicts-none')}</p>}
      {log.conflicts.length > 0 && (
        <table className="register">
          <tbody>
            {log.conflicts.map((each) => (
              <tr key={each.owner + each.what + each.at}>
                <th scope="row">
                  <Country code={each.owner} />
                </th>
                <td>{t(each.what === 'head' ? 'admin-log' : 'record')}</td>
                <td>{write.moment(each.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
