// The language, for whoever is not signed in yet.
import { NativeSelect } from '@mantine/core'
import { LANGUAGES, NAMES, type Language } from '../words/language'
import { useReader } from '../words/Words'

export function ChooseLanguage() {
  const { t, setting, change } = useReader()
  return (
    <NativeSelect
      label={t('setting-language')}
      value={setting.language}
      data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
      onChange={(event) => {
        change({ language: event.currentTarget.value as Language })
      }}
    />
  )
}
