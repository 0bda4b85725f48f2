import { expect, test } from 'vitest'
import { withoutText } from './said'

const KEPT = 'Spontaneous information: “about a parcel”.'

test.each([
  ['“Seen at the gate.”', 'Seen at the gate.'],
  ['In Spanish: “Visto en\nla puerta.”', 'Visto en la puerta.'],
  ['«\u00a0Vu à la porte.\u00a0»', 'Vu à la porte.'],
  ['En espagnol : «\u00a0Visto: ayer.\u00a0»', 'Visto: ayer.'],
  ['بالإسبانية: «\u2068Visto ayer.\u2069»', 'Visto ayer.'],
])('%s stands once', (sentence, written) => {
  expect(withoutText([KEPT, sentence], written)).toEqual([KEPT])
})

test('what says more than the text stays', () => {
  const all = [
    KEPT,
    'A sign to look for (smell): Seen at the gate.',
    '“Seen at the gate.” is said.',
  ]
  expect(withoutText(all, 'Seen at the gate.')).toEqual(all)
  expect(withoutText(all, null)).toEqual(all)
  // A subject that says the same as the text is no repetition of it.
  expect(withoutText([KEPT, '“about a parcel”'], 'about a parcel')).toEqual([KEPT])
})
