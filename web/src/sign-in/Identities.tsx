// What one is to identity providers: bound since when, and the way to let go of it.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useReader, useWords } from '../words/Words'
import { bindOwn, type OwnIdentity, unbindOwn, useProviders, useSignInDeed } from './query'

const HEAD = ['identity-provider', 'identity-bound', 'passkey-used', 'passkey-deed']

/** Nothing where one is bound to none and there is none to be bound to. */
export function Identities(props: { identities: OwnIdentity[]; hasPasskey: boolean }) {
  const { identities, hasPasskey } = props
  const { t, write } = useReader()
  const [gone, setGone] = useState<OwnIdentity | null>(null)
  if (identities.length === 0) return hasPasskey ? <Bind /> : null
  return (
    <section>
      <div className="page-head">
        <h2>{t('identities')}</h2>
        <p>{t(hasPasskey ? 'identities-why' : 'identity-needs-passkey')}</p>
      </div>
      <table className="register">
        <thead>
          <tr>
            {HEAD.map((word) => (
              <th key={word} scope="col">
                {t(word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {identities.map((identity) => (
            <tr key={identity.id}>
              <th scope="row">
                <bdi>{identity.provider}</bdi>
              </th>
              <td>{write.moment(identity.created)}</td>
              <td>{identity.used ? write.moment(identity.used) : t('identity-never')}</td>
              <td>
                {hasPasskey ? (
                  <Button
                    variant="default"
                    onClick={() => {
                      setGone(identity)
                    }}
                  >
                    {t('identity-unbind')}
                  </Button>
                ) : (
                  <span className="remark">{t('identity-last')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {gone && (
        <UnbindSheet
          identity={gone}
          onClose={() => {
            setGone(null)
          }}
        />
      )}
    </section>
  )
}

/** Whoever has a passkey binds an identity with it. */
function Bind() {
  const t = useWords()
  const providers = useProviders()
  const deed = useSignInDeed()
  if (!providers.data?.length) return null
  return (
    <section>
      <div className="page-head">
        <h2>{t('identities')}</h2>
        {providers.data.map(({ code, name }) => (
          <Button
            key={code}
            variant="default"
            loading={deed.isPending}
            onClick={() => {
              deed.mutate(() => bindOwn(code))
            }}
          >
            {t('provider-bind', { name })}
          </Button>
        ))}
        {deed.error && <ProblemNote error={deed.error} />}
      </div>
    </section>
  )
}

function UnbindSheet({ identity, onClose }: { identity: OwnIdentity; onClose: () => void }) {
  const t = useWords()
  const deed = useSignInDeed()
  return (
    <Sheet title={t('identity-unbind')} onClose={onClose}>
      <div className="settings">
        <p>{t('identity-unbind-means', { name: identity.provider })}</p>
        {deed.error && <ProblemNote error={deed.error} />}
        <Button
          loading={deed.isPending}
          onClick={() => {
            deed.mutate(() => unbindOwn(identity.id), { onSuccess: onClose })
          }}
        >
          {t('identity-unbind-do')}
        </Button>
      </div>
    </Sheet>
  )
}
