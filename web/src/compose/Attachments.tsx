// Files beside the record: chosen, dropped or pasted, several at once; each says how far it is, what
// is cut out of it before it is shared, and what it shows.
import '@mantine/core/styles/Progress.css'
import { Button, Progress, TextInput } from '@mantine/core'
import { IconFile, IconPaperclip, IconPhoto, IconX } from '@tabler/icons-react'
import { type ClipboardEvent, type DragEvent, useId, useRef, useState } from 'react'
import { Checkbox } from '../parts/Checkbox'
import { ProblemNote } from '../parts/Note'
import { sizeOf } from '../parts/size'
import { useReader } from '../words/Words'
import { type Attaching, isReady, key } from './attaching'
import type { Change } from './draft'
import { useSending } from './sending'
import '../parts/card.css'
import './attachments.css'

export function Attachments({ files, change }: { files: Attaching[]; change: Change }) {
  const { t } = useReader()
  const sending = useSending(files, change)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const label = useId()
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
      <legend id={label}>{t('attachments')}</legend>
      {files.length > 0 && (
        <ul className="plain-list">
          {files.map((file) => (
            <Row key={key(file)} file={file} sending={sending} change={change} />
          ))}
        </ul>
      )}
      <p className="attaching-add">
        <Button
          variant="default"
          leftSection={<IconPaperclip size={15} stroke={1.7} aria-hidden="true" />}
          onClick={() => input.current?.click()}
        >
          {t('attachment-add')}
        </Button>
        <span className="remark">{t('attachment-drop')}</span>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-labelledby={label}
          onChange={(event) => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </p>
      {Boolean(sending.error) && <ProblemNote error={sending.error} />}
      {!isReady(files) && <p className="remark">{t('attachment-unready')}</p>}
    </fieldset>
  )
}

interface RowProps {
  file: Attaching
  sending: ReturnType<typeof useSending>
  change: Change
}

function Row({ file, sending, change }: RowProps) {
  const { t, write } = useReader()
  const caption = (text: string) => {
    change((now) => ({
      attachments: (now.attachments ?? []).map((each) =>
        key(each) === key(file) ? { ...each, caption: text } : each,
      ),
    }))
  }
  return (
    <li className="attaching-file">
      <Picture file={file} address={sending.pictures[file.upload ?? '']} />
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
              caption(event.currentTarget.value)
            }}
          />
        )}
        {file.upload && file.ready && <Metadata file={file} sending={sending} />}
      </div>
    </li>
  )
}

function Picture({ file, address }: { file: Attaching; address?: string }) {
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

function State({ file, sending }: { file: Attaching; sending: RowProps['sending'] }) {
  const { t } = useReader()
  const id = file.upload ?? ''
  const percent = Math.floor((file.offset / file.size) * 100)
  if (file.stays) return <p className="remark">{t('attachment-stays')}</p>
  if (file.refused) return <p className="attaching-refused">{t(`unfit-${file.refused}`)}</p>
  if (file.ready) return <p className="remark">{t('attachment-ready')}</p>
  const words = sending.lost.includes(id)
    ? t('attachment-waits')
    : !(id in sending.sent)
      ? t('attachment-again', { percent })
      : percent === 100
        ? t('attachment-checking')
        : t('attachment-sending', { percent })
  return (
    <div role="status">
      <Progress value={percent} size="xs" aria-label={file.name} />
      <p className="remark">{words}</p>
    </div>
  )
}

/** What is cut out, and the author's reason where it is not. */
function Metadata({ file, sending }: { file: Attaching; sending: RowProps['sending'] }) {
  const { t } = useReader()
  const { cut = [], holds = [], needs_reason = false } = file.ready ?? {}
  const said = (codes: string[]) => codes.map((code) => t(`metadata-${code}`)).join(' · ')
  const patch = (reason: string | undefined) => {
    sending.patch(file.upload ?? '', { reason })
  }
  const kept = file.reason !== undefined
  return (
    <>
      {cut.length > 0 && !kept && (
        <p className="remark">
          {t('attachment-cut', { what: said(cut) })} {t('attachment-cut-kept')}
        </p>
      )}
      {holds.length > 0 && <p className="remark">{t('attachment-holds', { what: said(holds) })}</p>}
      {(cut.length > 0 || needs_reason) && (
        <Checkbox
          label={t('attachment-keep')}
          checked={kept}
          onChange={(event) => {
            patch(event.currentTarget.checked ? '' : undefined)
          }}
        />
      )}
      {kept && (
        <TextInput
          label={t('attachment-reason')}
          required
          maxLength={1000}
          value={file.reason ?? ''}
          onChange={(event) => {
            patch(event.currentTarget.value)
          }}
        />
      )}
    </>
  )
}
