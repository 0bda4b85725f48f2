// Keeping a copy of another's record for a court: the authority, the file, until when.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTake } from '../node/deed'
import type { View } from '../node/shape'
import { DateField } from '../parts/DateField'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useMay, useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'

const EMPTY = { authority: '', reference: '', until: '' }

export function Hold({ view }: { view: View }) {
  const t = useWords()
  const writes = useSignedIn().scopes.includes('write')
  const may = useMay('hold') && writes
  const [open, setOpen] = useState(false)
  if (!may) return null
  return (
    <div className="take-back">
      <Button
        variant="default"
        onClick={() => {
          setOpen(true)
        }}
      >
        {t('take-hold')}
      </Button>
      {open && (
        <HoldSheet
          name={view.name}
          onClose={() => {
            setOpen(false)
          }}
        />
      )}
    </div>
  )
}

function HoldSheet({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useWords()
  const take = useTake()
  const [hold, setHold] = useState(EMPTY)
  const field = (part: keyof typeof EMPTY, word: string) => ({
    label: t(word),
    value: hold[part],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) => {
      setHold({ ...hold, [part]: event.currentTarget.value })
    },
  })
  return (
    <Sheet title={t('take-hold')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          take.mutate({ act: 'hold', name, ...hold }, { onSuccess: onClose })
        }}
      >
        <p>{t('take-hold-means')}</p>
        <TextInput {...field('authority', 'hold-authority')} />
        <TextInput {...field('reference', 'reference')} />
        <DateField
          label={t('until')}
          required
          value={hold.until}
          onChange={(until) => {
            setHold({ ...hold, until })
          }}
        />
        {take.error && <ProblemNote error={take.error} />}
        <Button type="submit" loading={take.isPending}>
          {t('take-hold-do')}
        </Button>
      </form>
    </Sheet>
  )
}
