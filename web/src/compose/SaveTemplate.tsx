// Keeps a form for the next time: under a name, for oneself or for the unit.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useWords } from '../words/Words'
import type { Draft } from './draft'
import { titleOf } from './draft'
import { useSaveTemplate } from './template'

const TITLE_CHARS = 64

export function SaveTemplate({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const t = useWords()
  const save = useSaveTemplate()
  const [title, setTitle] = useState(titleOf(draft).slice(0, TITLE_CHARS))
  const [shared, setShared] = useState(false)
  return (
    <Sheet title={t('template-save')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ title: title.trim(), shared, draft }, { onSuccess: onClose })
        }}
      >
        <p>{t('template-means')}</p>
        <TextInput
          label={t('template-title')}
          required
          maxLength={TITLE_CHARS}
          dir="auto"
          value={title}
          onChange={(event) => {
            setTitle(event.currentTarget.value)
          }}
        />
        <label className="flag">
          <input
            type="checkbox"
            checked={shared}
            onChange={(event) => {
              setShared(event.currentTarget.checked)
            }}
          />
          {t('template-shared')}
        </label>
        {save.error && <ProblemNote error={save.error} />}
        <Button type="submit" loading={save.isPending} disabled={title.trim() === ''}>
          {t('template-save')}
        </Button>
      </form>
    </Sheet>
  )
}
