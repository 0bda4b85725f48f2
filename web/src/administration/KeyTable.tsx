// Public keys as the directory lists them: kind, since when, fingerprint.
import { Identifier } from '../parts/Identifier'
import { Register } from '../parts/Register'
import { useReader } from '../words/Words'
import type { Key } from './query'

export function KeyTable({ keys }: { keys: Key[] }) {
  const { t, write } = useReader()
  const since = (text: string) =>
    /^\d{4}-\d{2}$/.test(text) ? <Identifier>{text}</Identifier> : write.moment(text)
  return (
    <Register className="keys" heads={['key-kind', 'key-since', 'key-fingerprint']}>
      {keys.map((key) => (
        <tr key={key.kind + key.fingerprint}>
          <th scope="row">
            {t(`key-${key.kind}`)}
            {key.revoked && <span className="remark"> {t('key-revoked')}</span>}
          </th>
          <td>{key.since ? since(key.since) : t('unknown')}</td>
          <td className="fingerprint">
            <Identifier>{key.fingerprint}</Identifier>
          </td>
        </tr>
      ))}
    </Register>
  )
}
