// The frame of every page: where one can go, what one works for, who one is.
import { lazy, Suspense, useEffect } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { Outbox } from '../compose/Outbox'
import { keepShell } from '../device/shell'
import { Inbox } from '../inbox/Inbox'
import { useLine } from '../node/event'
import { askAgain, useAsks, usePurpose } from '../node/purpose'
import type { Me } from '../node/shape'
import { Newer } from '../parts/Newer'
import { Note, Waiting } from '../parts/Note'
import { useWords } from '../words/Words'
import { useKeys } from './keys'
import { MeContext } from './me'
import { Navigation } from './Navigation'
import { ChoosePurpose, PurposeBar } from './Purpose'
import { home } from './place'
import { TopEnd } from './TopEnd'
import { Works } from './Works'
import './shell.css'

const ThreadPage = lazy(() => import('../thread/ThreadPage'))
const RecordPage = lazy(() => import('../record/RecordPage'))
const Audit = lazy(() => import('../audit/Audit'))
const Hints = lazy(() => import('../audit/Hints'))
const Administration = lazy(() => import('../administration/Administration'))
const Proposals = lazy(() => import('../proposals/Proposals'))
const Compose = lazy(() => import('../compose/Compose'))
const Seizures = lazy(() => import('../seizures/Seizures'))
const Asking = lazy(() => import('../ask/Asking'))
const Find = lazy(() => import('../find/Find'))
const SignIns = lazy(() => import('../sign-in/SignIns'))

/** Keys that lead to a place from anywhere. */
function usePlaceKeys(me: Me, reads: boolean) {
  const [, go] = useLocation()
  useKeys({
    p: () => {
      askAgain(reads)
    },
    '/': () => {
      document.querySelector<HTMLInputElement>('#search')?.focus()
    },
    'g i': () => {
      go('/inbox')
    },
    n: () => {
      if (me.acts.includes('publish')) go('/compose')
    },
    'g s': () => {
      go('/seizures')
    },
    'g a': () => {
      if (me.acts.includes('ask')) go('/ask')
    },
    'g f': () => {
      go('/find')
    },
  })
}

export function Shell({ me }: { me: Me }) {
  const t = useWords()
  const purpose = usePurpose()
  const asks = useAsks()
  const [place] = useLocation()
  const reads = me.acts.includes('list')
  const known = me.purposes.includes(purpose)
  // One's own sign-ins are nobody's record: they need no purpose.
  const asked = reads && !known && place !== '/sign-ins'
  const up = useLine(known && reads ? purpose : '') && !me.away
  const writes = me.acts.includes('publish') && me.scopes.includes('write')
  useEffect(() => (writes ? keepShell() : undefined), [writes])
  usePlaceKeys(me, reads)
  return (
    <MeContext value={me}>
      <a className="skip" href="#main">
        {t('shell-skip')}
      </a>
      <div className="shell">
        <Navigation up={up} />
        <header className="top">
          {reads && (
            <PurposeBar
              onChange={() => {
                askAgain()
              }}
            />
          )}
          <TopEnd />
        </header>
        <main id="main" tabIndex={-1}>
          {!up && (
            <p className="lost-line" role="status">
              {t('shell-lost-line')}
            </p>
          )}
          <Works />
          {writes && <Outbox up={up} />}
          {asked ? <ChoosePurpose /> : <Pages me={me} />}
        </main>
      </div>
      {known && asks && (
        <ChoosePurpose
          onDone={() => {
            askAgain(false)
          }}
        />
      )}
    </MeContext>
  )
}

function Pages({ me }: { me: Me }) {
  const t = useWords()
  const [path] = useLocation()
  const writes = me.acts.includes('publish') && me.scopes.includes('write')
  useEffect(() => {
    document.querySelector('main')?.scrollTo(0, 0)
  }, [path])
  return (
    <Newer place={path}>
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/">
            <Redirect to={home(me)} replace />
          </Route>
          {me.acts.includes('list') && <Route path="/inbox" component={Inbox} />}
          {me.acts.includes('read') && <Route path="/record/:owner/:id" component={RecordPage} />}
          {me.acts.includes('list') && <Route path="/thread/:id" component={ThreadPage} />}
          {['ask', 'administer'].some((act) => me.acts.includes(act)) && (
            <Route path="/ask/:part?" component={Asking} />
          )}
          {me.acts.includes('list') && <Route path="/find" component={Find} />}
          {me.acts.includes('list') && <Route path="/seizures" component={Seizures} />}
          {writes && <Route path="/compose" component={Compose} />}
          {me.acts.includes('read-audit') && <Route path="/audit" component={Audit} />}
          {me.acts.includes('read-audit') && <Route path="/audit/hints" component={Hints} />}
          {['administer', 'read-audit'].some((act) => me.acts.includes(act)) && (
            <Route path="/administration/:part?" component={Administration} />
          )}
          {(me.acts.includes('administer') || me.acts.includes('publish')) && (
            <Route path="/proposals/:number?" component={Proposals} />
          )}
          <Route path="/sign-ins" component={SignIns} />
          <Route>
            <Note title={t('no-page')}>
              <p>{t('no-page-do')}</p>
            </Note>
          </Route>
        </Switch>
      </Suspense>
    </Newer>
  )
}
