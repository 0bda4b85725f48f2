// One's own saved questions: asked with one press, for the purpose each was kept for.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { choose, usePurpose } from '../node/purpose'
import { useLabel } from '../parts/label'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useSignedIn } from '../shell/me'
import { useReader } from '../words/Words'
import { useValue } from './Facets'
import { type Asked, type Filter, pageOf } from './filter'
import { askedOf, queryOf, type SavedView, useForget, useSave, useViews } from './view'

export function Views() {
  const { t } = useReader()
  const views = useViews()
  const [gone, setGone] = useState<SavedView | null>(null)
  const save = useSave()
  if (views.error) return <ProblemNote error={views.error} />
  const rows = views.data ?? []
  if (rows.length === 0 && !gone) return null
  return (
    <section className="views">
      <h2>{t('views')}</h2>
      <ul>
        {rows.map((view) => (
          <ViewRow key={view.name} view={view} onGone={setGone} />
        ))}
      </ul>
      {gone && (
        <p role="status">
          {t('view-gone', { name: gone.name })}{' '}
          <button
            type="button"
            className="text-button"
            onClick={() => {
              save.mutate(gone, {
                onSuccess: () => {
                  setGone(null)
                },
              })
            }}
          >
            {t('undo')}
          </button>
        </p>
      )}
      {save.error && <ProblemNote error={save.error} />}
    </section>
  )
}

function ViewRow({ view, onGone }: { view: SavedView; onGone: (view: SavedView) => void }) {
  const { t } = useReader()
  const [, go] = useLocation()
  const { purposes } = useSignedIn()
  const now = usePurpose()
  const purpose = useLabel('purpose')
  const forget = useForget()
  const asked = askedOf(view)
  return (
    <li>
      <div>
        <button
          type="button"
          className="text-button"
          disabled={!purposes.includes(view.purpose)}
          onClick={() => {
            // Other work has another purpose: the bar on top says so at once.
            if (view.purpose !== now) choose(view.purpose)
            go(pageOf(asked))
          }}
        >
          <bdi>{view.name}</bdi>
        </button>
        <Question asked={asked} />
        <span className="remark">{t('view-for', { purpose: purpose(view.purpose) })}</span>
      </div>
      <button
        type="button"
        className="text-button"
        aria-label={t('view-forget-which', { name: view.name })}
        onClick={() => {
          forget.mutate(view.name, {
            onSuccess: () => {
              onGone(view)
            },
          })
        }}
      >
        {t('view-forget')}
      </button>
      {forget.error && <ProblemNote error={forget.error} />}
    </li>
  )
}

/** What a view asks, in words. */
function Question({ asked }: { asked: Asked }) {
  const { write } = useReader()
  const { words, filters, from, until } = asked
  const days = [from, until].map((day) => (day ? write.day(day) : '…'))
  return (
    <span className="question">
      {words && <bdi className="tag">{words}</bdi>}
      {filters.map((filter) => (
        <FilterTag key={filter.name + filter.value} filter={filter} />
      ))}
      {(from || until) && <span className="tag">{days.join(' – ')}</span>}
    </span>
  )
}

function FilterTag({ filter }: { filter: Filter }) {
  const { t } = useReader()
  const value = useValue(filter.name)
  return (
    <span className="tag">
      {t(`facet-${filter.name}`)}: {value(filter.value)}
    </span>
  )
}

/** Keeps what the page asks now under a name. */
export function SaveView({ asked }: { asked: Asked }) {
  const { t } = useReader()
  const purpose = usePurpose()
  const label = useLabel('purpose')
  const save = useSave()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const close = () => {
    setOpen(false)
    setName('')
  }
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setOpen(true)
        }}
      >
        {t('view-save')}
      </Button>
      {open && (
        <Sheet title={t('view-save')} onClose={close}>
          <form
            className="settings"
            onSubmit={(event) => {
              event.preventDefault()
              const view = { name: name.trim(), purpose, query: queryOf(asked) }
              save.mutate(view, { onSuccess: close })
            }}
          >
            <p>{t('view-save-means', { purpose: label(purpose) })}</p>
            <TextInput
              label={t('view-name')}
              value={name}
              maxLength={64}
              required
              dir="auto"
              onChange={(event) => {
                setName(event.currentTarget.value)
              }}
            />
            {save.error && <ProblemNote error={save.error} />}
            <Button type="submit" disabled={!name.trim()} loading={save.isPending}>
              {t('view-save-do')}
            </Button>
          </form>
        </Sheet>
      )}
    </>
  )
}
