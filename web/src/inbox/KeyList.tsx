// `?` shows what every key does.
import { lazy, Suspense, useState } from 'react'
import { useKeys } from '../shell/keys'

const KeySheet = lazy(() => import('./KeySheet'))

export function KeyList() {
  const [shown, setShown] = useState(false)
  const show = () => {
    setShown(true)
  }
  const walk = () => {
    // Inside of a list its own keys walk.
    if (document.activeElement?.matches('.row')) return
    const reachable = document.querySelector<HTMLElement>('.inbox-list .row[tabindex="0"]')
    const first = reachable ?? document.querySelector<HTMLElement>('.inbox-list .row')
    first?.focus()
  }
  // An Arabic keyboard has its own question mark.
  useKeys({ '?': show, '؟': show, j: walk, k: walk })
  if (!shown) return null
  return (
    <Suspense>
      <KeySheet
        onClose={() => {
          setShown(false)
        }}
      />
    </Suspense>
  )
}
