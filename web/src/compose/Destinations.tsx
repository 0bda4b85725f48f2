// Which nodes receive a draft and which do not, and which roles may read it there and at home.
import { Country } from '../parts/Country'
import { useLabel } from '../parts/label'
import { useReader } from '../words/Words'
import type { Preview } from './query'
import '../parts/card.css'

export function Forbidden({ rule }: { rule: string | null }) {
  const { t } = useReader()
  if (!rule) return null
  return (
    <p className="forbids" role="alert">
      {t(`rule-${rule}`)} <bdi className="identifier">{rule}</bdi>
    </p>
  )
}

export function Destinations({ preview }: { preview: Preview }) {
  const { t } = useReader()
  const receive = preview.recipients.filter((each) => each.refused === null)
  const refused = preview.recipients.filter((each) => each.refused !== null)
  return (
    <>
      {receive.length > 0 && (
        <section>
          <h3>{t('before-receive')}</h3>
          <ul className="nodes">
            {receive.map(({ node }) => (
              <li key={node}>
                <Country code={node} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {refused.length > 0 && (
        <section>
          <h3>{t('before-not')}</h3>
          <ul className="nodes">
            {refused.map((each) => (
              <li key={each.node}>
                <Country code={each.node} />
                <span>
                  {t(`rule-${each.refused ?? ''}`)}{' '}
                  <bdi className="identifier">{each.refused ?? ''}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** Who may read it, by policy's own tables: in this node, and at whoever receives it. */
export function Roles({ preview }: { preview: Preview }) {
  const { t } = useReader()
  const sent = preview.recipients.length > 0
  return (
    <section>
      <h3>{t('before-roles')}</h3>
      <dl className="facts">
        <dt>{t('before-roles-home')}</dt>
        <dd>
          <RoleList preview={preview} where="home" />
        </dd>
        {sent && <dt>{t('before-roles-there')}</dt>}
        {sent && (
          <dd>
            <RoleList preview={preview} where="there" />
          </dd>
        )}
      </dl>
      <details>
        <summary>{t('before-roles-not')}</summary>
        <Barred preview={preview} />
      </details>
    </section>
  )
}

function RoleList({ preview, where }: { preview: Preview; where: 'home' | 'there' }) {
  const { t } = useReader()
  const role = useLabel('role')
  const may = preview.readers.filter((each) => each[where] === null)
  return may.length > 0 ? may.map((each) => role(each.role)).join(' · ') : t('before-no-role')
}

/** Each role that may not, with its rule. */
function Barred({ preview }: { preview: Preview }) {
  const { t } = useReader()
  const role = useLabel('role')
  return (
    <ul className="nodes">
      {preview.readers.flatMap((each) => {
        const rule = each.home ?? each.there
        return rule === null
          ? []
          : [
              <li key={each.role}>
                <span>{role(each.role)}</span>
                <span>
                  {t(`rule-${rule}`)} <bdi className="identifier">{rule}</bdi>
                </span>
              </li>,
            ]
      })}
    </ul>
  )
}
