import { describe, expect, test } from 'vitest'
import { cells, headings, parted, questions } from './row'

describe('many questions', () => {
  test('each line that says something is one', () => {
    expect(questions('Arlo Quennevis\r\n\n  CSQU3054383 \n')).toEqual([
      { text: 'Arlo Quennevis' },
      { text: 'CSQU3054383' },
    ])
    expect(questions(' \n')).toEqual([])
  })

  test.each([',', ';', '\t'])('a heading parted by %j makes it a table', (between) => {
    const lines = [
      ['text', 'birth', 'country'],
      ['عبد الله قاسم', '1970-02-19', 'SD'],
      ['Solo', '', ''],
    ]
    expect(questions(lines.map((line) => line.join(between)).join('\n'))).toEqual([
      { text: 'عبد الله قاسم', births: ['1970-02-19'], countries: ['SD'], documents: [] },
      { text: 'Solo', births: [], countries: [], documents: [] },
    ])
  })

  test('a name with a comma is no table', () => {
    expect(questions('QUENNEVIS, Arlo')).toEqual([{ text: 'QUENNEVIS, Arlo' }])
  })

  test('quoted cells keep their separators and marks', () => {
    expect(cells('"Quennevis, ""Arlo""",1970', ',')).toEqual(['Quennevis, "Arlo"', '1970'])
    expect(cells('a"b,c', ',')).toEqual(['a"b', 'c'])
  })

  test('values are parted in any script', () => {
    expect(parted('1970؛ 1971, 1972;')).toEqual(['1970', '1971', '1972'])
  })
})

test.each([',', ';', '\t', '|'])('headings of a table parted by %j', (between) => {
  const line = ['No', '"Nombre"', 'País'].join(between)
  expect(headings(`\ufeff\r\n${line}\r\n1${between}2${between}3`)).toEqual(['No', 'Nombre', 'País'])
  expect(headings('')).toEqual([])
  expect(headings('alone')).toEqual(['alone'])
})
