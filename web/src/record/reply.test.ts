import { expect, test } from 'vitest'
import type { View } from '../node/shape'
import { body, EMPTY, questions } from './reply'

const written = { ...EMPTY, text: 'No.' }

test('an answer says its text alone', () => {
  expect(body('answer', written, 'en')).toEqual({
    type: 'answer',
    text: { language: 'en', text: 'No.' },
  })
})

test('a refusal has its code and nothing that stops the clock', () => {
  const all = { ...written, concerns: [2], pause: 'judicial-authorisation' }
  expect(body('refusal', all, 'fr')).toEqual({
    type: 'refusal',
    text: { language: 'fr', text: 'No.' },
    refusal: 'information-not-available',
    concerns: [2],
  })
})

test('what asks back may stop the clock until a day, and settles no question', () => {
  const all = {
    ...written,
    concerns: [1],
    pause: 'clarification-awaited',
    expected: '2026-12-01',
  }
  expect(body('clarification', all, 'en')).toMatchObject({
    pause: { reason: 'clarification-awaited', expected: '2026-12-01' },
  })
  expect(body('clarification', all, 'en')).not.toHaveProperty('concerns')
})

test('questions are numbered from one', () => {
  const asks = [{ what: 'subscriber' }, { what: 'other', text: { text: 'Why?' } }]
  const view = { body: { statement: { asks } } } as unknown as View
  expect(questions(view)).toEqual([
    { number: 1, what: 'subscriber', text: '' },
    { number: 2, what: 'other', text: 'Why?' },
  ])
})
