// What a page says when there is nothing, something went wrong, or it still comes.
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { LostLine, Refusal } from '../node/client'
import { askAgain } from '../node/purpose'
import { NotSigned } from '../sign-in/passkey'
import { type Say } from '../words/catalogue'
import { useWords } from '../words/Words'
import './note.css'

export function Note({
  title,
  children,
  icon,
}: {
  title: string
  children?: ReactNode
  icon?: ReactNode
}) {
  return (
    <div className="note">
      {icon}
      <h2>{title}</h2>
      {children}
    </div>
  )
}

const KNOWN = [
  'record',
  'refused',
  'not-found',
  'usage',
  'limit',
  'conflict',
  'unauthenticated',
  'unreachable',
  'not-allowed',
  'other-site',
  'second-person',
  'too-many',
  'needs-passkey',
  'needs-assertion',
  'has-passkey',
  'unfit',
  'no-room',
]

/** What was wrong and what to do, in the reader's language; a rule is said with its number. */
export function explain(t: Say, error: unknown): { title: string; what: string; code?: string } {
  if (error instanceof LostLine) return { title: t('problem-line'), what: t('problem-line-do') }
  if (error instanceof NotSigned) return { title: t('not-signed'), what: t('not-signed-do') }
  if (!(error instanceof Refusal)) return { title: t('problem-node'), what: t('problem-node-do') }
  const { type, rule } = error.problem
  const slug = type.split(':').at(-1) ?? ''
  const known = KNOWN.includes(slug) ? slug : 'node'
  const title = t(`problem-${known}`)
  if (slug === 'unfit' && rule) return { title, what: t(`unfit-${rule}`) }
  if (rule) return { title, what: t(`rule-${rule}`), code: rule }
  return { title, what: t(`problem-${known}-do`) }
}

export function ProblemNote({ error }: { error: unknown }) {
  const t = useWords()
  const { title, what, code } = explain(t, error)
  const size = { size: 22, stroke: 1.6, 'aria-hidden': true }
  const icon =
    error instanceof LostLine ? (
      <IconPlugConnectedX {...size} />
    ) : code ? (
      <IconLock {...size} />
    ) : (
      <IconAlertTriangle {...size} />
    )
  return (
    <div role="alert">
      <Note title={title} icon={icon}>
        <p>
          {what} {code && <bdi className="identifier">{code}</bdi>}
        </p>
        {code?.startsWith('PUR-') && (
          <Button
            variant="default"
            onClick={() => {
              askAgain()
            }}
          >
            {t('purpose-again')}
          </Button>
        )}
      </Note>
    </div>
  )
}

export function Waiting() {
  const t = useWords()
  return (
    <p className="waiting" role="status">
      {t('waiting')}
    </p>
  )
}
