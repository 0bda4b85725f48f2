// One month to choose a day from. Arrows walk days and weeks, Page keys months, with Shift years.
import '@mantine/core/styles/ActionIcon.css'
import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { monthOf, plus, plusMonths, weekday } from '../words/calendar'
import { useReader } from '../words/Words'
import { Sheet } from './Sheet'

interface Props {
  title: string
  value: string
  today: string
  onChoose: (day: string) => void
  onClose: () => void
}

/** The days of a month in weeks; a week that is not whole has gaps. */
export function weeksOf(days: string[], firstDay: number): (string | null)[][] {
  const [first] = days
  if (!first) return []
  const gap = (weekday(first) - firstDay + 7) % 7
  const cells: (string | null)[] = [...Array<null>(gap).fill(null), ...days]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

export function Month({ title, value, today, onChoose, onClose }: Props) {
  const { t, setting } = useReader()
  const [at, setAt] = useState(value)
  return (
    <Sheet title={title} onClose={onClose}>
      <div className="month">
        <MonthHead at={at} setAt={setAt} />
        <Days at={at} setAt={setAt} value={value} onChoose={onChoose} />
        <div className="month-foot">
          <Button
            variant="default"
            onClick={() => {
              onChoose(today)
            }}
          >
            {t('date-today')}
          </Button>
          <Button
            variant="subtle"
            onClick={() => {
              onChoose('')
            }}
          >
            {t('date-none')}
          </Button>
          <span className="remark">{t(`setting-calendar-${setting.calendar}`)}</span>
        </div>
      </div>
    </Sheet>
  )
}

interface Walk {
  at: string
  setAt: (day: string) => void
}

function MonthHead({ at, setAt }: Walk) {
  const { t, write, setting } = useReader()
  const rtl = setting.language === 'ar'
  const [Back, On] = rtl ? [IconChevronRight, IconChevronLeft] : [IconChevronLeft, IconChevronRight]
  const move = (months: number) => {
    setAt(plusMonths(at, months, setting.calendar))
  }
  const icon = { size: 18, stroke: 1.7, 'aria-hidden': true }
  return (
    <div className="month-head">
      <ActionIcon
        className="choose-day"
        variant="subtle"
        aria-label={t('date-month-before')}
        onClick={() => move(-1)}
      >
        <Back {...icon} />
      </ActionIcon>
      <strong aria-live="polite">{write.month(at)}</strong>
      <ActionIcon
        className="choose-day"
        variant="subtle"
        aria-label={t('date-month-after')}
        onClick={() => move(1)}
      >
        <On {...icon} />
      </ActionIcon>
      <Button variant="subtle" onClick={() => move(-12)}>
        {t('date-year-before')}
      </Button>
      <Button variant="subtle" onClick={() => move(12)}>
        {t('date-year-after')}
      </Button>
    </div>
  )
}

type DaysProps = Walk & { value: string; onChoose: (day: string) => void }

function Days({ at, setAt, value, onChoose }: DaysProps) {
  const { write, setting } = useReader()
  const grid = useRef<HTMLTableElement>(null)
  const walked = useRef(false)
  const weeks = weeksOf(monthOf(at, setting.calendar), setting.firstDay)
  useEffect(() => {
    if (walked.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [at])
  const walk = (event: KeyboardEvent) => {
    const next = step(event, at, setting.language === 'ar', setting.calendar)
    if (next === null) return
    event.preventDefault()
    walked.current = true
    setAt(next)
  }
  const days = Array.from({ length: 7 }, (_, day) => ((setting.firstDay - 1 + day) % 7) + 1)
  return (
    <table className="days" ref={grid} onKeyDown={walk}>
      <thead>
        <tr>
          {days.map((day) => (
            <th key={day} scope="col">
              <abbr title={write.weekday(day, 'long')}>{write.weekday(day, 'narrow')}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, number) => (
          <tr key={number}>
            {week.map((day, cell) => (
              <td key={cell}>
                {day && (
                  <button
                    type="button"
                    tabIndex={day === at ? 0 : -1}
                    aria-label={`${write.dayNumber(day)} ${write.month(day)}`}
                    aria-pressed={day === value}
                    onClick={() => {
                      onChoose(day)
                    }}
                  >
                    {write.dayNumber(day)}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function step(
  { key, shiftKey }: KeyboardEvent,
  at: string,
  rtl: boolean,
  calendar: 'gregory' | 'islamic-umalqura',
): string | null {
  const side = rtl ? -1 : 1
  const days: Record<string, number> = {
    ArrowLeft: -side,
    ArrowRight: side,
    ArrowUp: -7,
    ArrowDown: 7,
  }
  if (days[key] !== undefined) return plus(at, days[key])
  if (key === 'PageUp') return plusMonths(at, shiftKey ? -12 : -1, calendar)
  if (key === 'PageDown') return plusMonths(at, shiftKey ? 12 : 1, calendar)
  return null
}
