import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { readWithPlaces } from './source.ts'
import { filesOf, KOREA } from './testing.ts'
import { readPlain } from './yaml-plain.ts'

const careful = (text: string) => readWithPlaces({ path: 'a.yaml', text }).source

/** Whatever the quick reader reads, the careful one reads alike; false where the quick one leaves it to the other. */
function agree(text: string): boolean {
  const quick = readPlain(text)
  if (!quick) return false
  const slow = careful(text)
  assert.ok(slow, `read although it is wrong: ${JSON.stringify(text)}`)
  assert.deepEqual(quick.value, slow.value, JSON.stringify(text))
  return true
}

describe('the quick reader of plain YAML', () => {
  test('reads every file of the Korea pack as the careful one does, and leaves it none', () => {
    const files = filesOf(KOREA).filter(({ path }) => path.endsWith('.yaml'))
    assert.ok(files.length > 50)
    for (const { path, text } of files) assert.ok(agree(text), path)
  })

  test('agrees on scalars of every kind that YAML knows, quoted or not, as value and as key', () => {
    const said = [
      '1',
      '-1',
      '+1',
      '01',
      '-01',
      '1.10',
      '1.',
      '.5',
      '-.5',
      '1e3',
      '1_000',
      '0x1F',
      '0o17',
      '0',
      '-0',
      '00',
      '1.0e+2',
    ]
    const words = [
      'null',
      '~',
      'Null',
      'true',
      'True',
      'yes',
      'no',
      'on',
      '.inf',
      '-.INF',
      '.nan',
      '2026-01-01',
      '12:30',
      '1.2.3',
      '<<',
    ]
    const long = [
      '999999999999999',
      '9999999999999999',
      '123456789012345678',
      '=',
      '-',
      '?',
      '"a\\u00e9\\n"',
      "'it''s'",
      '{}',
      '[]',
    ]
    for (const one of [...said, ...words, ...long])
      for (const text of [`a: ${one}\n`, `- ${one}\n`, `${one}: a\n`, `${one}`, `a: "${one}"`, `[${one}, ${one}]`]) agree(text)
    assert.ok(agree('a: |\n  one\n  two\n\nb: >-\n  one\n  two\n# end\nc:\n'))
  })

  test('leaves mistakes and what is not plain to the careful one', () => {
    const others = [
      'a: 1\na: 2\n',
      'a: &x 1\nb: *x\n',
      'a: !!str 1\n',
      '%YAML 1.2\n---\na: 1\n',
      'a: 1\n---\nb: 2\n',
      '1.0: a\n',
      '{a',
      '\t- a',
    ]
    for (const text of others) assert.equal(readPlain(text), undefined, text)
  })

  test('agrees on random documents, and on what mistakes make of them', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }),
        fc.double(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('any'), { maxLength: 4 }),
      map: fc.dictionary(fc.string({ minLength: 1 }), tie('any'), { maxKeys: 4 }),
    })).any
    let read = 0
    const slip = fc.tuple(fc.nat(), fc.constantFrom('', ' ', '\n', ':', '-', '"', '#', '&', '  ', '[', '\t'))
    fc.assert(
      fc.property(value, fc.option(slip), (one, mistake) => {
        const text = stringify(one)
        const at = mistake ? mistake[0] % (text.length + 1) : 0
        if (agree(mistake ? text.slice(0, at) + mistake[1] + text.slice(at + 1) : text)) read++
      }),
      { numRuns: 500 },
    )
    assert.ok(read > 200, `only ${read} were read`)
  })
})
