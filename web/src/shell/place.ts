// The places of the house, and whom each is for.
import {
  IconHelpHexagon,
  IconInbox,
  IconScale,
  IconSearch,
  IconSettings,
  IconShieldCheck,
  IconUsers,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Me } from '../node/shape'

export interface Place {
  path: string
  /** Its word in the catalogue. */
  word: string
  icon: ComponentType<{ size?: number; stroke?: number }>
  /** What the role must be allowed to do. */
  act: string
  /** Another act that lets the role in. */
  or?: string
  /** Whoever may do this has no use for it: overseers look at what others asked. */
  unless?: string
}

export const PLACES: { word: string; places: Place[] }[] = [
  {
    word: 'place-work',
    places: [
      { path: '/inbox', word: 'inbox', icon: IconInbox, act: 'list' },
      { path: '/ask', word: 'ask', icon: IconHelpHexagon, act: 'ask', unless: 'read-audit' },
      { path: '/find', word: 'find', icon: IconSearch, act: 'list' },
    ],
  },
  {
    word: 'place-knowledge',
    places: [{ path: '/seizures', word: 'seizures', icon: IconScale, act: 'list' }],
  },
  {
    word: 'place-oversight',
    places: [
      { path: '/audit', word: 'audit', icon: IconShieldCheck, act: 'read-audit' },
      {
        path: '/proposals',
        word: 'proposals',
        icon: IconUsers,
        act: 'administer',
        or: 'publish',
      },
      {
        path: '/administration',
        word: 'administration',
        icon: IconSettings,
        act: 'administer',
        or: 'read-audit',
      },
    ],
  },
]

export const allowed = (me: Me): Place[] =>
  PLACES.flatMap((group) => group.places).filter((place) => {
    const acts = [place.act, place.or]
    if (place.unless && me.acts.includes(place.unless)) return false
    return me.acts.some((act) => acts.includes(act))
  })

/** Where a role begins its work. */
export const home = (me: Me): string => {
  // At a border or an airport one asks, with a thumb and a second.
  if (me.role === 'frontline-officer' && me.acts.includes('ask')) return '/ask'
  return allowed(me)[0]?.path ?? '/none'
}
