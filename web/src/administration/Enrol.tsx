// Enrolling an officer: a pseudonym for the world, a name for this house, a role, a unit.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Enrolment, enrol, useOfficerDeed } from '../node/deed'
import { useCodeList } from '../node/query'
import { ProblemNote } from '../parts/Note'
import { ProposeSheet } from '../proposals/ProposeSheet'
import { useReader, useWords } from '../words/Words'
import { useUnits } from './query'

const EMPTY: Enrolment = { code: '', name: '', role: 'desk-officer', unit: '' }

export function Enrol() {
  const { t, setting } = useReader()
  const roles = useCodeList('role').data?.codes ?? []
  const deed = useOfficerDeed()
  const units = useUnits().data?.filter((unit) => unit.active) ?? []
  const [wanted, setWanted] = useState(EMPTY)
  const [proposes, setProposes] = useState(false)
  // Whoever becomes an administrator is enrolled by two.
  const two = wanted.role === 'administrator'
  const field = (name: keyof Enrolment) => ({
    label: t(`officer-${name}`),
    value: wanted[name],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) => {
      setWanted({ ...wanted, [name]: event.currentTarget.value })
    },
  })
  return (
    <section>
      <h2>{t('officer-enrol')}</h2>
      <form
        className="enrol"
        onSubmit={(event) => {
          event.preventDefault()
          if (two) setProposes(true)
          else
            deed.mutate(() => enrol(wanted), {
              onSuccess: () => {
                setWanted(EMPTY)
              },
            })
        }}
      >
        <TextInput {...field('code')} pattern="[a-z0-9\-]{2,32}" title={t('officer-code-help')} />
        <TextInput {...field('name')} />
        <NativeSelect
          {...field('role')}
          data={roles.map((role) => ({ value: role.code, label: role[setting.language] }))}
        />
        <NativeSelect
          {...field('unit')}
          data={[
            { value: '', label: t('choose') },
            ...units.map((each) => ({ value: each.code, label: `${each.code} · ${each.name}` })),
          ]}
        />
        <Button type="submit" loading={deed.isPending}>
          {t(two ? 'propose' : 'officer-enrol-do')}
        </Button>
      </form>
      {proposes && (
        <ProposeEnrolment
          wanted={wanted}
          onClose={() => {
            setProposes(false)
          }}
          onProposed={() => {
            setWanted(EMPTY)
          }}
        />
      )}
      {deed.error && <ProblemNote error={deed.error} />}
    </section>
  )
}

interface ProposeProps {
  wanted: Enrolment
  onClose: () => void
  onProposed: () => void
}

function ProposeEnrolment({ wanted, onClose, onProposed }: ProposeProps) {
  const t = useWords()
  const { code, ...rest } = wanted
  const measure = { measure: 'enrol-officer', officer: code, ...rest }
  return (
    <ProposeSheet
      title={t('officer-enrol')}
      wanted={measure}
      onClose={onClose}
      onProposed={onProposed}
    />
  )
}
