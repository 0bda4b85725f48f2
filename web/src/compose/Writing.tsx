// The form of a draft, its readers, and the way to the page before sending.
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { LostLine, Refusal } from '../node/client'
import { address } from '../node/shape'
import { ProblemNote, Waiting } from '../parts/Note'
import { useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { isReady } from './attaching'
import { Attachments } from './Attachments'
import { BeforeSending } from './BeforeSending'
import { type Draft, toNode } from './draft'
import { FieldInput } from './FieldInput'
import type { Found } from './kept'
import { type Sent, sendOrKeep } from './outgoing'
import { type Kind, type Preview, useForm, usePreview } from './query'
import { Readers } from './Readers'
import { SaveTemplate } from './SaveTemplate'
import { get, groupsOf, put, type Root } from './schema'
import { type Sending, useSending as useFiles } from './sending'
import { ShortForm } from './short'
import { ForCase, StandingNote, TwoPlaces } from './Standing'
import { useWriting, type Writing as Written } from './keeping'

interface Props {
  its: string
  kind: Kind
  found: Found
  start: Draft
}

/** What the node would make of it; `away` where it could not be asked. */
type Seen = Preview | 'away'

/** Sends it, and goes to the record it became, or to where it waits for the line. */
function useSending(writing: Written) {
  const queries = useQueryClient()
  const [, go] = useLocation()
  return useMutation({
    networkMode: 'always',
    mutationFn: (body: Record<string, unknown>) => sendOrKeep(writing.close(), body),
    onError: writing.reopen,
    onSuccess: (sent: Sent) => {
      // A new revision takes the place of the one that was read.
      for (const kind of ['titles', 'record', 'delivery', 'outbox']) {
        void queries.invalidateQueries({ queryKey: [kind] })
      }
      go('name' in sent ? `/record/${address(sent.name).path}` : '/compose')
    },
  })
}

export function Writing({ its, kind, found, start }: Props) {
  const { setting } = useReader()
  const me = useSignedIn()
  const [, go] = useLocation()
  const writing = useWriting(its, found, start)
  const form = useForm(kind.kind, setting.language)
  const preview = usePreview(setting.language)
  const files = useFiles(its, writing.draft.attachments ?? [], writing.change, writing.rests)
  const sending = useSending(writing)
  const [seen, setSeen] = useState<Seen | null>(null)
  const [saves, setSaves] = useState(false)
  const ready = toNode(writing.draft, me.unit, kind.asserts)
  if (form.isPending) return <Waiting />
  if (form.error) return <ProblemNote error={form.error} />
  if (seen) {
    return (
      <BeforeSending
        draft={writing.draft}
        preview={seen === 'away' ? null : seen}
        sending={sending}
        ready={ready}
        onProposed={() => {
          void writing.discard()
        }}
        onBack={() => {
          setSeen(null)
        }}
        onSend={() => {
          files.stop()
          sending.mutate(ready)
        }}
      />
    )
  }
  return (
    <>
      <Head writing={writing} its={its} />
      <Form
        root={form.data}
        kind={kind}
        writing={writing}
        files={files}
        checks={preview}
        onDiscard={() => void writing.discard().then(() => go('/compose'))}
        onTemplate={() => {
          setSaves(true)
        }}
        onCheck={() => {
          preview.mutate(ready, {
            onSuccess: setSeen,
            onError: (error) => {
              if (error instanceof LostLine) setSeen('away')
            },
          })
        }}
      />
      {saves && (
        <SaveTemplate
          draft={writing.draft}
          onClose={() => {
            setSaves(false)
          }}
        />
      )}
    </>
  )
}

/** What it is written for, and why it is not where its author wants it. */
function Head({ writing, its }: { writing: Written; its: string }) {
  return (
    <>
      <ForCase writing={writing} />
      <TwoPlaces writing={writing} its={its} />
      {writing.problem && <ProblemNote error={new Refusal(writing.problem)} />}
    </>
  )
}

interface FormProps {
  root: Root
  kind: Kind
  writing: Written
  files: Sending
  checks: { error: Error | null; isPending: boolean }
  onDiscard: () => void
  onTemplate: () => void
  onCheck: () => void
}

function Form(props: FormProps) {
  const { root, kind, writing, files, checks, onDiscard, onTemplate, onCheck } = props
  const [short, setShort] = useState(true)
  const { draft, change } = writing
  return (
    <form
      className="writing"
      onSubmit={(event) => {
        event.preventDefault()
        onCheck()
      }}
    >
      <div className="writing-body">
        <Tools
          short={short}
          onShort={() => {
            setShort(!short)
          }}
          onTemplate={onTemplate}
          onDiscard={onDiscard}
        />
        <ShortForm value={short}>
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
        </ShortForm>
        <Attachments files={draft.attachments ?? []} sending={files} />
      </div>
      <Readers draft={draft} asserts={kind.asserts} change={change} />
      <Foot writing={writing} files={files} checks={checks} />
    </form>
  )
}

interface ToolsProps {
  short: boolean
  onShort: () => void
  onTemplate: () => void
  onDiscard: () => void
}

/** What is done with the draft as a whole, before its fields. */
function Tools({ short, onShort, onTemplate, onDiscard }: ToolsProps) {
  const t = useWords()
  const [sure, setSure] = useState(false)
  return (
    <div className="writing-tools">
      <button type="button" className="text-button" onClick={onShort}>
        {t(short ? 'compose-full' : 'compose-short')}
      </button>
      <button type="button" className="text-button" onClick={onTemplate}>
        {t('template-save')}
      </button>
      <button
        type="button"
        className="text-button"
        onClick={() => {
          if (sure) onDiscard()
          else setSure(true)
        }}
      >
        {t(sure ? 'draft-discard-sure' : 'compose-discard')}
      </button>
    </div>
  )
}

function Foot({ writing, files, checks }: Pick<FormProps, 'writing' | 'files' | 'checks'>) {
  const t = useWords()
  const lost = checks.error instanceof LostLine
  return (
    <footer className="writing-foot">
      {checks.error && !lost && <ProblemNote error={checks.error} />}
      <StandingNote writing={writing} />
      <Button
        type="submit"
        loading={checks.isPending}
        disabled={writing.theirs !== null || !isReady(writing.draft.attachments, files.waits)}
      >
        {t('compose-check')}
      </Button>
    </footer>
  )
}
