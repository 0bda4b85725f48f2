// The ways of narrowing the audit: a form beside the lines, and what was chosen as chips above.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCodeList } from '../node/query'
import { DateField } from '../parts/DateField'
import { useReader, useWords } from '../words/Words'
import { DEEDS, FIRST, FURTHER, type Name, type Narrow, without } from './narrow'
import '../parts/chips.css'

interface Props {
  narrow: Narrow
  onNarrow: (narrow: Narrow) => void
}

/** What a name's values are called. */
export function useValue(name: Name): (value: string) => string {
  const t = useWords()
  const { language } = useReader().setting
  const list = useCodeList(name === 'purpose' || name === 'role' ? name : '')
  return (value) => {
    if (name === 'deed') return t(`deed-${value}`, {}, value)
    if (name === 'outcome') return t(`audit-outcome-${value}`, {}, value)
    if (name === 'kind') return t(`kind-${value}`, {}, value)
    if (value === 'peer') return t('peer')
    return list.data?.codes.find((known) => known.code === value)?.[language] ?? value
  }
}

export function Narrowing({ narrow, onNarrow }: Props) {
  const t = useWords()
  const [wanted, setWanted] = useState(narrow)
  const count = Object.values(narrow).filter(Boolean).length
  const field = (name: Name) => (
    <Field
      key={name}
      name={name}
      value={wanted[name] ?? ''}
      onChange={(value) => {
        setWanted({ ...wanted, [name]: value })
      }}
    />
  )
  return (
    <details className="narrowing" open={matchMedia('(min-width: 701px)').matches}>
      <summary>{t('audit-narrow', { count })}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onNarrow(wanted)
        }}
      >
        {FIRST.map(field)}
        <details open={FURTHER.some((name) => narrow[name])}>
          <summary>{t('audit-narrow-further')}</summary>
          <div className="narrow-further">{FURTHER.map(field)}</div>
        </details>
        <Button type="submit">{t('audit-narrow-do')}</Button>
      </form>
    </details>
  )
}

interface FieldProps {
  name: Name
  value: string
  onChange: (value: string) => void
}

function Field({ name, value, onChange }: FieldProps) {
  const t = useWords()
  const codes = useChoices(name)
  const called = useValue(name)
  const label = t(`audit-by-${name}`)
  const set = (event: { currentTarget: { value: string } }) => {
    onChange(event.currentTarget.value)
  }
  if (codes.length > 0) {
    const known = codes.includes(value) || value === '' ? codes : [...codes, value]
    const data = known.map((code) => ({ value: code, label: called(code) }))
    const all = { value: '', label: t('audit-any') }
    return <NativeSelect label={label} value={value} data={[all, ...data]} onChange={set} />
  }
  if (name === 'from' || name === 'until') {
    return <DateField label={label} value={value} onChange={onChange} />
  }
  const example = { record: 'CO/0192…', case: 'CO-2026/17', rule: 'HND-03', node: 'SN' }[
    name as string
  ]
  return (
    <TextInput
      label={label}
      value={value}
      dir={name === 'case' ? 'auto' : 'ltr'}
      placeholder={example}
      autoComplete="off"
      spellCheck={false}
      onChange={set}
    />
  )
}

/** The codes one may choose from; none where it is written by hand. */
function useChoices(name: Name): string[] {
  const list = useCodeList(name === 'purpose' || name === 'role' ? name : '')
  if (name === 'deed') return DEEDS
  if (name === 'outcome') return ['granted', 'refused']
  const codes = list.data?.codes.map(({ code }) => code) ?? []
  return name === 'role' && codes.length > 0 ? [...codes, 'peer'] : codes
}

export function Chosen({ narrow, onNarrow }: Props) {
  const names = [...FIRST, ...FURTHER].filter((name) => narrow[name])
  if (names.length === 0) return null
  return (
    <ul className="chosen">
      {names.map((name) => (
        <li key={name}>
          <Chip
            name={name}
            value={narrow[name] ?? ''}
            onTake={() => {
              onNarrow(without(narrow, name))
            }}
          />
        </li>
      ))}
    </ul>
  )
}

function Chip({ name, value, onTake }: { name: Name; value: string; onTake: () => void }) {
  const { t, write } = useReader()
  const called = useValue(name)
  const isDay = /^\d{4}-\d\d-\d\d$/.test(value)
  const text = isDay ? write.day(value) : called(value)
  const label = t(`audit-by-${name}`)
  return (
    <button
      type="button"
      className="chip"
      aria-label={t('find-without', { word: `${label}: ${text}` })}
      onClick={onTake}
    >
      {label}: <bdi>{text}</bdi> <span aria-hidden="true">×</span>
    </button>
  )
}
