// Saying that a record is the same as another: which one, what speaks for it, who learns it.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCodeList } from '../node/query'
import type { View } from '../node/shape'
import { Checkbox } from '../parts/Checkbox'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useNodeName, useSignedIn } from '../shell/me'
import { useReader } from '../words/Words'
import { type Mention, useSay } from './connection'
import { endOf, type State, type Statement, whatOf } from './same'

interface Props {
  view: View
  mentions: Mention[]
  onClose: () => void
  onDone: () => void
}

export function Propose({ view, mentions, onClose, onDone }: Props) {
  const { t } = useReader()
  const { node, unit, role } = useSignedIn()
  const { header } = view
  const [other, setOther] = useState('')
  const [what, setWhat] = useState(whatOf(header.kind))
  const [bases, setBases] = useState<string[]>([])
  const [text, setText] = useState('')
  const say = useSay(() => {
    onClose()
    onDone()
  })
  const second = endOf(other)
  const owners = [header.owner, second?.owner ?? ''].filter((code) => code && code !== node)
  const recipients = [...new Set(owners)]
  const wrong = other !== '' && (second === null || second.id === header.id)
  const ready = second !== null && !wrong && bases.length > 0
  const send = (state: State) => {
    if (!second) return
    const first = { owner: header.owner, id: header.id }
    const words = text.trim() ? [{ basis: 'statement', text: text.trim() }] : []
    const reasons = [...bases.map((basis) => ({ basis })), ...words]
    const by = state === 'decided' ? { decided_by: role } : {}
    const statement: Statement = { what, first, second, state, reasons, ...by }
    say.mutate({ statement, beside: view, recipients, unit })
  }
  return (
    <Sheet title={t('same-propose')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          send('proposed')
        }}
      >
        <p>{t('same-means')}</p>
        <Other value={other} wrong={wrong} mentions={mentions} onChange={setOther} />
        <What value={what} onChange={setWhat} />
        <Bases value={bases} onChange={setBases} />
        <Textarea
          label={t('same-words')}
          dir="auto"
          rows={2}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
          }}
        />
        <GoesTo recipients={recipients} />
        {say.error && <ProblemNote error={say.error} />}
        <div className="take-back">
          <Button type="submit" variant="default" disabled={!ready} loading={say.isPending}>
            {t('same-do-propose')}
          </Button>
          <Button
            disabled={!ready}
            loading={say.isPending}
            onClick={() => {
              send('decided')
            }}
          >
            {t('same-do-decide')}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

interface OtherProps {
  value: string
  wrong: boolean
  mentions: Mention[]
  onChange: (value: string) => void
}

/** One that mentions the same identifiers is at hand; any other by its address. */
function Other({ value, wrong, mentions, onChange }: OtherProps) {
  const { t } = useReader()
  const near = mentions.slice(0, 20).map(({ record }) => ({
    value: record.name.split('/').slice(0, 2).join('/'),
    label: record.title || record.name,
  }))
  return (
    <>
      {near.length > 0 && (
        <NativeSelect
          label={t('same-near')}
          value={near.some((each) => each.value === value) ? value : ''}
          data={[{ value: '', label: t('choose') }, ...near]}
          onChange={(event) => {
            onChange(event.currentTarget.value)
          }}
        />
      )}
      <TextInput
        label={t('same-other')}
        description={t('same-other-help')}
        dir="ltr"
        value={value}
        required
        error={wrong && t('same-other-wrong')}
        onChange={(event) => {
          onChange(event.currentTarget.value)
        }}
      />
    </>
  )
}

function What({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t, setting } = useReader()
  const codes = useCodeList('same-as-object').data?.codes ?? []
  return (
    <NativeSelect
      label={t('same-what')}
      value={value}
      data={codes.map((code) => ({ value: code.code, label: code[setting.language] }))}
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}

function Bases({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const { t, setting } = useReader()
  const codes = useCodeList('same-as-basis').data?.codes ?? []
  return (
    <Checkbox.Group label={t('same-reasons')} value={value} onChange={onChange} required>
      <div className="bases">
        {codes.map((code) => (
          <Checkbox key={code.code} value={code.code} label={code[setting.language]} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

function GoesTo({ recipients }: { recipients: string[] }) {
  const { t } = useReader()
  const name = useNodeName()
  const nodes = recipients.map(name).join(' · ')
  return <p className="remark">{nodes ? t('same-goes-to', { nodes }) : t('same-stays')}</p>
}
