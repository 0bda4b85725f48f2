// Pictures of what was chosen, drawn from the bytes that are here.
import { useEffect, useRef, useState } from 'react'

export function usePictures() {
  const [shown, setShown] = useState<Record<string, string>>({})
  const made = useRef(new Map<string, string>())
  useEffect(() => {
    const all = made.current
    return () => {
      all.forEach((address) => {
        URL.revokeObjectURL(address)
      })
    }
  }, [])
  return {
    shown,
    show: (id: string, bytes: Blob) => {
      if (!bytes.type.startsWith('image/') || made.current.has(id)) return
      const address = URL.createObjectURL(bytes)
      made.current.set(id, address)
      setShown((now) => ({ ...now, [id]: address }))
    },
  }
}
