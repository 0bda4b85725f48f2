// Quiet paper and one petrol ink: Mantine in the words of tokens.css.
import {
  Button,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  NativeSelect,
  TextInput,
} from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { createElement } from 'react'

const petrol: MantineColorsTuple = [
  '#EAF4F3',
  '#D3E7E6',
  '#A6CFCE',
  '#78B8B8',
  '#55A5A6',
  '#2F8C90',
  '#17757B',
  '#0B5F66',
  '#094D53',
  '#063A3F',
]
const dark: MantineColorsTuple = [
  '#E4EAEA',
  '#C3CCCD',
  '#9DA9AB',
  '#7E8B8E',
  '#3A464A',
  '#2A3438',
  '#1E272A',
  '#171E21',
  '#111719',
  '#0C1113',
]

const chevron = createElement(IconChevronDown, { size: 15, stroke: 1.7, 'aria-hidden': true })

const buttonHeights = { latin: '32px', arabic: '34px' }

/** The theme of a language: Arabic is set larger. */
export function themeOf(language: string) {
  const arabic = language === 'ar'
  const family = "'Noto Sans Variable', 'Amana Arabic', sans-serif"
  const buttonVars = (_: unknown, props: { variant?: string }) => ({
    root: {
      '--button-height': arabic ? buttonHeights.arabic : buttonHeights.latin,
      '--button-padding-x': '11px',
      '--button-fz': 'var(--a-base)',
      ...((props.variant ?? 'filled') === 'filled' && {
        '--button-bg': 'var(--a-accent)',
        '--button-hover': 'var(--a-accent-hover)',
        '--button-color': 'var(--a-on-accent)',
      }),
    },
  })
  return createTheme({
    primaryColor: 'petrol',
    primaryShade: { light: 7, dark: 4 },
    colors: { petrol, dark },
    black: '#15201F',
    autoContrast: true,
    luminanceThreshold: 0.3,
    defaultRadius: 'sm',
    focusRing: 'auto',
    respectReducedMotion: true,
    fontFamily: family,
    fontFamilyMonospace: 'var(--a-mono)',
    headings: { fontFamily: family },
    spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
    radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px' },
    fontSizes: arabic
      ? { xs: '14px', sm: '14.5px', md: '15px', lg: '18px', xl: '22px' }
      : { xs: '12px', sm: '13px', md: '14px', lg: '17px', xl: '22px' },
    components: {
      Button: Button.extend({ vars: buttonVars }),
      TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
      NativeSelect: NativeSelect.extend({ defaultProps: { size: 'sm', rightSection: chevron } }),
    },
  })
}

const shared = {
  '--mantine-color-body': 'var(--a-surface)',
  '--mantine-color-text': 'var(--a-text)',
  '--mantine-color-dimmed': 'var(--a-text-3)',
  '--mantine-color-placeholder': 'var(--a-text-3)',
  '--mantine-color-default': 'var(--a-surface)',
  '--mantine-color-default-hover': 'var(--a-hover)',
  '--mantine-color-default-color': 'var(--a-text)',
  '--mantine-color-default-border': 'var(--a-line-2)',
}

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
})
