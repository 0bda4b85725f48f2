// Taking back what was shared: from everyone, from one, or until something is decided.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import { useKinds } from '../compose/query'
import { useTake } from '../node/deed'
import { useCodeList } from '../node/query'
import type { Header, Recipient } from '../node/shape'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useMay, useNodeName, useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'

type Which = 'recall' | 'withdraw' | 'block'

export function TakeBack({ header, recipients }: { header: Header; recipients: Recipient[] }) {
  const t = useWords()
  const writes = useSignedIn().scopes.includes('write')
  const may = useMay('recall') && writes
  const [which, setWhich] = useState<Which | null>(null)
  const [, go] = useLocation()
  const kinds = useKinds().data ?? []
  const isRevisable = kinds.some(({ kind, control }) => kind === header.kind && !control)
  if (!may) return null
  const close = () => {
    setWhich(null)
  }
  const offered: Which[] =
    recipients.length > 0 ? ['recall', 'withdraw', 'block'] : ['recall', 'block']
  return (
    <div className="take-back">
      {isRevisable && (
        <Button
          variant="default"
          onClick={() => {
            go(`/compose?revises=${header.id}`)
          }}
        >
          {t('revise')}
        </Button>
      )}
      {offered.map((each) => (
        <Button
          key={each}
          variant="default"
          onClick={() => {
            setWhich(each)
          }}
        >
          {t(`take-${each}`)}
        </Button>
      ))}
      {which === 'recall' && <RecallSheet id={header.id} onClose={close} />}
      {which === 'withdraw' && (
        <WithdrawSheet header={header} recipients={recipients} onClose={close} />
      )}
      {which === 'block' && <BlockSheet id={header.id} onClose={close} />}
    </div>
  )
}

interface AskProps {
  which: Which
  ready: boolean
  take: ReturnType<typeof useTake>
  onDo: () => void
  onClose: () => void
  children: ReactNode
}

/** What will happen, in a sentence, before the button that does it. */
function Ask({ which, ready, take, onDo, onClose, children }: AskProps) {
  const t = useWords()
  return (
    <Sheet title={t(`take-${which}`)} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          onDo()
        }}
      >
        <p>{t(`take-${which}-means`)}</p>
        {children}
        {take.error && <ProblemNote error={take.error} />}
        <Button type="submit" disabled={!ready} loading={take.isPending}>
          {t(`take-${which}-do`)}
        </Button>
      </form>
    </Sheet>
  )
}

function RecallSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, setting } = useReader()
  const take = useTake()
  const reasons = useCodeList('recall-reason').data?.codes ?? []
  const [reason, setReason] = useState('mistaken')
  const recall = () => {
    take.mutate({ act: 'recall', id, reason }, { onSuccess: onClose })
  }
  return (
    <Ask which="recall" ready take={take} onDo={recall} onClose={onClose}>
      <NativeSelect
        label={t('reason')}
        value={reason}
        data={reasons.map((code) => ({ value: code.code, label: code[setting.language] }))}
        onChange={(event) => {
          setReason(event.currentTarget.value)
        }}
      />
    </Ask>
  )
}

interface WithdrawProps {
  header: Header
  recipients: Recipient[]
  onClose: () => void
}

function WithdrawSheet({ header, recipients, onClose }: WithdrawProps) {
  const t = useWords()
  const name = useNodeName()
  const take = useTake()
  const [recipient, setRecipient] = useState(recipients[0]?.node ?? '')
  const { id, revision } = header
  const withdraw = () => {
    take.mutate({ act: 'withdraw', id, recipient, revision }, { onSuccess: onClose })
  }
  return (
    <Ask which="withdraw" ready take={take} onDo={withdraw} onClose={onClose}>
      <NativeSelect
        label={t('recipient')}
        value={recipient}
        data={recipients.map(({ node }) => ({ value: node, label: name(node) }))}
        onChange={(event) => {
          setRecipient(event.currentTarget.value)
        }}
      />
    </Ask>
  )
}

function BlockSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useWords()
  const take = useTake()
  const [reference, setReference] = useState('')
  const block = () => {
    take.mutate({ act: 'block', id, action: 'set', reference }, { onSuccess: onClose })
  }
  return (
    <Ask which="block" ready={reference !== ''} take={take} onDo={block} onClose={onClose}>
      <TextInput
        label={t('reference')}
        description={t('reference-help')}
        value={reference}
        required
        onChange={(event) => {
          setReference(event.currentTarget.value)
        }}
      />
    </Ask>
  )
}

/** A blocked record of ours: the decision that ends it. */
export function Unblock({ id }: { id: string }) {
  const t = useWords()
  const take = useTake()
  const [reference, setReference] = useState('')
  const end = (action: 'lift' | 'decide') => {
    take.mutate({ act: 'block', id, action, reference })
  }
  return (
    <div className="settings note">
      <TextInput
        label={t('reference')}
        description={t('reference-help')}
        value={reference}
        onChange={(event) => {
          setReference(event.currentTarget.value)
        }}
      />
      <div className="take-back">
        <Button
          disabled={!reference}
          onClick={() => {
            end('lift')
          }}
        >
          {t('block-lift')}
        </Button>
        <Button
          variant="default"
          disabled={!reference}
          onClick={() => {
            end('decide')
          }}
        >
          {t('block-decide')}
        </Button>
      </div>
      {take.error && <ProblemNote error={take.error} />}
    </div>
  )
}
