// Writing a record of any kind: its form, its readers, and one page in plain words before sending.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { usePurpose } from '../node/purpose'
import { useDelivery, useRecord } from '../node/query'
import { address } from '../node/shape'
import { ProblemNote, Waiting } from '../parts/Note'
import { useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { BeforeSending } from './BeforeSending'
import { blank, type Draft, revisionOf, toNode, useDraft } from './draft'
import { FieldInput } from './FieldInput'
import { type Kind, type Preview, useForm, useKinds, usePreview, usePublish } from './query'
import { Readers } from './Readers'
import { get, groupsOf, put, type Root } from './schema'
import './compose.css'

export default function Compose() {
  const t = useWords()
  const [search, setSearch] = useSearchParams()
  const kinds = useKinds()
  if (kinds.isPending) return <Waiting />
  if (kinds.error) return <ProblemNote error={kinds.error} />
  const revises = search.get('revises')
  if (revises) return <Revising id={revises} kinds={kinds.data} />
  const offered = kinds.data.filter((kind) => !kind.control)
  const kind = offered.find((each) => each.kind === search.get('kind')) ?? offered[0]
  if (!kind) return null
  return (
    <div className="compose">
      <header className="compose-head">
        <h1>{t('compose')}</h1>
        <NativeSelect
          aria-label={t('kind')}
          value={kind.kind}
          data={offered.map((each) => ({ value: each.kind, label: t(`kind-${each.kind}`) }))}
          onChange={(event) => {
            setSearch({ kind: event.currentTarget.value })
          }}
        />
      </header>
      <New key={kind.kind} kind={kind} />
    </div>
  )
}

function New({ kind }: { kind: Kind }) {
  return <Writing kind={kind} start={blank(kind.kind, usePurpose())} />
}

/** A record of ours, said anew: whoever has it receives what is written here as well. */
function Revising({ id, kinds }: { id: string; kinds: Kind[] }) {
  const { t, write } = useReader()
  const { node } = useSignedIn()
  const record = useRecord(node, id)
  const delivery = useDelivery(node, id, true)
  const error = record.error ?? delivery.error
  if (error) return <ProblemNote error={error} />
  if (!record.data || !delivery.data) return <Waiting />
  const { header, title } = record.data
  const kind = kinds.find((each) => each.kind === header.kind)
  if (!kind) return null
  const holders = delivery.data.rows.filter(({ state }) => !GONE.includes(state))
  const start = revisionOf(
    record.data,
    holders.map((each) => each.node),
  )
  return (
    <div className="compose">
      <header className="compose-head">
        <h1>{t('revise')}</h1>
        <Link href={`/record/${node}/${id}`}>
          <bdi>{title ?? t(`kind-${header.kind}`)}</bdi>
        </Link>
        <p className="remark">{t('revise-means', { revision: write.number(header.revision) })}</p>
      </header>
      <Writing key={id} kind={kind} start={start} />
    </div>
  )
}

/** Who never received it or lost it does not get it back unasked. */
const GONE = ['void', 'rejected', 'hidden', 'erased']

function Writing({ kind, start }: { kind: Kind; start: Draft }) {
  const { setting } = useReader()
  const me = useSignedIn()
  const [, go] = useLocation()
  const { draft, change, discard } = useDraft(me.officer, start)
  const form = useForm(kind.kind, setting.language)
  const preview = usePreview(setting.language)
  const publish = usePublish()
  const [seen, setSeen] = useState<Preview | null>(null)
  const ready = toNode(draft, me.unit, kind.asserts)
  if (form.isPending) return <Waiting />
  if (form.error) return <ProblemNote error={form.error} />
  if (seen) {
    return (
      <BeforeSending
        draft={draft}
        preview={seen}
        publish={publish}
        ready={ready}
        onProposed={discard}
        onBack={() => {
          setSeen(null)
        }}
        onSend={() => {
          publish.mutate(ready, {
            onSuccess: ({ name }) => {
              discard()
              go(`/record/${address(name).path}`)
            },
          })
        }}
      />
    )
  }
  return (
    <Form
      root={form.data}
      kind={kind}
      draft={draft}
      change={change}
      checks={preview}
      onDiscard={discard}
      onCheck={() => {
        preview.mutate(ready, { onSuccess: setSeen })
      }}
    />
  )
}

interface FormProps {
  root: Root
  kind: Kind
  draft: Draft
  change: (part: Partial<Draft>) => void
  checks: { error: Error | null; isPending: boolean }
  onDiscard: () => void
  onCheck: () => void
}

function Form({ root, kind, draft, change, checks, onDiscard, onCheck }: FormProps) {
  const t = useWords()
  const [short, setShort] = useState(true)
  return (
    <form
      className="writing"
      onSubmit={(event) => {
        event.preventDefault()
        onCheck()
      }}
    >
      <div className="writing-body">
        <button
          type="button"
          className="text-button"
          onClick={() => {
            setShort(!short)
          }}
        >
          {t(short ? 'compose-full' : 'compose-short')}
        </button>
        {groupsOf(root, short).map((group) => (
          <fieldset key={group.name} className="group">
            <legend>{group.title}</legend>
            {group.fields.map(({ path, field }) => (
              <FieldInput
                key={path.join('.')}
                field={field}
                value={get(draft.body, path)}
                onChange={(value) => {
                  change({ body: put(draft.body, path, value) })
                }}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <Readers draft={draft} asserts={kind.asserts} change={change} />
      <footer className="writing-foot">
        {checks.error && <ProblemNote error={checks.error} />}
        <span className="remark">{t('compose-kept')}</span>
        <Button variant="default" onClick={onDiscard}>
          {t('compose-discard')}
        </Button>
        <Button type="submit" loading={checks.isPending}>
          {t('compose-check')}
        </Button>
      </footer>
    </form>
  )
}
