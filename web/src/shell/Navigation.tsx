// The places one may go to: beside the page at a desk, below it on a phone.
import { Link, useLocation } from 'wouter'
import { useWaitingCount } from '../proposals/query'
import { useReader, useWords } from '../words/Words'
import { allowed, type Place, PLACES } from './place'
import { CountryCode } from '../parts/Country'
import { useNodeName, useSignedIn } from './me'
import './navigation.css'

function Mark() {
  return <img src="/amana.svg" alt="" width="22" height="22" />
}

function PlaceLink({ place, count }: { place: Place; count: number }) {
  const { t, write } = useReader()
  const [path] = useLocation()
  const here = path.startsWith(place.path)
  const Icon = place.icon
  return (
    <Link href={place.path} aria-current={here ? 'page' : undefined} className="place">
      <Icon size={16} stroke={1.7} />
      <span>{t(place.word)}</span>
      {count > 0 && (
        <span className="place-count" title={t('proposals-for-you', { count })}>
          {write.number(count)}
        </span>
      )}
    </Link>
  )
}

export function Navigation({ up }: { up: boolean }) {
  const t = useWords()
  const me = useSignedIn()
  const name = useNodeName()
  const places = allowed(me)
  const waiting = useWaitingCount(places.some((place) => place.path === '/proposals'))
  return (
    <nav className="navigation" aria-label={t('shell-places')}>
      <p className="house">
        <Mark />
        <strong>{t('amana')}</strong>
        <span className="house-node">
          <CountryCode code={me.node} /> {name(me.node)}
        </span>
      </p>
      {PLACES.map((group) => {
        const ours = group.places.filter((place) => places.includes(place))
        return (
          ours.length > 0 && (
            <div key={group.word} className="place-group">
              {group.word !== 'place-work' && <p className="place-head">{t(group.word)}</p>}
              {ours.map((place) => (
                <PlaceLink
                  key={place.path}
                  place={place}
                  count={place.path === '/proposals' ? waiting : 0}
                />
              ))}
            </div>
          )
        )
      })}
      <p className="line-state">
        <span className={up ? 'dot-up' : 'dot-down'} aria-hidden="true" />
        {t(up ? 'shell-connected' : 'shell-not-connected')}
      </p>
    </nav>
  )
}
