// Which column of a country's own table says what: each heading with what it may say.
import { NativeSelect, TextInput } from '@mantine/core'
import { useLabel } from '../parts/label'
import { useCodeList } from '../node/query'
import type { Map } from './query'
import { useAskWords } from './words'

/** What a column may say, but for kinds of identifiers. */
const SAYS = [
  'reference',
  'name',
  'name-part',
  'birth',
  'sex',
  'country',
  'document',
  'issuer',
  'programme',
  'action',
  'kind',
]
const SORTS = ['person', 'organisation', 'vessel', 'aircraft', 'vehicle', 'container', 'document']

interface Props {
  headings: string[]
  map: Map
  onChange: (map: Map) => void
}

export function MapColumns({ headings, map, onChange }: Props) {
  const t = useAskWords()
  const says = useSays()
  return (
    <fieldset className="list-purposes">
      <legend>{t('ask-map')}</legend>
      <p className="remark">{t('ask-map-why')}</p>
      {headings.map((heading) => (
        <NativeSelect
          key={heading}
          label={<bdi>{heading}</bdi>}
          value={map.columns[heading] ?? ''}
          data={says}
          onChange={(event) => {
            const code = event.currentTarget.value
            const others = Object.entries(map.columns).filter(([name]) => name !== heading)
            const columns = code ? [...others, [heading, code] as const] : others
            onChange({ ...map, columns: Object.fromEntries(columns) })
          }}
        />
      ))}
      <NativeSelect
        label={t('ask-map-all')}
        description={t('ask-map-all-help')}
        value={map.kind ?? 'person'}
        data={SORTS.map((value) => ({ value, label: t(`ask-sort-${value}`) }))}
        onChange={(event) => {
          onChange({ ...map, kind: event.currentTarget.value })
        }}
      />
      <TextInput
        label={t('ask-map-between')}
        description={t('ask-map-between-help')}
        maxLength={1}
        dir="ltr"
        value={map.between ?? ''}
        onChange={(event) => {
          onChange({ ...map, between: event.currentTarget.value || null })
        }}
      />
    </fieldset>
  )
}

function useSays() {
  const t = useAskWords()
  const label = useLabel('selector')
  const kinds = useCodeList('selector').data?.codes ?? []
  const own = SAYS.map((value) => ({ value, label: t(`ask-map-${value}`) }))
  const identifiers = kinds.map(({ code }) => ({ value: code, label: label(code) }))
  return [{ value: '', label: t('ask-map-none') }, ...own, ...identifiers]
}
