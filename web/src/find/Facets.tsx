// How what was found divides; each value narrows the search.
import { useLabel } from '../parts/label'
import { useNodeName } from '../shell/me'
import { useReader } from '../words/Words'
import { type Asked, type Filter, has, listOf, ORDER, toggle } from './filter'
import type { Counted } from './search'

interface Props {
  asked: Asked
  facets: Record<string, Counted[]>
  /** Facets that the page itself has decided. */
  hidden?: string[]
  onAsk: (asked: Asked) => void
}

export function Facets({ asked, facets, hidden = [], onAsk }: Props) {
  const shown = ORDER.filter((name) => !hidden.includes(name) && (facets[name]?.length ?? 0) > 0)
  return (
    <div className="facets">
      {shown.map((name) => (
        <Facet key={name} name={name} values={facets[name] ?? []} asked={asked} onAsk={onAsk} />
      ))}
    </div>
  )
}

interface FacetProps {
  name: string
  values: Counted[]
  asked: Asked
  onAsk: (asked: Asked) => void
}

function Facet({ name, values, asked, onAsk }: FacetProps) {
  const { t, write } = useReader()
  const value = useValue(name)
  return (
    <fieldset className="facet">
      <legend>{t(`facet-${name}`)}</legend>
      {values.slice(0, 8).map((each) => {
        const filter: Filter = { name, value: each.value }
        return (
          <label key={each.value}>
            <input
              type="checkbox"
              checked={has(asked, filter)}
              onChange={() => {
                onAsk(toggle(asked, filter))
              }}
            />
            <span>{value(each.value)}</span>
            <span className="remark">{write.number(each.count)}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

/** A facet's value in words. */
export function useValue(name: string): (value: string) => string {
  const { t } = useReader()
  const node = useNodeName()
  const label = useLabel(listOf(name))
  if (name === 'kind') return (value) => t(`kind-${value}`)
  if (name === 'owner') return node
  return name === 'year' ? (value) => value : label
}
