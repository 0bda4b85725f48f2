// A moment as the reader's clock shows it: a day and a time in the time zone of the settings.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { clockOf, latin, momentOf } from '../words/calendar'
import { useReader } from '../words/Words'
import { DateField } from './DateField'

interface Props {
  label: string
  description?: string
  required?: boolean
  /** RFC 3339, or nothing. */
  value: string
  onChange: (moment: string) => void
}

const TIME = /^([01]?\d|2[0-3])[:.h]([0-5]\d)$/

export function MomentField({ label, description, required, value, onChange }: Props) {
  const { t, setting } = useReader()
  const clock = value ? clockOf(value, setting.timeZone) : { day: '', time: '' }
  const [day, setDay] = useState(clock.day)
  const [time, setTime] = useState(clock.time)
  const set = (nextDay: string, nextTime: string) => {
    setDay(nextDay)
    setTime(nextTime)
    const found = TIME.exec(latin(nextTime.trim()))
    const whole = nextDay !== '' && found
    const at = found && `${(found[1] ?? '').padStart(2, '0')}:${found[2] ?? ''}`
    onChange(whole && at ? momentOf(nextDay, at, setting.timeZone) : '')
  }
  return (
    <div className="moment-field">
      <DateField
        label={label}
        description={description}
        required={required}
        value={day}
        onChange={(next) => {
          set(next, time)
        }}
      />
      <TextInput
        label={t('date-time')}
        description={setting.timeZone}
        required={required || day !== ''}
        dir="ltr"
        inputMode="numeric"
        placeholder="14:05"
        pattern={TIME.source}
        value={time}
        onChange={(event) => {
          set(day, event.currentTarget.value)
        }}
      />
    </div>
  )
}
