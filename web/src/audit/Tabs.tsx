// The two halves of the audit: what was done, and what a person should look at.
import { Link } from 'wouter'
import { useWords } from '../words/Words'

const TABS = [
  { name: 'lines', path: '/audit' },
  { name: 'hints', path: '/audit/hints' },
] as const

export function Tabs({ here }: { here: (typeof TABS)[number]['name'] }) {
  const t = useWords()
  return (
    <nav className="audit-tabs" aria-label={t('audit')}>
      {TABS.map(({ name, path }) => (
        <Link key={name} href={path} aria-current={name === here ? 'page' : undefined}>
          {t(`audit-tab-${name}`)}
        </Link>
      ))}
    </nav>
  )
}
