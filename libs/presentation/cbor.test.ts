import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeCBOR } from '@levischuck/tiny-cbor'
import { decode, type Tagged } from './cbor.ts'

const read = (hex: string) => decode(Buffer.from(hex, 'hex'))

test('what RFC 8949 (appendix A) writes is read', () => {
  const examples: readonly (readonly [string, unknown])[] = [
    ['00', 0],
    ['1903e8', 1000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['1bffffffffffffffff', 18446744073709551615n],
    ['3903e7', -1000],
    ['f93c00', 1],
    ['fa47c35000', 100000],
    ['fb3ff199999999999a', 1.1],
    ['f4', false],
    ['f6', null],
    ['4401020304', new Uint8Array([1, 2, 3, 4])],
    ['63e6b0b4', '水'],
    ['83010203', [1, 2, 3]],
    [
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    [
      'bf61610161629f0203ffff',
      new Map<string, unknown>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
    ],
  ]
  for (const [hex, value] of examples) assert.deepEqual(read(hex), value, hex)
})

test('lengths longer than they need be are read, as some wallets write them, and what is tagged keeps its bytes', () => {
  assert.deepEqual(read('b90001616101'), new Map([['a', 1]]))
  const tagged = read('d81859000101') as Tagged
  assert.deepEqual([tagged.tag, Buffer.from(tagged.whole).toString('hex')], [24, 'd81859000101'])
})

test('what is cut off, goes on, stands twice, is too deep or lies about its length is refused', () => {
  for (const hex of [
    '',
    '19',
    '0000',
    '62c328',
    'a2010201',
    'a201020103',
    '9a7fffffff',
    '5bffffffffffffffff',
    '81'.repeat(40),
    '9f01',
    '1c',
    'fc',
    'a1f401',
  ])
    assert.throws(() => read(hex), { doubt: 'malformed' }, hex)
})

test('any bytes at all are read or refused, never more', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decode(bytes)
      } catch (error) {
        assert.equal((error as { doubt?: string }).doubt, 'malformed')
      }
    }),
    { numRuns: 300 },
  )
})

test('whatever another library writes is read as it was', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.uint8Array(),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')).map((one) => new Map(Object.entries(one))),
    ),
  })).value
  fc.assert(
    fc.property(value, (one) => assert.deepEqual(decode(encodeCBOR(one as never)), one)),
    { numRuns: 100 },
  )
})
