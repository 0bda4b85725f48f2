// Keys for the desks: single letters while nothing is being written, `g` and a letter to go.
import { useEffect, useRef } from 'react'

type Deeds = Record<string, () => void>

/** The deed of a key, given the key before it. */
export function deed(deeds: Deeds, before: string, key: string): (() => void) | undefined {
  return deeds[`${before} ${key}`] ?? deeds[key]
}

const isWritten = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null

export function useKeys(deeds: Deeds): void {
  const latest = useRef(deeds)
  useEffect(() => {
    latest.current = deeds
  })
  useEffect(() => {
    let before = ''
    const on = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWritten(event.target)) return
      // The letter's place counts, not its script: an Arabic keyboard works the same.
      const key = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key
      const found = deed(latest.current, before, key)
      before = key
      if (!found) return
      event.preventDefault()
      found()
    }
    window.addEventListener('keydown', on)
    return () => {
      window.removeEventListener('keydown', on)
    }
  }, [])
}
