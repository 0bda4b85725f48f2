// Who cosigned our log up to where, which logs we cosign, and how well other logs are attested.
import { Country } from '../parts/Country'
import { Note } from '../parts/Note'
import { Register } from '../parts/Register'
import { useReader } from '../words/Words'
import type { LogState, Witness } from './query'
import '../parts/register.css'

type Of = Pick<LogState, 'witnesses'>

export function Witnesses({ log }: { log: Of }) {
  const { t, write } = useReader()
  const { possible, quorum, rows } = log.witnesses
  return (
    <section>
      <h2>{t('log-witnesses')}</h2>
      <p className="part-why">
        {possible
          ? t('log-witnesses-why', { count: write.number(quorum) })
          : t('log-witnesses-none')}
      </p>
      {possible && <Quorum log={log} />}
      {rows.length > 0 && (
        <Register
          heads={['witness', 'witness-over', 'witness-when', 'witness-trouble']}
          figures={['witness-over']}
        >
          {rows.map((row) => (
            <Cosigner key={row.node} row={row} />
          ))}
        </Register>
      )}
    </section>
  )
}

function Cosigner({ row }: { row: Witness }) {
  const { t, write } = useReader()
  const again = row.again && row.failures > 0 ? write.moment(row.again) : null
  return (
    <tr>
      <th scope="row">
        <Country code={row.node} />
      </th>
      <td className="figure" data-word={t('witness-over')}>
        {row.size === null ? t('witness-none') : write.number(row.size)}
      </td>
      <td data-word={t('witness-when')}>{row.at === null ? t('unknown') : write.moment(row.at)}</td>
      <td data-word={t('witness-trouble')}>
        {row.why === null ? t('witness-trouble-none') : <bdi>{row.why}</bdi>}
        {again && <span className="remark"> {`${t('lane-again')}: ${again}`}</span>}
      </td>
    </tr>
  )
}

/** What the next head lacks; all of it is on the page already, and this says it in words. */
function Quorum({ log }: { log: Of }) {
  const { t, write } = useReader()
  const { quorum, witnessed_size, rows } = log.witnesses
  const done = witnessed_size ?? 0
  const ahead = rows.filter((row) => (row.size ?? 0) > done)
  if (ahead.length === 0) {
    return witnessed_size === null ? null : <p className="part-why">{t('log-quorum-reached')}</p>
  }
  const oneRegion = ahead.every((row) => row.region === ahead[0]?.region)
  const figures = { have: write.number(ahead.length), need: write.number(quorum) }
  return (
    <p className="part-why">
      {ahead.length >= quorum && oneRegion
        ? t('log-quorum-region')
        : t('log-quorum-lacks', figures)}
    </p>
  )
}

export function Cosigns({ log }: { log: LogState }) {
  const { t, write } = useReader()
  return (
    <section>
      <h2>{t('log-cosigns')}</h2>
      {!log.witnesses.key_listed && (
        <Note title={t('log-cosigns-none')}>
          <p>{t('log-key-unlisted')}</p>
        </Note>
      )}
      {log.witnesses.key_listed && log.cosigns.length === 0 && (
        <p className="part-why">{t('log-cosigns-none')}</p>
      )}
      {log.cosigns.length > 0 && (
        <Register heads={['owner', 'witness-over', 'log-signed-at']} figures={['witness-over']}>
          {log.cosigns.map((row) => (
            <tr key={row.node}>
              <th scope="row">
                <Country code={row.node} />
              </th>
              <td className="figure" data-word={t('witness-over')}>
                {row.size === null ? t('witness-none') : write.number(row.size)}
              </td>
              <td data-word={t('log-signed-at')}>
                {row.at === null ? t('unknown') : write.moment(row.at)}
              </td>
            </tr>
          ))}
        </Register>
      )}
    </section>
  )
}

export function MemberLogs({ log }: { log: LogState }) {
  const { t, write } = useReader()
  const none = log.members.length === 0
  return (
    <section>
      <h2>{t('log-members')}</h2>
      <p className="part-why">{t(none ? 'log-members-none' : 'log-members-why')}</p>
      {!none && (
        <Register
          heads={['owner', 'log-taken', 'log-attested', 'standing']}
          figures={['log-taken', 'log-attested']}
        >
          {log.members.map((row) => (
            <tr key={row.node}>
              <th scope="row">
                <Country code={row.node} />
              </th>
              <td className="figure" data-word={t('log-taken')}>
                {write.number(row.taken ?? 0)}
              </td>
              <td className="figure" data-word={t('log-attested')}>
                {write.number(row.witnessed)}
              </td>
              <td data-word={t('standing')}>
                {row.standing === 'conflicting' ? (
                  <strong>{t('standing-conflicting')}</strong>
                ) : (
                  t(`standing-${row.standing}`)
                )}
              </td>
            </tr>
          ))}
        </Register>
      )}
    </section>
  )
}
