// The question of a search: words, days, and what it was narrowed to.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DateField } from '../parts/DateField'
import { useWords } from '../words/Words'
import { useValue } from './Facets'
import { type Asked, type Filter, toggle } from './filter'

export interface AskProps {
  asked: Asked
  onAsk: (asked: Asked) => void
}

export function Ask({ asked, onAsk }: AskProps) {
  const t = useWords()
  const [wanted, setWanted] = useState(asked)
  const set = (part: Partial<Asked>) => {
    setWanted({ ...wanted, ...part })
  }
  return (
    <form
      className="ask"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        onAsk({ ...wanted, words: wanted.words.trim() })
      }}
    >
      <TextInput
        label={t('find-box')}
        value={wanted.words}
        dir="auto"
        onChange={(event) => {
          set({ words: event.currentTarget.value })
        }}
      />
      <DateField
        label={t('find-from')}
        value={wanted.from}
        onChange={(from) => {
          set({ from })
        }}
      />
      <DateField
        label={t('find-until')}
        value={wanted.until}
        onChange={(until) => {
          set({ until })
        }}
      />
      <Button type="submit">{t('find-do')}</Button>
    </form>
  )
}

export function Chosen({ asked, onAsk }: AskProps) {
  if (asked.filters.length === 0) return null
  return (
    <ul className="chosen">
      {asked.filters.map((filter) => (
        <li key={`${filter.name}:${filter.value}`}>
          <ChosenFilter
            filter={filter}
            onTake={() => {
              onAsk(toggle(asked, filter))
            }}
          />
        </li>
      ))}
    </ul>
  )
}

function ChosenFilter({ filter, onTake }: { filter: Filter; onTake: () => void }) {
  const t = useWords()
  const value = useValue(filter.name)
  const word = `${t(`facet-${filter.name}`)}: ${value(filter.value)}`
  return (
    <button
      type="button"
      className="chip"
      aria-label={t('find-without', { word })}
      onClick={onTake}
    >
      {word} <span aria-hidden="true">×</span>
    </button>
  )
}
