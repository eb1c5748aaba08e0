import assert from 'node:assert/strict'
import { test } from 'node:test'
import serialize from 'canonicalize'
import fc from 'fast-check'
import { canonicalHash, canonicalJson } from './index.ts'

/** The reference library; its types describe another kind of module. */
const canonicalize = serialize as unknown as (value: unknown) => string

test('the canonical text is that of RFC 8785, appendix and section 3.2.3', () => {
  const example = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  }
  assert.equal(
    canonicalJson(example),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const keys = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew',
    '1': 'One',
    '\ud83d\ude00': 'Emoji',
    '\u0080': 'Control',
    '\u00f6': 'o',
  }
  assert.deepEqual(Object.values(JSON.parse(canonicalJson(keys).replace('"1"', '"_1"'))), [
    'Carriage Return',
    'One',
    'Control',
    'o',
    'Euro Sign',
    'Emoji',
    'Hebrew',
  ])
})

test('any JSON has the text the reference library gives it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.oneof(fc.nat(99).map(String), fc.string()), fc.jsonValue())), (value) =>
      assert.equal(canonicalJson(value), canonicalize(value)),
    ),
  )
})

test('the same definition has the same id, whatever the order it was written in; another has another', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (definition) => {
      const backwards = Object.fromEntries(Object.entries(definition).toReversed())
      assert.equal(canonicalHash(backwards), canonicalHash(definition))
      assert.notEqual(canonicalHash({ ...definition, [`${Object.keys(definition)[0]}+`]: 1 }), canonicalHash(definition))
    }),
  )
})

test('the hash is SHA-256', () => {
  assert.equal(canonicalHash('abc'), '6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25') // of "abc" in quotes
})

test('what JSON cannot say is refused', () => {
  for (const value of [undefined, Number.NaN, [Infinity], { a: () => 1 }, 1n])
    assert.throws(() => canonicalHash(value), TypeError)
})
