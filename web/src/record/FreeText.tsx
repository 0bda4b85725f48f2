// Somebody's own words, in the language in which they were written, which is said.
import { useReader } from '../words/Words'
import './content.css'

export function FreeText({ language, children }: { language: string; children: string }) {
  const { t, setting } = useReader()
  const names = new Intl.DisplayNames([setting.language], { type: 'language' })
  const name = /^[a-z]{2,3}(-|$)/i.test(language) ? names.of(language) : undefined
  return (
    <figure className="free-text">
      <blockquote lang={language} dir="auto">
        {children}
      </blockquote>
      {name && language !== setting.language && (
        <figcaption>{t('written-in', { language: name })}</figcaption>
      )}
    </figure>
  )
}
