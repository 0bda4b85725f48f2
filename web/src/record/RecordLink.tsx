// A record by its title; by its name where it is not here, or not for this reader.
import { Link } from 'wouter'
import type { Title } from '../node/shape'
import { CountryCode } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { useReader } from '../words/Words'
import type { End } from './same'

export function RecordLink({ end, title }: { end: End; title: Title | null }) {
  const { t, write } = useReader()
  return (
    <span className="record-link">
      <CountryCode code={end.owner} />
      <span>
        <Link href={`/record/${end.owner}/${end.id}`}>
          {title?.title ? <bdi>{title.title}</bdi> : <Identifier>{end.id}</Identifier>}
        </Link>
        <span className="remark">
          {title ? `${t(`kind-${title.kind}`)} · ${write.short(title.created)}` : t('links-absent')}
        </span>
      </span>
    </span>
  )
}
