// Starts the pages: words, theme, questions to the node, and the page of this address.
import './theme/style'
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense, useEffect, useMemo } from 'react'
import { createRoot } from 'react-dom/client'
import { isSignedOut, LostLine } from './node/client'
import { lookAgain, useMe } from './node/query'
import { Newer } from './parts/Newer'
import { Shell } from './shell/Shell'
import { themeOf, variables } from './theme/theme'
import { useReader, Words } from './words/Words'
import { direction } from './words/language'

const SignedOut = lazy(() => import('./sign-in/SignedOut'))

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (isSignedOut(error) && queryKey[0] !== 'me') void lookAgain(queries)
    },
  }),
  mutationCache: new MutationCache({
    onError: (error) => {
      if (isSignedOut(error)) void lookAgain(queries)
    },
  }),
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof LostLine && count < 5,
    },
  },
})

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''

function Dressed() {
  const { setting } = useReader()
  const theme = useMemo(() => themeOf(setting.language), [setting.language])
  const dir = direction(setting.language)
  return (
    <DirectionProvider initialDirection={dir} detectDirection={false}>
      <Turn dir={dir} />
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        {...(setting.theme === 'auto'
          ? { defaultColorScheme: 'auto' as const }
          : { forceColorScheme: setting.theme })}
        getStyleNonce={() => nonce}
      >
        <Entrance />
      </MantineProvider>
    </DirectionProvider>
  )
}

/** Turns the page around without making it anew: what was typed stays. */
function Turn({ dir }: { dir: 'rtl' | 'ltr' }) {
  const { setDirection } = useDirection()
  useEffect(() => {
    setDirection(dir)
  }, [dir, setDirection])
  return null
}

const Enrolment = lazy(() => import('./sign-in/Enrolment'))

function Entrance() {
  const me = useMe()
  // Whoever opens a link makes a passkey, whoever is signed in with this browser.
  if (window.location.pathname === '/enrol') {
    return (
      <Suspense>
        <Enrolment />
      </Suspense>
    )
  }
  // What was read before a session ended is not shown after it.
  if (me.data && !isSignedOut(me.error)) return <Shell key={me.data.officer} me={me.data} />
  if (me.error) {
    return (
      <Newer place="sign-in">
        <Suspense>
          <SignedOut error={me.error} />
        </Suspense>
      </Newer>
    )
  }
  return null
}

function Page() {
  const me = useMe()
  return (
    <Words country={me.data?.node ?? ''}>
      <Dressed />
    </Words>
  )
}

createRoot(document.getElementById('page') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Page />
    </QueryClientProvider>
  </StrictMode>,
)
