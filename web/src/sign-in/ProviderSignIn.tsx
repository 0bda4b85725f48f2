// Signing in through a national identity provider: a link, because the browser leaves these pages.
import { Button } from '@mantine/core'
import { useWords } from '../words/Words'
import { useProviders } from './query'

/** A button a provider; nothing where the node has none. With a link, its officer is bound. */
export function ProviderSignIn({ link }: { link?: string }) {
  const t = useWords()
  const providers = useProviders()
  if (!providers.data?.length) return null
  return (
    <>
      {link && <p className="remark">{t('provider-bind-means')}</p>}
      {providers.data.map(({ code, name }) => (
        <Button
          key={code}
          component="a"
          size="md"
          variant="default"
          href={['/sign-in/with', code, ...(link ? [link] : [])].join('/')}
        >
          {t(link ? 'provider-bind' : 'provider-sign-in', { name })}
        </Button>
      ))}
    </>
  )
}
