// Units: created, renamed, ended and taken up again. A code stands in records and stays.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { Sheet } from '../parts/Sheet'
import { useMay } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { changeUnit, createUnit, type Unit, useChange, useUnits } from './query'

/** What was done, and how it is undone. */
interface Done {
  word: string
  code: string
  back: () => Promise<unknown>
}

export function Units() {
  const t = useWords()
  const changes = useMay('administer')
  const units = useUnits()
  const [done, setDone] = useState<Done | null>(null)
  if (units.isPending) return <Waiting />
  if (units.error) return <ProblemNote error={units.error} />
  return (
    <>
      {units.data.length === 0 ? (
        <Note title={t('unit-none')}>
          <p>{t('unit-none-do')}</p>
        </Note>
      ) : (
        <Table units={units.data} onDone={setDone} />
      )}
      {done && (
        <Undo
          done={done}
          onUndone={() => {
            setDone(null)
          }}
        />
      )}
      {changes && <Create />}
    </>
  )
}

function Undo({ done, onUndone }: { done: Done; onUndone: () => void }) {
  const t = useWords()
  const change = useChange()
  return (
    <div className="part-deed" role="status">
      {t(done.word, { code: done.code })}
      <Button
        variant="default"
        loading={change.isPending}
        onClick={() => {
          change.mutate(done.back, { onSuccess: onUndone })
        }}
      >
        {t('undo')}
      </Button>
      {change.error && <ProblemNote error={change.error} />}
    </div>
  )
}

interface TableProps {
  units: Unit[]
  onDone: (done: Done) => void
}

function Table({ units, onDone }: TableProps) {
  const changes = useMay('administer')
  return (
    <Register heads={['unit-code', 'unit-name', 'unit-officers', changes && 'officer-deeds']}>
      {units.map((unit) => (
        <Row key={unit.code} unit={unit} onDone={onDone} />
      ))}
    </Register>
  )
}

interface RowProps {
  unit: Unit
  onDone: (done: Done) => void
}

function Row({ unit, onDone }: RowProps) {
  const { t, write } = useReader()
  const changes = useMay('administer')
  return (
    <tr>
      <th scope="row">
        <Identifier>{unit.code}</Identifier>
      </th>
      <td>
        <bdi>{unit.name}</bdi>
        {!unit.active && <span className="remark"> {t('unit-ended')}</span>}
      </td>
      <td data-word={t('unit-officers')}>{write.number(unit.officers)}</td>
      {changes && (
        <td>
          <Deeds unit={unit} onDone={onDone} />
        </td>
      )}
    </tr>
  )
}

function Deeds({ unit, onDone }: RowProps) {
  const t = useWords()
  const change = useChange()
  const [renames, setRenames] = useState(false)
  return (
    <div className="take-back">
      <Button
        variant="default"
        onClick={() => {
          setRenames(true)
        }}
      >
        {t('unit-rename')}
      </Button>
      {(unit.officers === 0 || !unit.active) && (
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => {
            const { code, active } = unit
            const back = () => changeUnit(code, { active: true })
            change.mutate(() => changeUnit(code, { active: !active }), {
              onSuccess: () => {
                if (active) onDone({ word: 'unit-done-ended', code, back })
              },
            })
          }}
        >
          {t(unit.active ? 'unit-end' : 'unit-resume')}
        </Button>
      )}
      {change.error && <ProblemNote error={change.error} />}
      {renames && (
        <Rename
          unit={unit}
          onDone={onDone}
          onClose={() => {
            setRenames(false)
          }}
        />
      )}
    </div>
  )
}

function Rename({ unit, onDone, onClose }: RowProps & { onClose: () => void }) {
  const t = useWords()
  const change = useChange()
  const [name, setName] = useState(unit.name)
  return (
    <Sheet title={t('unit-rename')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          const { code, name: was } = unit
          const back = () => changeUnit(code, { name: was })
          change.mutate(() => changeUnit(code, { name }), {
            onSuccess: () => {
              onDone({ word: 'unit-done-renamed', code, back })
              onClose()
            },
          })
        }}
      >
        <p>
          <Identifier>{unit.code}</Identifier> {t('unit-code-help')}
        </p>
        <TextInput
          label={t('unit-name')}
          required
          maxLength={100}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value)
          }}
        />
        {change.error && <ProblemNote error={change.error} />}
        <Button type="submit" loading={change.isPending}>
          {t('officer-change-do')}
        </Button>
      </form>
    </Sheet>
  )
}

const EMPTY = { code: '', name: '' }

function Create() {
  const t = useWords()
  const change = useChange()
  const [unit, setUnit] = useState(EMPTY)
  const field = (part: keyof typeof EMPTY) => ({
    label: t(`unit-${part}`),
    value: unit[part],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) => {
      setUnit({ ...unit, [part]: event.currentTarget.value })
    },
  })
  return (
    <section>
      <h2>{t('unit-create')}</h2>
      <form
        className="enrol"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(() => createUnit(unit.code, unit.name), {
            onSuccess: () => {
              setUnit(EMPTY)
            },
          })
        }}
      >
        <TextInput {...field('code')} placeholder="CUSTOMS" description={t('unit-code-help')} />
        <TextInput {...field('name')} maxLength={100} />
        <Button type="submit" loading={change.isPending}>
          {t('unit-create-do')}
        </Button>
      </form>
      {change.error && <ProblemNote error={change.error} />}
    </section>
  )
}
