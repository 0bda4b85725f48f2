// Who receives it, what for, how closed it is, until when.
import { NativeSelect } from '@mantine/core'
import { useCodeList } from '../node/query'
import { Country } from '../parts/Country'
import { DateField } from '../parts/DateField'
import { useSignedIn } from '../shell/me'
import { useReader } from '../words/Words'
import type { Change, Draft } from './draft'

interface Props {
  draft: Draft
  asserts: boolean
  change: Change
}

export function Readers({ draft, asserts, change }: Props) {
  const { t } = useReader()
  const me = useSignedIn()
  const others = me.members.filter((member) => member.active && member.code !== me.node)
  return (
    <div className="readers">
      <fieldset className="group">
        <legend>{t('compose-recipients')}</legend>
        <p className="help">{t('compose-recipients-help')}</p>
        {others.map(({ code }) => (
          <label key={code} className="flag">
            <input
              type="checkbox"
              checked={draft.recipients.includes(code)}
              onChange={() => {
                change({ recipients: toggled(draft.recipients, code) })
              }}
            />
            <Country code={code} />
          </label>
        ))}
      </fieldset>
      <HandlingFields draft={draft} change={change} />
      <fieldset className="group">
        <legend>{t('purposes')}</legend>
        <Several
          list="purpose"
          values={draft.purposes}
          only={me.purposes}
          onChange={(purposes) => change({ purposes })}
        />
      </fieldset>
      {asserts && <EvaluationFields draft={draft} change={change} />}
    </div>
  )
}

type PartProps = Pick<Props, 'draft' | 'change'>

function HandlingFields({ draft, change }: PartProps) {
  const { t } = useReader()
  return (
    <fieldset className="group">
      <legend>{t('handling')}</legend>
      <Code
        list="level"
        word="compose-level"
        value={draft.level}
        onChange={(level) => change({ level })}
      />
      <Several
        list="handling-code"
        values={draft.codes}
        only={['H1', 'H2']}
        onChange={(codes) => change({ codes })}
      />
      <Code
        list="urgency"
        word="compose-lane"
        value={draft.lane}
        onChange={(lane) => change({ lane })}
      />
      <DateField
        label={t('until')}
        description={t('compose-expiry-help')}
        value={draft.expiry}
        onChange={(expiry) => change({ expiry })}
      />
    </fieldset>
  )
}

function EvaluationFields({ draft, change }: PartProps) {
  const { t } = useReader()
  return (
    <fieldset className="group">
      <legend>{t('evaluation')}</legend>
      <Code
        list="source-reliability"
        word="compose-source"
        value={draft.source}
        onChange={(source) => change({ source })}
      />
      <Code
        list="information-credibility"
        word="compose-information"
        value={draft.information}
        onChange={(information) => change({ information })}
      />
      <Code
        list="nature"
        word="compose-nature"
        value={draft.nature}
        onChange={(nature) => change({ nature })}
      />
    </fieldset>
  )
}

const toggled = (values: string[], value: string): string[] =>
  values.includes(value) ? values.filter((each) => each !== value) : [...values, value]

interface CodeProps {
  list: string
  word: string
  value: string
  onChange: (value: string) => void
}

function Code({ list, word, value, onChange }: CodeProps) {
  const { t, setting } = useReader()
  const codes = useCodeList(list).data?.codes ?? []
  return (
    <NativeSelect
      label={t(word)}
      value={value}
      data={codes.map((code) => ({ value: code.code, label: code[setting.language] }))}
      onChange={(event) => {
        onChange(event.currentTarget.value)
      }}
    />
  )
}

interface SeveralProps {
  list: string
  values: string[]
  only: string[]
  onChange: (values: string[]) => void
}

function Several({ list, values, only, onChange }: SeveralProps) {
  const { setting } = useReader()
  const codes = useCodeList(list).data?.codes ?? []
  return codes
    .filter(({ code }) => only.includes(code))
    .map((code) => (
      <label key={code.code} className="flag">
        <input
          type="checkbox"
          checked={values.includes(code.code)}
          onChange={() => {
            onChange(toggled(values, code.code))
          }}
        />
        {code[setting.language]}
      </label>
    ))
}
