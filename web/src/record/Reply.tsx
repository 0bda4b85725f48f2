// Replying to a message of another node: an answer, a part of it, a question back, a refusal.
import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { View } from '../node/shape'
import { useLabel } from '../parts/label'
import { useKeys } from '../shell/keys'
import { useMay, useSignedIn } from '../shell/me'
import '../parts/register.css'

const ReplySheet = lazy(() => import('./ReplySheet'))

export const TYPES = ['answer', 'partial-answer', 'clarification', 'refusal'] as const
export type Type = (typeof TYPES)[number]
const KEYS: Record<Type, string> = {
  answer: 'e',
  'partial-answer': 'w',
  clarification: 'c',
  refusal: 'x',
}

interface Props {
  view: View
  /** It asks for nothing any more: one may only ask back. */
  further?: boolean
  /** Whether its keys work here: of several on a page, those of one do. */
  keys?: boolean
}

export function Reply({ view, further = false, keys = false }: Props) {
  const label = useLabel('message-type')
  const writes = useSignedIn().scopes.includes('write')
  const may = useMay('publish') && writes
  const [type, setType] = useState<Type | null>(null)
  const types = further ? TYPES.filter((each) => each === 'clarification') : [...TYPES]
  const deeds = types.map((each): [string, () => void] => [
    KEYS[each],
    () => {
      setType(each)
    },
  ])
  useKeys(may && keys ? Object.fromEntries(deeds) : {})
  if (!may) return null
  return (
    <div className="take-back">
      {types.map((each) => (
        <Button
          key={each}
          variant={each === 'answer' ? 'filled' : 'default'}
          {...(keys && { 'aria-keyshortcuts': KEYS[each] })}
          onClick={() => {
            setType(each)
          }}
        >
          {label(each)}
        </Button>
      ))}
      {type && (
        <Suspense>
          <ReplySheet
            view={view}
            type={type}
            onClose={() => {
              setType(null)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
