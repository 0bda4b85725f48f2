// The form of a reply: which questions it settles, why it refuses, whether the clock stands.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { newKey } from '../compose/kept'
import { useCodeList } from '../node/query'
import type { View } from '../node/shape'
import { useLabel } from '../parts/label'
import { Checkbox } from '../parts/Checkbox'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useReader, useWords } from '../words/Words'
import type { Type } from './Reply'
import { body, concerns, EMPTY, pauses, questions, useReply, type Written } from './reply'
import '../parts/card.css'
import './reply.css'

interface Props {
  view: View
  type: Type
  onClose: () => void
}

export default function ReplySheet({ view, type, onClose }: Props) {
  const { t, setting } = useReader()
  const label = useLabel('message-type')
  const [key] = useState(newKey)
  const reply = useReply(view.header, key)
  const [written, setWritten] = useState<Written>(EMPTY)
  const change = (part: Partial<Written>) => {
    setWritten({ ...written, ...part })
  }
  return (
    <Sheet title={label(type)} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          reply.mutate(body(type, written, setting.language), { onSuccess: onClose })
        }}
      >
        <p>{t('reply-means')}</p>
        {type === 'refusal' && (
          <Codes
            list="refusal"
            word={t('reason')}
            value={written.refusal}
            onChange={(refusal) => {
              change({ refusal })
            }}
          />
        )}
        {concerns(type) && <Questions view={view} written={written} onChange={change} />}
        <Textarea
          label={t('reply-text')}
          dir="auto"
          rows={6}
          required
          value={written.text}
          onChange={(event) => {
            change({ text: event.currentTarget.value })
          }}
        />
        {pauses(type) && <Pause written={written} onChange={change} />}
        {reply.error && <ProblemNote error={reply.error} />}
        <Button type="submit" loading={reply.isPending}>
          {t('reply-send')}
        </Button>
      </form>
    </Sheet>
  )
}

interface PartProps {
  written: Written
  onChange: (part: Partial<Written>) => void
}

function Questions({ view, written, onChange }: PartProps & { view: View }) {
  const { t, write } = useReader()
  const what = useLabel('request-type')
  const asked = questions(view)
  if (asked.length === 0) return null
  return (
    <fieldset className="reply-questions">
      <legend>{t('reply-concerns')}</legend>
      <p className="remark">{t('reply-concerns-help')}</p>
      {asked.map((one) => (
        <Checkbox
          key={one.number}
          label={`${write.number(one.number)} · ${what(one.what)}${one.text && `: ${one.text}`}`}
          checked={written.concerns.includes(one.number)}
          onChange={(event) => {
            const others = written.concerns.filter((number) => number !== one.number)
            const chosen = event.currentTarget.checked ? [...others, one.number] : others
            onChange({ concerns: chosen.sort((a, b) => a - b) })
          }}
        />
      ))}
    </fieldset>
  )
}

function Pause({ written, onChange }: PartProps) {
  const t = useWords()
  return (
    <>
      <Codes
        list="pause-reason"
        word={t('reply-pause')}
        none={t('reply-pause-none')}
        value={written.pause}
        onChange={(pause) => {
          onChange({ pause })
        }}
      />
      {written.pause !== '' && (
        <TextInput
          type="date"
          label={t('reply-expected')}
          value={written.expected}
          onChange={(event) => {
            onChange({ expected: event.currentTarget.value })
          }}
        />
      )}
    </>
  )
}

interface CodesProps {
  list: string
  word: string
  none?: string
  value: string
  onChange: (code: string) => void
}

function Codes({ list, word, none, value, onChange }: CodesProps) {
  const { language } = useReader().setting
  const codes = useCodeList(list).data?.codes ?? []
  const all = codes.map((code) => ({ value: code.code, label: code[language] }))
  return (
    <NativeSelect
      label={word}
      value={value}
      data={none === undefined ? all : [{ value: '', label: none }, ...all]}
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}
