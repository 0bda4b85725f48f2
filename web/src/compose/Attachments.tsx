// Files beside the record: photographed, chosen, dropped or pasted, several at once; each says how
// far it is, what is cut out of it before it is shared, and what it shows.
import '@mantine/core/styles/Progress.css'
import { Button, Progress, TextInput } from '@mantine/core'
import { IconCamera, IconFile, IconPaperclip, IconPhoto, IconX } from '@tabler/icons-react'
import { type ClipboardEvent, type DragEvent, useId, useRef, useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { sizeOf } from '../parts/size'
import { useReader, useWords } from '../words/Words'
import { type Attaching, isReady, key } from './attaching'
import { NoRoom } from './held'
import { Metadata } from './Metadata'
import type { Sending } from './sending'
import '../parts/card.css'
import './attachments.css'

interface Props {
  files: Attaching[]
  sending: Sending
}

export function Attachments({ files, sending }: Props) {
  const { t } = useReader()
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    if (list && list.length > 0) sending.add([...list])
  }
  return (
    <fieldset
      className={over ? 'group attaching attaching-over' : 'group attaching'}
      onPaste={(event: ClipboardEvent) => {
        take(event.clipboardData.files)
      }}
      onDragOver={(event: DragEvent) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => {
        setOver(false)
      }}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <legend>{t('attachments')}</legend>
      {files.length > 0 && (
        <ul className="plain-list">
          {files.map((file) => (
            <Row key={key(file)} file={file} sending={sending} />
          ))}
        </ul>
      )}
      <Add count={files.length} onFiles={sending.add} />
      {sending.error instanceof NoRoom ? (
        <p className="attaching-refused" role="alert">
          {t('attachment-no-room')}
        </p>
      ) : (
        Boolean(sending.error) && <ProblemNote error={sending.error} />
      )}
      {!isReady(files, sending.waits) && <p className="remark">{t('attachment-unready')}</p>}
    </fieldset>
  )
}

/** A camera calls every picture the same, or by its moment. */
function pictureOf(file: File, number: number): File {
  const ending = /\.\w+$/.exec(file.name)?.[0] ?? '.jpg'
  return new File([file], `picture-${number}${ending}`, { type: file.type })
}

/** The camera where one holds the device in the hand; files everywhere. */
function Add({ count, onFiles }: { count: number; onFiles: (files: File[]) => void }) {
  const t = useWords()
  const label = useId()
  const camera = useRef<HTMLInputElement>(null)
  const chosen = useRef<HTMLInputElement>(null)
  const icon = { size: 16, stroke: 1.7, 'aria-hidden': true }
  const taken = (input: HTMLInputElement, from: (file: File) => File) => {
    onFiles([...(input.files ?? [])].map(from))
    input.value = ''
  }
  return (
    <div className="attaching-add">
      <Button
        className="attaching-camera"
        variant="default"
        leftSection={<IconCamera {...icon} />}
        onClick={() => camera.current?.click()}
      >
        {t('attachment-camera')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPaperclip {...icon} />}
        onClick={() => chosen.current?.click()}
      >
        <span id={label}>{t('attachment-add')}</span>
      </Button>
      <span className="remark attaching-drop">{t('attachment-drop')}</span>
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={t('attachment-camera')}
        onChange={(event) => {
          taken(event.currentTarget, (file) => pictureOf(file, count + 1))
        }}
      />
      <input
        ref={chosen}
        className="attaching-chosen"
        type="file"
        multiple
        hidden
        aria-labelledby={label}
        onChange={(event) => {
          taken(event.currentTarget, (file) => file)
        }}
      />
    </div>
  )
}

interface RowProps {
  file: Attaching
  sending: Sending
}

function Row({ file, sending }: RowProps) {
  const { t, write } = useReader()
  return (
    <li className="attaching-file">
      <Picture file={file} address={sending.pictures[key(file)]} />
      <div className="attaching-words">
        <p className="attaching-name">
          <bdi>{file.name}</bdi>
          <span className="remark">{sizeOf(t, write.decimal, file.size)}</span>
          <button
            type="button"
            className="text-button attaching-remove"
            aria-label={t('attachment-remove', { name: file.name })}
            onClick={() => {
              sending.remove(file)
            }}
          >
            <IconX size={15} stroke={1.7} aria-hidden="true" />
          </button>
        </p>
        <State file={file} sending={sending} />
        {!file.refused && (
          <TextInput
            label={t('attachment-shows')}
            description={t('attachment-shows-why')}
            maxLength={1000}
            value={file.caption}
            onChange={(event) => {
              sending.patch(key(file), { caption: event.currentTarget.value })
            }}
          />
        )}
        {!file.stays && !file.refused && <Metadata file={file} patch={sending.patch} />}
      </div>
    </li>
  )
}

function Picture({ file, address }: { file: Attaching; address?: string | undefined }) {
  const size = { size: 26, stroke: 1.4, 'aria-hidden': true }
  if (address && !file.refused) {
    return <img className="attaching-picture" src={address} alt={file.caption} />
  }
  return (
    <span className="attaching-picture attaching-none">
      {file.ready?.picture ? <IconPhoto {...size} /> : <IconFile {...size} />}
    </span>
  )
}

function State({ file, sending }: RowProps) {
  const { t } = useReader()
  if (file.stays) return <p className="remark">{t('attachment-stays')}</p>
  if (file.refused) return <p className="attaching-refused">{t(`unfit-${file.refused}`)}</p>
  if (file.ready) return <p className="remark">{t('attachment-ready')}</p>
  const percent = Math.floor((file.offset / Math.max(file.size, 1)) * 100)
  return (
    <div role="status">
      {percent > 0 && <Progress value={percent} size="xs" aria-label={file.name} />}
      <p className="remark">{t(wordOf(file, sending, percent), { percent })}</p>
    </div>
  )
}

/** How a file stands that is not with the node yet. */
function wordOf(file: Attaching, sending: Sending, percent: number): string {
  const id = key(file)
  if (sending.waits(file)) return 'attachment-here'
  if (sending.lost.includes(id)) return 'attachment-waits'
  if (sending.going.includes(id))
    return percent === 100 ? 'attachment-checking' : 'attachment-sending'
  return file.upload ? 'attachment-again' : 'attachment-elsewhere'
}
