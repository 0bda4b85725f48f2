// The log of this node: its head, who witnessed and who has seen how much of it, the logs of others,
// and their contradictions.
import { Button } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import { begin, dismiss, useWorks } from '../node/work'
import { Country } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { useMay } from '../shell/me'
import { useReader } from '../words/Words'
import { type LogState, useLog, verifyLog } from './query'
import { Cosigns, MemberLogs, Witnesses } from './Witnesses'
import '../parts/register.css'

export function Log() {
  const log = useLog()
  if (log.isPending) return <Waiting />
  if (log.error) return <ProblemNote error={log.error} />
  return (
    <>
      <Head log={log.data} />
      <Witnesses log={log.data} />
      <Seen log={log.data} />
      <Cosigns log={log.data} />
      <MemberLogs log={log.data} />
      <Conflicts log={log.data} />
    </>
  )
}

const STANDS = 'log-stands'

/** Every leaf is read: it may be left, and is found again here and above every page. */
function useVerifying() {
  const { write } = useReader()
  const work = useWorks().findLast((each) => each.word === 'log-verify')
  return {
    work,
    start: () => {
      if (work) dismiss(work.id)
      begin('log-verify', async (signal) => {
        const { stands, leaves } = await verifyLog(signal)
        return stands
          ? { word: STANDS, args: { count: write.number(leaves) } }
          : { word: 'log-broken' }
      })
    },
  }
}

function Head({ log }: { log: LogState }) {
  const { t, write } = useReader()
  const verifies = useMay('administer')
  const { work, start } = useVerifying()
  const { witnessed_size, witnessed_at } = log.witnesses
  const witnessed = witnessed_size === null ? t('log-witnessed-none') : write.number(witnessed_size)
  const facts: [string, ReactNode][] = [
    ['log-size', write.number(log.size)],
    ['log-root', <Identifier key="root">{log.root}</Identifier>],
    ['log-signed', log.signed_size === null ? t('log-signed-none') : write.number(log.signed_size)],
    [
      'log-witnessed',
      <Fragment key="witnessed">
        {witnessed} {witnessed_at && <span className="remark">{write.moment(witnessed_at)}</span>}
      </Fragment>,
    ],
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
      {verifies && (
        <div className="part-deed">
          <Button loading={work?.state === 'going'} onClick={start}>
            {t('log-verify')}
          </Button>
          <span className="remark">{t('log-verify-means')}</span>
        </div>
      )}
      {work?.state === 'failed' && <ProblemNote error={work.error} />}
      {work?.said && (
        <p role="status" className={work.said.word === STANDS ? 'done' : 'done broken'}>
          {t(work.said.word, work.said.args)}
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
