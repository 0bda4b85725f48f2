// How the node is, who works here, and what bounds it: one part at a time, each with an address.
import { Link, useRoute } from 'wouter'
import { Note } from '../parts/Note'
import { Lists } from '../ask/Lists'
import { Copies } from '../copies/Copies'
import { Recoveries } from '../sign-in/Recoveries'
import { useMay } from '../shell/me'
import { useSteps } from '../inbox/duty'
import { Steps } from '../inbox/Steps'
import { useReader, useWords } from '../words/Words'
import { Disk } from './Disk'
import { Enrol } from './Enrol'
import { Keys } from './Keys'
import { Limits } from './Limits'
import { Log } from './Log'
import { Members } from './Members'
import { Officers } from './Officers'
import { Retention } from './Retention'
import { Roles } from './Roles'
import { Units } from './Units'
import './administration.css'

const PARTS = {
  members: Members,
  keys: Keys,
  log: Log,
  officers: People,
  roles: Roles,
  units: Units,
  limits: Limits,
  retention: Retention,
  disk: Disk,
  lists: Lists,
  copies: Copies,
  escalations: Steps,
}
type Part = keyof typeof PARTS

export default function Administration() {
  const t = useWords()
  const changes = useMay('administer')
  const [, params] = useRoute('/administration/:part?')
  const part = params?.part ?? 'members'
  const Shown = part in PARTS ? PARTS[part as Part] : undefined
  return (
    <div className="administration">
      <h1>{t('administration')}</h1>
      {!changes && <p className="part-why">{t('admin-looks')}</p>}
      <nav className="parts" aria-label={t('admin-parts')}>
        {Object.keys(PARTS).map((name) => (
          <Link
            key={name}
            href={`/administration/${name}`}
            aria-current={name === part ? 'page' : undefined}
          >
            {t(`admin-${name}`)}
            {name === 'escalations' && <Open />}
          </Link>
        ))}
      </nav>
      {Shown ? (
        <Shown />
      ) : (
        <Note title={t('no-page')}>
          <p>{t('no-page-do')}</p>
        </Note>
      )}
    </div>
  )
}

/** How many flash messages were taken further and are still not opened. */
function Open() {
  const { t, write } = useReader()
  const steps = useSteps().data ?? []
  const open = steps.filter((step) => step.open && step.last).length
  if (open === 0) return null
  return <span className="roster-warn">{t('steps-open', { count: write.number(open) })}</span>
}

function People() {
  const changes = useMay('administer')
  return (
    <>
      {changes && <Recoveries />}
      <Officers />
      {changes && <Enrol />}
    </>
  )
}
