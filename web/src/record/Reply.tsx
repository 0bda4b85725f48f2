// Answering a request of another node: an answer, a part of it, a question back, a refusal.
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import client, { answer } from '../node/client'
import { useCodeList } from '../node/query'
import type { Header } from '../node/shape'
import { useLabel } from '../parts/label'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useMay, useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'

const TYPES = ['answer', 'partial-answer', 'clarification', 'refusal'] as const
type Type = (typeof TYPES)[number]

function useReply({ owner, id }: Header) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reply: Record<string, unknown>) =>
      answer(
        client.POST('/api/v1/records/{owner}/{id}/replies', {
          params: { path: { owner, id } },
          body: reply as never,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['titles'] }),
  })
}

export function Reply({ header }: { header: Header }) {
  const label = useLabel('message-type')
  const writes = useSignedIn().scopes.includes('write')
  const may = useMay('publish') && writes
  const [type, setType] = useState<Type | null>(null)
  if (!may) return null
  return (
    <div className="take-back">
      {TYPES.map((each) => (
        <Button
          key={each}
          variant={each === 'answer' ? 'filled' : 'default'}
          onClick={() => {
            setType(each)
          }}
        >
          {label(each)}
        </Button>
      ))}
      {type && (
        <ReplySheet
          header={header}
          type={type}
          onClose={() => {
            setType(null)
          }}
        />
      )}
    </div>
  )
}

interface SheetProps {
  header: Header
  type: Type
  onClose: () => void
}

function ReplySheet({ header, type, onClose }: SheetProps) {
  const { t, setting } = useReader()
  const label = useLabel('message-type')
  const reply = useReply(header)
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState('information-not-available')
  return (
    <Sheet title={label(type)} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          const written = { language: setting.language, text }
          const why = type === 'refusal' ? { refusal } : {}
          reply.mutate({ type, text: written, ...why }, { onSuccess: onClose })
        }}
      >
        <p>{t('reply-means')}</p>
        {type === 'refusal' && <RefusalCode value={refusal} onChange={setRefusal} />}
        <Textarea
          label={t('reply-text')}
          dir="auto"
          rows={6}
          required
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
          }}
        />
        {reply.error && <ProblemNote error={reply.error} />}
        <Button type="submit" loading={reply.isPending}>
          {t('reply-send')}
        </Button>
      </form>
    </Sheet>
  )
}

function RefusalCode({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const t = useWords()
  const { language } = useReader().setting
  const codes = useCodeList('refusal').data?.codes ?? []
  return (
    <NativeSelect
      label={t('reason')}
      value={value}
      data={codes.map((code) => ({ value: code.code, label: code[language] }))}
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}
