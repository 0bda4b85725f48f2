// A file is chosen by a button of ours: the browser's own speaks the browser's language.
import { Button } from '@mantine/core'
import { useId, useRef } from 'react'

interface Props {
  label: string
  /** What was chosen. */
  name?: string
  accept?: string
  onFile: (file: File) => void
}

export function TakeFile({ label, name, accept, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  return (
    <p className="take-file">
      <Button variant="default" onClick={() => input.current?.click()}>
        <span id={id}>{label}</span>
      </Button>
      {name && <bdi>{name}</bdi>}
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-labelledby={id}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </p>
  )
}
