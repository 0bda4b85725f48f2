// Who is on duty in my unit: now, in the next two weeks, what nobody covers; kept by its head.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useSignedIn } from '../shell/me'
import { useColleagues } from '../thread/thread'
import { useReader } from '../words/Words'
import { addTurn, momentIn, removeTurn, type Roster, useRoster, useRosterDeed } from './duty'
import { Steps } from './Steps'
import '../parts/card.css'
import './thread-list.css'

export default function DutySheet({ onClose }: { onClose: () => void }) {
  const { t } = useReader()
  const me = useSignedIn()
  const roster = useRoster(me.unit)
  const keeps = roster.data?.head === me.officer || me.role === 'operation-coordinator'
  return (
    <Sheet title={`${t('duty')} · ${me.unit}`} onClose={onClose}>
      <div className="settings">
        {roster.isPending && <Waiting />}
        {roster.error && <ProblemNote error={roster.error} />}
        {roster.data && <Turns roster={roster.data} keeps={keeps} />}
        {roster.data && keeps && <Add unit={me.unit} />}
        <Steps />
      </div>
    </Sheet>
  )
}

function Turns({ roster, keeps }: { roster: Roster; keeps: boolean }) {
  const { t, write } = useReader()
  const deed = useRosterDeed()
  const span = ({ from, until }: { from: string; until: string }) =>
    t('duty-span', { from: write.moment(from), until: write.moment(until) })
  return (
    <>
      <p>
        {t('duty-now')}: {roster.on_duty.length === 0 && <strong>{t('duty-nobody')}</strong>}
        {roster.on_duty.map((code) => (
          <Identifier key={code}>{code}</Identifier>
        ))}
      </p>
      <p className="remark">
        {t('duty-flash', { minutes: write.number(roster.flash_unseen_min) })}
      </p>
      {roster.turns.length === 0 && <p>{t('duty-empty')}</p>}
      <ul className="plain-list">
        {roster.turns.map((turn) => (
          <li key={turn.number} className="roster-line">
            <Identifier>{turn.officer}</Identifier> {span(turn)}{' '}
            {keeps && (
              <button
                type="button"
                className="text-button"
                onClick={() => {
                  deed.mutate(() => removeTurn(turn.number))
                }}
              >
                {t('duty-remove')}
              </button>
            )}
          </li>
        ))}
        {roster.gaps.map((gap) => (
          <li key={`gap ${gap.from}`} className="roster-warn">
            {t('duty-gap')} {span(gap)}
          </li>
        ))}
        {roster.overlaps.map((overlap) => (
          <li key={`overlap ${overlap.from}`} className="roster-line">
            {t('duty-overlap')} {span(overlap)}
          </li>
        ))}
      </ul>
      {deed.error && <ProblemNote error={deed.error} />}
    </>
  )
}

function Add({ unit }: { unit: string }) {
  const { t, setting } = useReader()
  const deed = useRosterDeed()
  const colleagues = (useColleagues().data ?? []).filter((one) => one.unit === unit)
  const [turn, setTurn] = useState({ officer: '', from: '', until: '' })
  const moment = (local: string) => momentIn(setting.timeZone, local)
  return (
    <form
      className="settings"
      onSubmit={(event) => {
        event.preventDefault()
        const { officer, from, until } = turn
        deed.mutate(() => addTurn({ unit, officer, from: moment(from), until: moment(until) }))
      }}
    >
      <NativeSelect
        label={t('duty-officer')}
        required
        value={turn.officer}
        data={[
          { value: '', label: t('choose') },
          ...colleagues.map(({ code, name }) => ({ value: code, label: `${name} · ${code}` })),
        ]}
        onChange={(event) => {
          setTurn({ ...turn, officer: event.currentTarget.value })
        }}
      />
      {(['from', 'until'] as const).map((end) => (
        <TextInput
          key={end}
          type="datetime-local"
          required
          label={t(`duty-${end}`)}
          description={setting.timeZone}
          value={turn[end]}
          onChange={(event) => {
            setTurn({ ...turn, [end]: event.currentTarget.value })
          }}
        />
      ))}
      {deed.error && <ProblemNote error={deed.error} />}
      <Button type="submit" loading={deed.isPending}>
        {t('duty-add')}
      </Button>
    </form>
  )
}
