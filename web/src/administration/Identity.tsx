// What an officer is to identity providers, for administrators: bound, unbound, or to be bound.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { bindIdentity, unbindIdentity, useOfficerDeed } from '../node/deed'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useProviders } from '../sign-in/query'
import { useWords } from '../words/Words'
import type { Officer } from './Officers'

export interface BoundIdentity {
  provider: string
  value: string | null
  created: string
  used: string | null
  ended: string | null
}

/** Says what an officer is bound to. */
export function IdentityNote({ identities }: { identities: BoundIdentity[] }) {
  const t = useWords()
  return identities.map(({ provider: name, value, created, ended }) => (
    <p className="remark" key={`${name} ${created}`}>
      {t(ended ? 'officer-identity-ended' : 'officer-identity', { name })}
      {value && (
        <>
          {' '}
          <bdi>{value}</bdi>
        </>
      )}
    </p>
  ))
}

/** One deed: an officer who is bound is unbound, one who has no way in may be bound. */
export function IdentityDeed({ officer }: { officer: Officer }) {
  const t = useWords()
  const providers = useProviders()
  const [asks, setAsks] = useState(false)
  const bound = officer.identities.find(({ ended }) => !ended)
  const free = officer.identities.length === 0 && officer.passkeys === 0
  if (!bound && !(free && providers.data?.length)) return null
  const close = () => {
    setAsks(false)
  }
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setAsks(true)
        }}
      >
        {t(bound ? 'officer-unbind' : 'officer-bind')}
      </Button>
      {asks && bound && <UnbindSheet code={officer.code} name={bound.provider} onClose={close} />}
      {asks && !bound && <BindSheet code={officer.code} onClose={close} />}
    </>
  )
}

function UnbindSheet(props: { code: string; name: string; onClose: () => void }) {
  const { code, name, onClose } = props
  const t = useWords()
  const deed = useOfficerDeed()
  return (
    <Sheet title={t('officer-unbind')} onClose={onClose}>
      <div className="settings">
        <p>{t('officer-unbind-means', { code, name })}</p>
        {deed.error && <ProblemNote error={deed.error} />}
        <Button
          loading={deed.isPending}
          onClick={() => {
            deed.mutate(() => unbindIdentity(code), { onSuccess: onClose })
          }}
        >
          {t('identity-unbind-do')}
        </Button>
      </div>
    </Sheet>
  )
}

function BindSheet({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useWords()
  const deed = useOfficerDeed()
  const providers = useProviders().data ?? []
  const [provider, setProvider] = useState(providers[0]?.code ?? '')
  const [value, setValue] = useState('')
  return (
    <Sheet title={t('officer-bind')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          deed.mutate(() => bindIdentity(code, { provider, value }), { onSuccess: onClose })
        }}
      >
        <p>{t('officer-bind-means', { code })}</p>
        <NativeSelect
          label={t('identity-provider')}
          value={provider}
          data={providers.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(event) => {
            setProvider(event.currentTarget.value)
          }}
        />
        <TextInput
          label={t('officer-bind-value')}
          value={value}
          required
          maxLength={255}
          dir="auto"
          onChange={(event) => {
            setValue(event.currentTarget.value)
          }}
        />
        {deed.error && <ProblemNote error={deed.error} />}
        <Button type="submit" loading={deed.isPending}>
          {t('officer-bind-do')}
        </Button>
      </form>
    </Sheet>
  )
}
