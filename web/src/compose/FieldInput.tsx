// One field of a form, whatever its shape: a choice from a list, a line, a group of its own.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useContext, useState } from 'react'
import type { Json } from '../node/shape'
import { DateField } from '../parts/DateField'
import { MomentField } from '../parts/MomentField'
import { LANGUAGES, NAMES } from '../words/language'
import { useReader, useWords } from '../words/Words'
import { Choice, text } from './Choice'
import { MyPlace } from './MyPlace'
import { type Field, get, put, type Shape } from './schema'
import { asked, ShortForm } from './short'

interface Props {
  field: Field
  value: Json
  onChange: (value: Json) => void
}

export function FieldInput({ field, value, onChange }: Props) {
  const { shape } = field
  switch (shape.as) {
    case 'object':
      return <Group field={field} fields={shape.fields} value={value} onChange={onChange} />
    case 'several':
      return <Several field={field} item={shape.item} value={value} onChange={onChange} />
    case 'choice':
      return (
        <Choice
          list={shape.list}
          codes={shape.codes}
          field={field}
          value={value}
          onChange={onChange}
        />
      )
    case 'coded': {
      const set = (code: Json) => {
        onChange(code === null ? null : { code })
      }
      return (
        <Choice
          list={shape.list}
          codes={null}
          field={field}
          value={get(value, ['code'])}
          onChange={set}
        />
      )
    }
    default:
      return <Line as={shape.as} field={field} value={value} onChange={onChange} />
  }
}

function Line({ as, field, value, onChange }: Props & { as: Shape['as'] }) {
  const { setting } = useReader()
  const common = { label: field.title, description: field.help, required: field.required }
  if (as === 'flag') {
    return (
      <label className="flag">
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => {
            onChange(event.currentTarget.checked || null)
          }}
        />
        {field.title}
      </label>
    )
  }
  if (as === 'date') {
    return <DateField {...common} value={text(value)} onChange={(day) => onChange(day || null)} />
  }
  if (as === 'moment') {
    return <MomentField {...common} value={text(value)} onChange={(at) => onChange(at || null)} />
  }
  if (as === 'language') {
    return (
      <NativeSelect
        {...common}
        value={text(value) || setting.language}
        data={LANGUAGES.map((each) => ({ value: each, label: NAMES[each] }))}
        onChange={(event) => {
          onChange(event.currentTarget.value)
        }}
      />
    )
  }
  if (as === 'text') {
    return (
      <Textarea
        {...common}
        dir="auto"
        rows={6}
        value={text(value)}
        onChange={(event) => {
          onChange(event.currentTarget.value)
        }}
      />
    )
  }
  return (
    <TextInput
      {...common}
      dir={as === 'line' ? 'auto' : 'ltr'}
      inputMode={as === 'whole' ? 'numeric' : as === 'decimal' ? 'decimal' : undefined}
      value={text(value)}
      onChange={(event) => {
        onChange(valueOf(as, event.currentTarget.value))
      }}
    />
  )
}

/** A written value as the node takes it. */
export function valueOf(as: Shape['as'], written: string): Json {
  if (written === '') return null
  if (as === 'whole') return /^\d+$/.test(written) ? Number(written) : written
  if (as === 'moment') return new Date(written).toISOString()
  return written
}

function Group({ field, fields, value, onChange }: Props & { fields: Field[] }) {
  const { t, setting } = useReader()
  const short = useContext(ShortForm)
  const [more, setMore] = useState(false)
  const shown = short && !more ? asked(fields, value) : fields
  const spoken = fields.some(({ shape }) => shape.as === 'language')
  /** Whoever writes does so in the language he reads, unless he says otherwise. */
  const inLanguage = (changed: Json) =>
    spoken && get(changed, ['language']) === null
      ? put(changed, ['language'], setting.language)
      : changed
  return (
    <fieldset className="nested">
      <legend>{field.title}</legend>
      {field.help && <p className="help">{field.help}</p>}
      {fields.some(({ name }) => name === 'geohash') && (
        <MyPlace
          onPlace={(geohash, precision) => {
            onChange(put(put(value, ['geohash'], geohash), ['precision'], precision))
          }}
        />
      )}
      {shown.map((inner) => (
        <FieldInput
          key={inner.name}
          field={{ ...inner, required: inner.required && field.required }}
          value={get(value, [inner.name])}
          onChange={(changed) => {
            onChange(inLanguage(put(value, [inner.name], changed)))
          }}
        />
      ))}
      {shown.length < fields.length && (
        <button
          type="button"
          className="text-button more-fields"
          onClick={() => {
            setMore(true)
          }}
        >
          {t('compose-more', { what: field.title })}
        </button>
      )}
    </fieldset>
  )
}

function Several({ field, item, value, onChange }: Props & { item: Shape }) {
  const t = useWords()
  const values = Array.isArray(value) ? value : []
  const one = (at: number): Field => ({
    ...field,
    title: `${field.title} ${at + 1}`,
    help: '',
    required: field.required && at === 0,
    shape: item,
  })
  const shown = values.length === 0 && field.required ? [null] : values
  return (
    <fieldset className="nested">
      <legend>{field.title}</legend>
      {field.help && <p className="help">{field.help}</p>}
      {shown.map((each, at) => (
        <div key={at} className="one-of-several">
          <FieldInput
            field={one(at)}
            value={each}
            onChange={(changed) => {
              onChange(shown.with(at, changed))
            }}
          />
          {shown.length > (field.required ? 1 : 0) && (
            <button
              type="button"
              className="text-button"
              onClick={() => {
                onChange(shown.toSpliced(at, 1))
              }}
            >
              {t('compose-take-away', { what: one(at).title })}
            </button>
          )}
        </div>
      ))}
      <Button
        variant="default"
        onClick={() => {
          onChange([...shown, null])
        }}
      >
        {t('compose-add', { what: field.title })}
      </Button>
    </fieldset>
  )
}
