// What floats over the page: the browser's own dialog, which keeps the focus and the way back.
import { CloseButton } from '@mantine/core'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useWords } from '../words/Words'
import './sheet.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
}

export function Sheet({ title, onClose, children }: Props) {
  const t = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={heading} onClose={onClose}>
      <header>
        <h2 id={heading}>{title}</h2>
        <CloseButton
          aria-label={t('close')}
          onClick={() => {
            dialog.current?.close()
          }}
        />
      </header>
      {children}
    </dialog>
  )
}
