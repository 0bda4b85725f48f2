// A node: two letters in a box, then its country's name. No flags.
import { useNodeName } from '../shell/me'
import './country.css'

export function CountryCode({ code }: { code: string }) {
  const name = useNodeName()(code)
  return (
    <abbr className="country-code" title={name} lang="en" dir="ltr">
      {code}
    </abbr>
  )
}

export function Country({ code }: { code: string }) {
  const name = useNodeName()(code)
  return (
    <span className="country">
      <CountryCode code={code} />
      {name !== code && <span>{name}</span>}
    </span>
  )
}
