// Enrolling an officer: a pseudonym for the world, a name for this house, a role, a unit.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Enrolment, enrol, useOfficerDeed } from '../node/deed'
import { useCodeList } from '../node/query'
import { ProblemNote } from '../parts/Note'
import { useReader } from '../words/Words'

const EMPTY: Enrolment = { code: '', name: '', role: 'desk-officer', unit: '' }

export function Enrol() {
  const { t, setting } = useReader()
  const roles = useCodeList('role').data?.codes ?? []
  const deed = useOfficerDeed()
  const [wanted, setWanted] = useState(EMPTY)
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
        <TextInput {...field('unit')} placeholder="POLICE" />
        <Button type="submit" loading={deed.isPending}>
          {t('officer-enrol-do')}
        </Button>
      </form>
      {deed.error && <ProblemNote error={deed.error} />}
    </section>
  )
}
