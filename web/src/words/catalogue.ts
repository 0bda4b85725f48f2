// The words of one language: the same Fluent catalogues that the node reads.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import type { Language } from './language'
import type { Digits } from './setting'

export type Values = Record<string, FluentVariable>
/** `otherwise` is said where there is no such word. */
export type Say = (key: string, values?: Values, otherwise?: string) => string

const FILES: Record<Language, () => Promise<{ default: string }>> = {
  ar: () => import('virtual:words/ar'),
  en: () => import('virtual:words/en'),
  fr: () => import('virtual:words/fr'),
  es: () => import('virtual:words/es'),
}

/** Words that few pages need: of asking, of offline copies, what each limit bounds, the short
 *  reasons of the audit. */
const FURTHER = {
  asking: {
    ar: () => import('virtual:words/ar/asking'),
    en: () => import('virtual:words/en/asking'),
    fr: () => import('virtual:words/fr/asking'),
    es: () => import('virtual:words/es/asking'),
  },
  copy: {
    ar: () => import('virtual:words/ar/copy'),
    en: () => import('virtual:words/en/copy'),
    fr: () => import('virtual:words/fr/copy'),
    es: () => import('virtual:words/es/copy'),
  },
  limit: {
    ar: () => import('virtual:words/ar/limit'),
    en: () => import('virtual:words/en/limit'),
    fr: () => import('virtual:words/fr/limit'),
    es: () => import('virtual:words/es/limit'),
  },
  reason: {
    ar: () => import('virtual:words/ar/reason'),
    en: () => import('virtual:words/en/reason'),
    fr: () => import('virtual:words/fr/reason'),
    es: () => import('virtual:words/es/reason'),
  },
} satisfies Record<string, typeof FILES>
export type Further = keyof typeof FURTHER

export const loadFurther = async (which: Further, language: Language): Promise<string> =>
  (await FURTHER[which][language]()).default

export const load = async (language: Language): Promise<string> => (await FILES[language]()).default

/** The pages' own words begin with `page-`; a word that is not there shows as its key. */
export function say(text: string, language: Language, digits: Digits): Say {
  const bundle = new FluentBundle(`${language}-u-nu-${language === 'ar' ? digits : 'latn'}`)
  bundle.addResource(new FluentResource(text))
  return (key, values, otherwise = `⟦${key}⟧`) => {
    const message = bundle.getMessage(`page-${key}`) ?? bundle.getMessage(key)
    if (!message?.value) return otherwise
    return bundle.formatPattern(message.value, values ?? {}, [])
  }
}
