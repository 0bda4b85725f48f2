// Proposing what one person may not do alone: why, for whoever confirms.
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useWords } from '../words/Words'
import { usePropose, type Wanted } from './query'

interface Props {
  title: string
  wanted: Wanted
  /** What would happen, beside the general words. */
  means?: string
  onClose: () => void
  onProposed?: () => void
}

export function ProposeSheet({ title, wanted, means, onClose, onProposed }: Props) {
  const t = useWords()
  const propose = usePropose()
  const [reason, setReason] = useState('')
  return (
    <Sheet title={title} onClose={onClose}>
      {propose.data ? (
        <div className="settings" role="status">
          <p>{t('propose-made')}</p>
          <Link href={`/proposals/${String(propose.data.number)}`}>{t('propose-see')}</Link>
        </div>
      ) : (
        <form
          className="settings"
          onSubmit={(event) => {
            event.preventDefault()
            propose.mutate({ wanted, reason }, { onSuccess: onProposed })
          }}
        >
          {means && <p>{means}</p>}
          <p>{t('propose-means')}</p>
          <Textarea
            label={t('proposal-answer')}
            required
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value)
            }}
          />
          {propose.error && <ProblemNote error={propose.error} />}
          <Button type="submit" loading={propose.isPending}>
            {t('propose')}
          </Button>
        </form>
      )}
    </Sheet>
  )
}
