// What a file says beside its content: what is cut out of it before it is shared, as this device
// sees it until the node has judged it, and the author's reason where it is not.
import { TextInput } from '@mantine/core'
import { Checkbox } from '../parts/Checkbox'
import { useReader } from '../words/Words'
import { type Attaching, key } from './attaching'

interface Props {
  file: Attaching
  patch: (id: string, part: Partial<Attaching>) => void
}

export function Metadata({ file, patch }: Props) {
  const { t } = useReader()
  const { ready, foreseen, reason } = file
  const said = (codes: string[]) => codes.map((code) => t(`metadata-${code}`)).join(' · ')
  const cut = ready ? ready.cut : (foreseen ?? [])
  const holds = ready?.holds ?? []
  const kept = reason !== undefined
  const set = (reason: string | undefined) => {
    patch(key(file), { reason })
  }
  return (
    <>
      {cut.length > 0 && !kept && (
        <p className="remark">
          {t('attachment-cut', { what: said(cut) })} {t('attachment-cut-kept')}
        </p>
      )}
      {!ready && !foreseen && <p className="remark">{t('attachment-cut-later')}</p>}
      {holds.length > 0 && <p className="remark">{t('attachment-holds', { what: said(holds) })}</p>}
      {(cut.length > 0 || ready?.needs_reason) && (
        <Checkbox
          label={t('attachment-keep')}
          checked={kept}
          onChange={(event) => {
            set(event.currentTarget.checked ? '' : undefined)
          }}
        />
      )}
      {kept && (
        <TextInput
          label={t('attachment-reason')}
          required
          maxLength={1000}
          value={reason}
          onChange={(event) => {
            set(event.currentTarget.value)
          }}
        />
      )}
    </>
  )
}
