// A day as the reader writes it: typed in the order, digits and calendar of the settings, or chosen
// from a month that begins with the first day of the reader's week.
import '@mantine/core/styles/ActionIcon.css'
import { ActionIcon, TextInput } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { dayTyped } from '../words/calendar'
import { dayOf } from '../words/moment'
import { useReader } from '../words/Words'
import { Month } from './Month'
import './date-field.css'

interface Props {
  label: string
  description?: string
  required?: boolean
  /** YYYY-MM-DD, or nothing. */
  value: string
  onChange: (day: string) => void
}

export function DateField({ label, description, required, value, onChange }: Props) {
  const { t, write, setting } = useReader()
  const [open, setOpen] = useState(false)
  /** What is being typed, while it is not a day yet or the field is in use. */
  const [typed, setTyped] = useState<string | null>(null)
  const today = dayOf(new Date().toISOString(), setting.timeZone)
  const shown = typed ?? (value ? write.digits(value) : '')
  const wrong = shown !== '' && value === '' && typed !== null
  const box = useRef<HTMLInputElement>(null)
  const invalid = wrong ? t('date-wrong', { example: write.digits(today) }) : ''
  useEffect(() => {
    box.current?.setCustomValidity(invalid)
  }, [invalid])
  const type = (text: string) => {
    setTyped(text)
    onChange(dayTyped(text, setting.calendar, today) ?? '')
  }
  return (
    <>
      <TextInput
        ref={box}
        className="date-field"
        label={label}
        description={description}
        required={required}
        dir="ltr"
        inputMode="numeric"
        autoComplete="off"
        placeholder={t('date-order')}
        value={shown}
        error={wrong && invalid}
        onChange={(event) => {
          type(event.currentTarget.value)
        }}
        onBlur={() => {
          if (value !== '' || typed === '') setTyped(null)
        }}
        rightSectionPointerEvents="all"
        rightSectionWidth={44}
        rightSection={
          <ActionIcon
            className="choose-day"
            variant="subtle"
            aria-label={t('date-choose', { label })}
            onClick={() => {
              setOpen(true)
            }}
          >
            <IconCalendar size={16} stroke={1.7} aria-hidden="true" />
          </ActionIcon>
        }
      />
      {open && (
        <Month
          title={label}
          value={value || today}
          today={today}
          onChoose={(day) => {
            setTyped(null)
            onChange(day)
            setOpen(false)
          }}
          onClose={() => {
            setOpen(false)
          }}
        />
      )}
    </>
  )
}
