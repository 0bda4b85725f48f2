// Gives every part of the page its words, its writer of dates and the reader's settings.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { load, type Say, say } from './catalogue'
import { direction, type Language } from './language'
import { type Writer, writer } from './moment'
import { keep, load as loadSetting, type Setting } from './setting'

interface Reader {
  t: Say
  write: Writer
  setting: Setting
  change: (part: Partial<Setting>) => void
}

const Context = createContext<Reader | null>(null)

export function Words({ country, children }: { country: string; children: ReactNode }) {
  const [setting, setSetting] = useState(loadSetting)
  const [read, setRead] = useState<{ language: Language; text: string } | null>(null)
  useEffect(() => {
    let current = true
    void load(setting.language).then((text) => {
      if (current) setRead({ language: setting.language, text })
    })
    return () => {
      current = false
    }
  }, [setting.language])
  useEffect(() => {
    if (!read) return
    document.documentElement.lang = read.language
    document.documentElement.dir = direction(read.language)
  }, [read])
  const reader = useMemo<Reader | null>(() => {
    if (!read) return null
    const shown = { ...setting, language: read.language }
    return {
      t: say(read.text, read.language, setting.digits),
      write: writer(shown, country, () => new Date()),
      setting: shown,
      change: (part) => {
        const next = { ...setting, ...part }
        keep(next)
        setSetting(next)
      },
    }
  }, [read, setting, country])
  return reader && <Context.Provider value={reader}>{children}</Context.Provider>
}

export function useReader(): Reader {
  const reader = useContext(Context)
  if (!reader) throw new Error('a part stands outside of <Words>')
  return reader
}

export const useWords = (): Say => useReader().t
export const useWriter = (): Writer => useReader().write
