// What a question is read as, where the reading is to be corrected beforehand.
import { NativeSelect } from '@mantine/core'
import { KINDS, useKind } from './kind'
import { useAskWords } from './words'

interface Props {
  value: string
  onChange: (kind: string) => void
}

export function ChooseKind({ value, onChange }: Props) {
  const t = useAskWords()
  const kind = useKind()
  const codes = value && !KINDS.includes(value) ? [...KINDS, value] : KINDS
  return (
    <NativeSelect
      label={t('ask-as')}
      description={t('ask-as-help')}
      value={value}
      data={[
        { value: '', label: t('ask-as-any') },
        ...codes.map((code) => ({ value: code, label: kind(code) })),
      ]}
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}
