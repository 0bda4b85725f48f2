// Files beside a record: what each is, what was cut from it, pictures to look at. Each look is a
// reading of the record and stands in the audit, so a picture that is large is shown when asked for.
import { IconDownload, IconFile, IconPhoto } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import client, { answer } from '../node/client'
import { usePurpose } from '../node/purpose'
import type { Attachment, View } from '../node/shape'
import { ProblemNote } from '../parts/Note'
import { sizeOf } from '../parts/size'
import { useSignedIn } from '../shell/me'
import { useReader } from '../words/Words'
import './attachments.css'

/** Pictures beyond this are loaded when they are asked for. */
const SHOWN_BYTES_MAX = 4_000_000

interface FileProps {
  view: View
  file: Attachment
}

export function Attachments({ view }: { view: View }) {
  const { t } = useReader()
  const files = view.attachments ?? []
  if (files.length === 0) return null
  return (
    <section className="card">
      <h2>{t('attachments')}</h2>
      <ul className="plain-list attached">
        {files.map((file) => (
          <File key={file.address} view={view} file={file} />
        ))}
      </ul>
    </section>
  )
}

const bytesOf = ({ header }: View, n: number, original: boolean): Promise<Blob> =>
  answer<Blob>(
    client.GET('/api/v1/records/{owner}/{id}/attachments/{n}', {
      params: {
        path: { owner: header.owner, id: header.id, n },
        query: { revision: header.revision, original },
      },
      parseAs: 'blob',
    }),
  )

function File({ view, file }: FileProps) {
  const { t, write } = useReader()
  const { node } = useSignedIn()
  const said = (codes: string[]) => codes.map((code) => t(`metadata-${code}`)).join(' · ')
  return (
    <li className="attached-file">
      {file.picture && file.arrived ? <Picture view={view} file={file} /> : <Sign file={file} />}
      <div className="attached-words">
        <p>
          <strong>
            <bdi>{file.name}</bdi>
          </strong>{' '}
          <span className="remark">
            <bdi>{file.media_type}</bdi> · {sizeOf(t, write.decimal, file.size)}
          </span>
        </p>
        <p>{file.caption ?? <span className="remark">{t('attachment-no-caption')}</span>}</p>
        {file.cut.length > 0 && (
          <p className="remark">{t('attachment-was-cut', { what: said(file.cut) })}</p>
        )}
        {file.kept && <p className="remark">{t('attachment-was-kept', { reason: file.kept })}</p>}
        {file.arrived ? (
          <p className="attached-do">
            <Save view={view} file={file} />
            {file.original && view.header.owner === node && (
              <Save view={view} file={file} original />
            )}
          </p>
        ) : (
          <p className="remark" role="status">
            {t('attachment-on-its-way')}
          </p>
        )}
      </div>
    </li>
  )
}

function Sign({ file }: { file: Attachment }) {
  const size = { size: 26, stroke: 1.4, 'aria-hidden': true }
  return (
    <span className="attached-picture attached-none">
      {file.picture ? <IconPhoto {...size} /> : <IconFile {...size} />}
    </span>
  )
}

function Picture({ view, file }: FileProps) {
  const { t } = useReader()
  const purpose = usePurpose()
  const [asked, setAsked] = useState(file.size <= SHOWN_BYTES_MAX)
  const picture = useQuery({
    queryKey: ['record', purpose, 'picture', view.name, file.n],
    queryFn: () => bytesOf(view, file.n, false),
    enabled: asked && purpose !== '',
    staleTime: Infinity,
    gcTime: 0,
  })
  if (picture.data) return <Drawn bytes={picture.data} caption={file.caption ?? file.name} />
  if (picture.error) return <ProblemNote error={picture.error} />
  if (asked) return <Sign file={file} />
  return (
    <button
      type="button"
      className="attached-picture text-button"
      onClick={() => {
        setAsked(true)
      }}
    >
      {t('attachment-open')}
    </button>
  )
}

/** An address that stands for the bytes in this tab, and is given back with the picture. */
function Drawn({ bytes, caption }: { bytes: Blob; caption: string }) {
  const image = useRef<HTMLImageElement>(null)
  const [large, setLarge] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(bytes)
    if (image.current) image.current.src = made
    return () => {
      URL.revokeObjectURL(made)
    }
  }, [bytes])
  return (
    <button
      type="button"
      className={large ? 'attached-large' : 'attached-small'}
      aria-expanded={large}
      onClick={() => {
        setLarge(!large)
      }}
    >
      <img ref={image} alt={caption} className={large ? '' : 'attached-picture'} />
    </button>
  )
}

function Save({ view, file, original = false }: FileProps & { original?: boolean }) {
  const { t } = useReader()
  const [error, setError] = useState<unknown>(null)
  const save = async () => {
    try {
      const address = URL.createObjectURL(await bytesOf(view, file.n, original))
      const link = document.createElement('a')
      link.href = address
      link.download = file.name
      link.click()
      setTimeout(() => {
        URL.revokeObjectURL(address)
      }, 60_000)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <button
        type="button"
        className="text-button"
        aria-label={t(original ? 'attachment-original' : 'attachment-save-named', {
          name: file.name,
        })}
        onClick={() => void save()}
      >
        <IconDownload size={15} stroke={1.7} aria-hidden="true" />{' '}
        {t(original ? 'attachment-original' : 'attachment-save')}
      </button>
      {Boolean(error) && <ProblemNote error={error} />}
    </>
  )
}
