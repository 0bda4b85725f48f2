// To whom a thread goes: a colleague of one's own unit, or a unit, which assigns it itself.
import { NativeSelect } from '@mantine/core'
import { useLabel } from '../parts/label'
import { useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { type Colleague, useColleagues } from './thread'

/** `officer:desk-2` or `unit:POLICE`. */
export function receiverOf(value: string): { officer?: string; unit?: string } {
  const [what, code = ''] = value.split(':')
  return what === 'unit' ? { unit: code } : { officer: code }
}

/** Roles that do not read and answer messages. */
const APART = ['administrator', 'inspector', 'data-protection-officer']

interface Props {
  value: string
  onChange: (value: string) => void
  /** Whether one may give it to oneself. */
  self?: boolean
}

export function Receiver({ value, onChange, self = true }: Props) {
  const t = useWords()
  const me = useSignedIn()
  const role = useLabel('role')
  const all = (useColleagues().data ?? []).filter(({ role: its }) => !APART.includes(its))
  const may = (one: Colleague) => one.unit === me.unit || me.role === 'operation-coordinator'
  const officers = all.filter((one) => may(one) && (self || one.code !== me.officer))
  const units = [...new Set([me.unit, ...all.map(({ unit }) => unit)])].sort()
  const nameOf = ({ code, name, role: its, on_duty }: Colleague) =>
    [name === code ? code : `${name} (${code})`, role(its), on_duty ? t('duty-now') : '']
      .filter(Boolean)
      .join(' · ')
  return (
    <NativeSelect
      label={t('assign-to')}
      required
      value={value}
      data={[
        { value: '', label: t('choose') },
        {
          group: t('assign-officers'),
          items: officers.map((one) => ({ value: `officer:${one.code}`, label: nameOf(one) })),
        },
        {
          group: t('assign-units'),
          items: units.map((unit) => ({ value: `unit:${unit}`, label: unit })),
        },
      ]}
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}
