// Every limit: value, default, what it bounds. Tighter is one person's, looser needs a second.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProposeSheet } from '../proposals/ProposeSheet'
import { Identifier } from '../parts/Identifier'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { Sheet } from '../parts/Sheet'
import { useMay } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { useBounds } from './limit'
import { type Limit, setLimit, useChange, useLimits } from './query'

export function Limits() {
  const t = useWords()
  const bounds = useBounds()
  const limits = useLimits()
  const [words, setWords] = useState('')
  if (limits.isPending) return <Waiting />
  if (limits.error) return <ProblemNote error={limits.error} />
  const wanted = words.trim().toLowerCase()
  const fits = (limit: Limit) =>
    `${limit.name} ${bounds(limit.name)}`.toLowerCase().includes(wanted)
  const shown = limits.data.filter(fits)
  return (
    <section>
      <p className="part-why">{t('limits-why')}</p>
      <div className="part-find">
        <TextInput
          label={t('limits-find')}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value)
          }}
        />
      </div>
      {shown.length === 0 ? <Note title={t('limits-none')} /> : <LimitTable limits={shown} />}
    </section>
  )
}

export function LimitTable({ limits }: { limits: Limit[] }) {
  const changes = useMay('administer')
  return (
    <Register
      className="limits"
      heads={['limit-name', 'limit-value', 'limit-default', changes && 'limit-change']}
      figures={['limit-value', 'limit-default']}
    >
      {limits.map((limit) => (
        <Row key={limit.name} limit={limit} />
      ))}
    </Register>
  )
}

function Row({ limit }: { limit: Limit }) {
  const { t, write } = useReader()
  const bounds = useBounds()
  const may = useMay('administer')
  const [changes, setChanges] = useState(false)
  const [done, setDone] = useState(false)
  const said = { limit: limit.name, value: write.number(limit.value) }
  return (
    <tr>
      <th scope="row">
        {bounds(limit.name)}
        <span className="limit-name">
          <Identifier>{limit.name}</Identifier>
          {limit.set && <span className="remark"> {t('limit-set')}</span>}
          {limit.at_start && <span className="remark"> {t('limit-at-start')}</span>}
        </span>
        {done && (
          <span role="status" className="limit-name">
            {t('limit-done', said)}
          </span>
        )}
      </th>
      <td className="figure" data-word={t('limit-value')}>
        {write.number(limit.value)}
      </td>
      <td className="figure remark" data-word={t('limit-default')}>
        {write.number(limit.default)}
      </td>
      {may && (
        <td>
          <Button
            variant="default"
            aria-label={`${t('limit-change')}: ${limit.name}`}
            onClick={() => {
              setChanges(true)
            }}
          >
            {t('limit-change')}
          </Button>
          {changes && (
            <Change
              limit={limit}
              onDone={() => {
                setDone(true)
              }}
              onClose={() => {
                setChanges(false)
              }}
            />
          )}
        </td>
      )}
    </tr>
  )
}

interface ChangeProps {
  limit: Limit
  onDone: () => void
  onClose: () => void
}

function Change({ limit, onDone, onClose }: ChangeProps) {
  const { t, write } = useReader()
  const bounds = useBounds()
  const change = useChange()
  const [text, setText] = useState(String(limit.value))
  const [proposes, setProposes] = useState(false)
  const value = Number(text)
  const looser = limit.looser_up ? value > limit.value : value < limit.value
  const word = value === limit.value ? 'same' : looser ? 'loosens' : 'tightens'
  if (proposes) {
    const wanted = { measure: 'limit', limit: limit.name, value }
    return <ProposeSheet title={limit.name} wanted={wanted} onClose={onClose} />
  }
  const range = { least: write.number(limit.least), most: write.number(limit.most) }
  return (
    <Sheet title={limit.name} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          if (looser) setProposes(true)
          else {
            change.mutate(() => setLimit(limit.name, value), {
              onSuccess: () => {
                onDone()
                onClose()
              },
            })
          }
        }}
      >
        <p>{bounds(limit.name)}</p>
        <TextInput
          type="number"
          label={t('limit-new')}
          description={t('limit-range', range)}
          required
          min={limit.least}
          max={limit.most}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
          }}
        />
        <p role="status">{t(`limit-${word}`)}</p>
        {change.error && <ProblemNote error={change.error} />}
        <Button type="submit" disabled={word === 'same'} loading={change.isPending}>
          {t(looser ? 'propose' : 'officer-change-do')}
        </Button>
      </form>
    </Sheet>
  )
}
