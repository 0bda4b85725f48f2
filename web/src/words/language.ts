// The four languages and how each writes.
export const LANGUAGES = ['ar', 'en', 'fr', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each by its own name, as people look for it. */
export const NAMES: Record<Language, string> = {
  ar: 'العربية',
  en: 'English',
  fr: 'français',
  es: 'español',
}

export const direction = (language: Language): 'rtl' | 'ltr' => (language === 'ar' ? 'rtl' : 'ltr')

export const isLanguage = (text: string | null): text is Language =>
  LANGUAGES.some((language) => language === text)

/** The first of the reader's languages that we have. */
export function preferred(wanted: readonly string[]): Language {
  const bare = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '')
  return bare.find((tag): tag is Language => isLanguage(tag)) ?? 'en'
}
