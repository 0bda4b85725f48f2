// Another name, role or unit of an officer. The administrator's role is given and taken by two.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { changeOfficer, useOfficerDeed } from '../node/deed'
import { useCodeList } from '../node/query'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { ProposeSheet } from '../proposals/ProposeSheet'
import { useReader } from '../words/Words'
import type { Officer } from './Officers'
import { useUnits } from './query'

export function ChangeOfficer({ officer, onClose }: { officer: Officer; onClose: () => void }) {
  const { t, setting } = useReader()
  const roles = useCodeList('role').data?.codes ?? []
  const units = useUnits().data?.filter((unit) => unit.active) ?? []
  const deed = useOfficerDeed()
  const { name, role, unit } = officer
  const [to, setTo] = useState({ name, role, unit })
  const [proposes, setProposes] = useState(false)
  const field = (part: keyof typeof to) => ({
    label: t(`officer-${part}`),
    value: to[part],
    onChange: (event: { currentTarget: { value: string } }) => {
      setTo({ ...to, [part]: event.currentTarget.value })
    },
  })
  const two = role !== to.role && [role, to.role].includes('administrator')
  if (proposes) {
    const wanted = { measure: 'change-officer', officer: officer.code, ...to }
    return <ProposeSheet title={t('officer-change')} wanted={wanted} onClose={onClose} />
  }
  return (
    <Sheet title={t('officer-change')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          if (two) setProposes(true)
          else deed.mutate(() => changeOfficer(officer.code, to), { onSuccess: onClose })
        }}
      >
        <p>{t('officer-change-means', { code: officer.code })}</p>
        <TextInput {...field('name')} required />
        <NativeSelect
          {...field('role')}
          data={roles.map((each) => ({ value: each.code, label: each[setting.language] }))}
        />
        <NativeSelect
          {...field('unit')}
          data={units.map((each) => ({ value: each.code, label: `${each.code} · ${each.name}` }))}
        />
        {deed.error && <ProblemNote error={deed.error} />}
        <Button type="submit" loading={deed.isPending}>
          {t(two ? 'propose' : 'officer-change-do')}
        </Button>
      </form>
    </Sheet>
  )
}
