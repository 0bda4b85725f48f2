// One code of a list, in the reader's words.
import { NativeSelect } from '@mantine/core'
import { useCodeList } from '../node/query'
import type { Json } from '../node/shape'
import { useReader } from '../words/Words'
import type { Field } from './schema'

interface Props {
  list: string
  /** Of the list only these, where the kind says so. */
  codes: string[] | null
  field: Field
  value: Json
  onChange: (value: Json) => void
}

export const text = (value: Json): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

export function Choice({ list, codes, field, value, onChange }: Props) {
  const { t, setting } = useReader()
  const known = useCodeList(list).data?.codes ?? []
  const offered = codes ? known.filter(({ code }) => codes.includes(code)) : known
  return (
    <NativeSelect
      label={field.title}
      description={field.help}
      required={field.required}
      value={text(value)}
      data={[
        { value: '', label: t(field.required ? 'choose' : 'choose-none') },
        ...offered.map((code) => ({ value: code.code, label: code[setting.language] })),
      ]}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        onChange(chosen === '' ? null : isNumbered(known) ? Number(chosen) : chosen)
      }}
    />
  )
}

/** Sexes of ISO/IEC 5218 are numbers. */
const isNumbered = (codes: { code: string }[]): boolean =>
  codes.length > 0 && codes.every(({ code }) => /^\d$/.test(code))
