// This node's own keys and certificate, and where they are changed.
import { Fragment, type ReactNode } from 'react'
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { useReader } from '../words/Words'
import { KeyTable } from './KeyTable'
import { useKeys } from './query'

export function Keys() {
  const { t, write } = useReader()
  const keys = useKeys()
  if (keys.isPending) return <Waiting />
  if (keys.error) return <ProblemNote error={keys.error} />
  const own = keys.data
  const until = own.certificate_until
  const facts: [string, ReactNode][] = [
    ['keys-certificate', t(`keys-certificate-${own.certificate_listed ? '' : 'not-'}listed`)],
    ['keys-certificate-until', until ? write.moment(until) : t('unknown')],
    ['key-fingerprint', <Identifier key="pin">{own.certificate_pin}</Identifier>],
    ['keys-sealing', write.number(own.sealing_keys_held)],
    [
      'keys-sealing-month',
      own.sealing_month ? <Identifier key="m">{own.sealing_month}</Identifier> : t('unknown'),
    ],
    [
      'keys-directory',
      t('keys-directory-number', {
        number: write.number(own.directory_sequence),
        day: write.moment(own.directory_created),
      }),
    ],
  ]
  return (
    <section>
      <p className="part-why">{t('keys-change')}</p>
      <dl className="member-facts long">
        {facts.map(([word, value]) => (
          <Fragment key={word}>
            <dt>{t(word)}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <h2>{t('keys-own')}</h2>
      <KeyTable keys={own.keys} />
    </section>
  )
}
