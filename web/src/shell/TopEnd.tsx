// The end of the bar: one box to look something up, the exercise mark, the person.
import { TextInput } from '@mantine/core'
import { IconChevronDown, IconSearch, IconUser } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useLocation } from 'wouter'
import { Identifier } from '../parts/Identifier'
import { useLabel } from '../parts/label'
import { useWords } from '../words/Words'
import { useMay, useSignedIn } from './me'

const Settings = lazy(() => import('./Settings'))

export function TopEnd() {
  const t = useWords()
  const me = useSignedIn()
  const role = useLabel('role')
  const [open, setOpen] = useState(false)
  return (
    <div className="top-end">
      <span className="only-phone">
        <img src="/amana.svg" alt="" width="22" height="22" />
        <strong>{t('amana')}</strong>
      </span>
      {useMay('list') && <SearchBox />}
      {me.exercise && <span className="exercise">{t('exercise')}</span>}
      <button
        type="button"
        className="person"
        onClick={() => {
          setOpen(true)
        }}
        aria-label={`${role(me.role)} ${me.officer}: ${t('settings')}`}
      >
        <IconUser size={16} stroke={1.7} aria-hidden="true" />
        <span className="person-name">
          {role(me.role)} <Identifier>{me.officer}</Identifier>
        </span>
        <IconChevronDown size={14} stroke={1.7} aria-hidden="true" />
      </button>
      {open && (
        <Suspense>
          <Settings
            onClose={() => {
              setOpen(false)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

function SearchBox() {
  const t = useWords()
  const [, go] = useLocation()
  const [value, setValue] = useState('')
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (value.trim()) go(`/find?words=${encodeURIComponent(value.trim())}`)
      }}
    >
      <TextInput
        id="search"
        aria-label={t('find-box')}
        placeholder={t('find-box')}
        value={value}
        onChange={(event) => {
          setValue(event.currentTarget.value)
        }}
        leftSection={<IconSearch size={15} stroke={1.7} aria-hidden="true" />}
        rightSection={<kbd className="key">/</kbd>}
      />
    </form>
  )
}
