// Before sending: the files that go with the record, and what of each stays behind.
import { sizeOf } from '../parts/size'
import { useReader } from '../words/Words'
import { type Attaching, key } from './attaching'

export function GoingFiles({ files }: { files: Attaching[] }) {
  const { t, write } = useReader()
  if (files.length === 0) return null
  return (
    <section>
      <h3 className="remark">{t('before-files', { count: files.length })}</h3>
      <ul className="nodes">
        {files.map((file) => (
          <li key={key(file)}>
            <span className="going-file">
              <bdi>{file.name}</bdi>{' '}
              <span className="remark">{sizeOf(t, write.decimal, file.size)}</span>
            </span>
            <Behind file={file} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Behind({ file }: { file: Attaching }) {
  const { t } = useReader()
  const { ready, foreseen, stays, reason } = file
  if (stays) return <span>{t('attachment-stays')}</span>
  if (reason !== undefined) return <span>{t('attachment-was-kept', { reason })}</span>
  const cut = ready?.cut ?? foreseen
  if (!cut) return <span>{t('attachment-cut-later')}</span>
  const what = cut.map((code) => t(`metadata-${code}`)).join(' · ')
  return <span>{t(cut.length > 0 ? 'attachment-cut' : 'attachment-cut-nothing', { what })}</span>
}
