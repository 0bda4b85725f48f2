// How long records are kept until review: the law's bound, and shorter terms by kind and level.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useKinds } from '../compose/query'
import { Register } from '../parts/Register'
import { ProposeSheet } from '../proposals/ProposeSheet'
import { useKindWord } from '../proposals/kind'
import { useLabel } from '../parts/label'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { useMay } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { LimitTable } from './Limits'
import { setRetention, type Term, useChange, useLimits, useRetention } from './query'

const LEVELS = ['for-official-use', 'restricted', 'confidential']

export function Retention() {
  const { t, write } = useReader()
  const changes = useMay('administer')
  const retention = useRetention()
  if (retention.isPending) return <Waiting />
  if (retention.error) return <ProblemNote error={retention.error} />
  const { terms, years_max, days_max } = retention.data
  return (
    <>
      <p className="part-why">{t('retention-why', { years: write.number(years_max) })}</p>
      {terms.length === 0 ? (
        <Note title={t('retention-none')}>
          <p>{t('retention-none-do')}</p>
        </Note>
      ) : (
        <Terms terms={terms} />
      )}
      {changes && <SetTerm terms={terms} most={days_max} />}
      <Bounds />
    </>
  )
}

function Bounds() {
  const t = useWords()
  const limits = useLimits()
  const bounds = limits.data?.filter((limit) => limit.retention) ?? []
  return (
    <section>
      <h2>{t('retention-bounds')}</h2>
      {bounds.length > 0 && <LimitTable limits={bounds} />}
    </section>
  )
}

function Terms({ terms }: { terms: Term[] }) {
  const changes = useMay('administer')
  return (
    <Register
      className="terms"
      heads={['retention-kind', 'retention-level', 'retention-days', changes && 'limit-change']}
    >
      {terms.map((term) => (
        <Row key={`${term.kind}/${term.level}`} term={term} />
      ))}
    </Register>
  )
}

function Row({ term }: { term: Term }) {
  const { t, write } = useReader()
  const kind = useKindWord()
  const level = useLabel('level')
  const changes = useMay('administer')
  const days = term.days ?? 0
  return (
    <tr>
      <th scope="row">{kind(term.kind) || t('retention-all-kinds')}</th>
      <td>{term.level ? level(term.level) : t('retention-all-levels')}</td>
      <td>{t('retention-days-count', { count: days, written: write.number(days) })}</td>
      {changes && (
        <td>
          <Remove term={term} />
        </td>
      )}
    </tr>
  )
}

function Remove({ term }: { term: Term }) {
  const t = useWords()
  const [removes, setRemoves] = useState(false)
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setRemoves(true)
        }}
      >
        {t('retention-remove')}
      </Button>
      {removes && (
        <ProposeSheet
          title={t('retention-remove')}
          wanted={{ measure: 'retention', kind: term.kind, level: term.level, days: null }}
          means={t('measure-retention-means')}
          onClose={() => {
            setRemoves(false)
          }}
        />
      )}
    </>
  )
}

function SetTerm({ terms, most }: { terms: Term[]; most: number }) {
  const t = useWords()
  const kinds = useKinds().data?.filter((each) => !each.control) ?? []
  const kind = useKindWord()
  const level = useLabel('level')
  const change = useChange()
  const [term, setTerm] = useState({ kind: '', level: '', days: '' })
  const [proposes, setProposes] = useState(false)
  const days = Number(term.days)
  const held = terms.find((each) => each.kind === term.kind && each.level === term.level)
  const longer = held?.days != null && days > held.days
  const part = (name: keyof typeof term) => ({
    label: t(`retention-${name}`),
    value: term[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      setTerm({ ...term, [name]: event.currentTarget.value })
    },
  })
  const clear = () => {
    setTerm({ kind: '', level: '', days: '' })
  }
  return (
    <section>
      <h2>{t('retention-set')}</h2>
      <form
        className="enrol"
        onSubmit={(event) => {
          event.preventDefault()
          if (longer) setProposes(true)
          else change.mutate(() => setRetention({ ...term, days }), { onSuccess: clear })
        }}
      >
        <NativeSelect
          {...part('kind')}
          data={[
            { value: '', label: t('retention-all-kinds') },
            ...kinds.map((each) => ({ value: each.kind, label: kind(each.kind) })),
          ]}
        />
        <NativeSelect
          {...part('level')}
          data={[
            { value: '', label: t('retention-all-levels') },
            ...LEVELS.map((code) => ({ value: code, label: level(code) })),
          ]}
        />
        <TextInput {...part('days')} type="number" required min={1} max={most} />
        <Button type="submit" loading={change.isPending}>
          {t(longer ? 'propose' : 'retention-set-do')}
        </Button>
      </form>
      {change.error && <ProblemNote error={change.error} />}
      {proposes && (
        <ProposeSheet
          title={t('retention-set')}
          wanted={{ measure: 'retention', ...term, days }}
          means={t('measure-retention-means')}
          onClose={() => {
            setProposes(false)
          }}
          onProposed={clear}
        />
      )}
    </section>
  )
}
