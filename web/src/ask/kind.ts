// What a question may be read as, and what each is called.
import { useLabel } from '../parts/label'
import { useAskWords } from './words'

/** Those that an officer chooses by hand most; the node reads many more. */
export const KINDS = [
  'person',
  'organisation',
  'vessel',
  'number',
  'mrz',
  'travel-document',
  'plate',
  'phone',
  'container',
  'imo-number',
  'iban',
  'email',
]

const NAMED = ['person', 'organisation', 'vessel', 'number', 'mrz']

export function useKind(): (code: string) => string {
  const t = useAskWords()
  const label = useLabel('selector')
  return (code) => (NAMED.includes(code) ? t(`ask-kind-${code}`) : label(code))
}
