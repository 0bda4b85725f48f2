// What can be seen of a list, whichever of the elements around it scrolls.
import { type RefObject, useEffect, useState } from 'react'
import { type Part, part } from './window'

const HEIGHT = { desk: 34, phone: 66 }

/** The nearest element around that scrolls; the page itself where none does. */
function scroller(from: HTMLElement): HTMLElement {
  for (let at = from.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  }
  return document.documentElement
}

export function useView(list: RefObject<HTMLElement | null>, count: number) {
  const phone = window.matchMedia('(max-width: 700px)').matches
  const height = phone ? HEIGHT.phone : HEIGHT.desk
  const [seen, setSeen] = useState<Part>({ first: 0, end: 40 })
  useEffect(() => {
    const its = list.current
    if (!its) return
    const around = scroller(its)
    const look = () => {
      const view = around === document.documentElement ? window.innerHeight : around.clientHeight
      const start = around === document.documentElement ? 0 : around.getBoundingClientRect().top
      const next = part(count, height, start - its.getBoundingClientRect().top, view)
      setSeen((now) => (now.first === next.first && now.end === next.end ? now : next))
    }
    const frame = requestAnimationFrame(look)
    document.addEventListener('scroll', look, { capture: true, passive: true })
    window.addEventListener('resize', look)
    return () => {
      cancelAnimationFrame(frame)
      document.removeEventListener('scroll', look, { capture: true })
      window.removeEventListener('resize', look)
    }
  }, [list, count, height])
  return { first: Math.min(seen.first, count), end: Math.min(seen.end, count), height }
}
