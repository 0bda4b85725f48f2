// Where what was typed is kept, and what to do where two desks wrote into one draft.
import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { useCase } from '../node/purpose'
import { useReader, useWords } from '../words/Words'
import { titleOf } from './draft'
import type { Writing } from './keeping'

export function StandingNote({ writing }: { writing: Writing }) {
  const t = useWords()
  const { standing } = writing
  const pressing = standing === 'nowhere' || standing === 'device'
  return (
    <span className={pressing ? 'remark standing-device' : 'remark'} role="status">
      {t(`standing-${standing}`)}
    </span>
  )
}

/** The case that it was begun for, and the one that is worked on now where that is another. */
export function ForCase({ writing }: { writing: Writing }) {
  const t = useWords()
  const now = useCase()
  const its = writing.draft.case ?? ''
  if (!its && !now) return null
  return (
    <p className="for-case">
      {its ? t('compose-case') : t('compose-case-none')} {its && <bdi>{its}</bdi>}
      {now && now !== its && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            writing.change({ case: now })
          }}
        >
          {t('compose-case-take', { case: now })}
        </button>
      )}
    </p>
  )
}

export function TwoPlaces({ writing, its }: { writing: Writing; its: string }) {
  const { t } = useReader()
  const { theirs, standing } = writing
  if (standing === 'sent') {
    return (
      <div className="two-places" role="alert">
        <p>{t('draft-sent-elsewhere')}</p>
        <Link href={`/compose?draft=${its}`}>{t('draft-sent-open')}</Link>
      </div>
    )
  }
  if (!theirs) return null
  const title = titleOf(theirs.draft)
  return (
    <div className="two-places" role="alert">
      <p>
        {t('draft-two-places')} {title && <bdi className="two-places-title">{title}</bdi>}
      </p>
      <Button variant="default" onClick={writing.takeTheirs}>
        {t('draft-take-theirs')}
      </Button>
      <Button variant="default" onClick={writing.keepOurs}>
        {t('draft-keep-ours')}
      </Button>
    </div>
  )
}
