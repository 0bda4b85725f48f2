// Who is signed in, for every part of the page.
import { createContext, useContext } from 'react'
import type { Me, Named } from '../node/shape'
import { useReader } from '../words/Words'

export const MeContext = createContext<Me | null>(null)

export function useSignedIn(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('a part stands outside of the shell')
  return me
}

/** Whether the role may do this at all; a record's own conditions come on top. */
export const useMay = (act: string): boolean => useSignedIn().acts.includes(act)

export function useNodeName(): (code: string) => string {
  const { members } = useSignedIn()
  const { language } = useReader().setting
  return (code) => {
    const found: Named | undefined = members.find((member) => member.code === code)
    return found?.[language] ?? code
  }
}
