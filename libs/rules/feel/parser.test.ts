import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createEngine, FeelError, type Json, parseFeel } from '../index.ts'

const engine = createEngine({ facts: [], parameters: [], services: [] })
const value = (expr: string): Json | undefined => engine.value(expr, { facts: {}, asOf: '2026-03-01' })

const EXPECTED: readonly (readonly [string, Json])[] = [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['-2 ** 2', 4],
  ['2 ** 3 ** 2', 64],
  ['10 - 3 - 2', 5],
  ['7 / 2', 3.5],
  ['"a" + "b" = "ab"', true],
  ['1 = 1 and 2 != 3 or false', true],
  ['5 between 1 and 5', true],
  ['5 between 1 and 4 or true', true],
  ['5 in [1..5]', true],
  ['5 in [1..5)', false],
  ['5 in ]1..5[', false],
  ['5 in (1..5]', true],
  ['5 in (1, 2, 5)', true],
  ['5 in (< 3, > 4)', true],
  ['5 in > 4', true],
  ['5 in [1, 5]', true],
  ['5 in (> 4)', true],
  ['if 1 > 2 then "a" else "b"', 'b'],
  ['for x in [1, 2, 3] return x * x', [1, 4, 9]],
  ['for x in 1..3, y in [10] return x + y', [11, 12, 13]],
  ['for x in 3..1 return x', [3, 2, 1]],
  ['some x in [1, 2] satisfies x > 1', true],
  ['every x in [1, 2], y in [3] satisfies x < y', true],
  ['[1, 2, 3][item > 1]', [2, 3]],
  ['[1, 2, 3][2]', 2],
  ['[1, 2, 3][-1]', 3],
  ['[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b', [4]],
  ['{a: 1, b: a + 1}.b', 2],
  ['{"two words": 2}', { 'two words': 2 }],
  ['[1..5].start', 1],
  ['floor to(349733, 10)', 349730],
  ['list contains([1, 2], 2)', true],
  ['years and months duration(date("2020-01-31"), date("2021-03-30")) = duration("P1Y1M")', true],
  ['years and months duration(@"2020-01-01", @"2022-03-01")', 'P2Y2M'],
  ['date("2024-02-29") + duration("P1Y")', '2025-02-28'],
  ['date(2024, 2, 29).day', 29],
  ['(date("2026-03-01") - date("2026-02-01")).days', 28],
  ['substring(string: "foobar", start position: 3)', 'obar'],
  ['string length("한글")', 2],
  ['sort([3, 1, 2], function(x, y) x < y)', [1, 2, 3]],
  ['(function(x) x + 1)(2)', 3],
  ['{f: function(x) x * 2, r: f(4)}.r', 8],
  ['1 instance of number', true],
  ['"a" instance of number', false],
  ['[1] instance of list<number>', true],
  ['null = null', true],
  ['1 /* of many */ + 1 // and done', 2],
  ['"\\u0041\\n\\""', 'A\n"'],
  ['not(true)', false],
  ['1e3', 1000],
  ['.5 + .5', 1],
  ['today', '2026-03-01'],
  ['today()', '2026-03-01'],
  ['today.year', 2026],
  ['modulo(-7, 3)', 2],
  ['distinct values([1, 2, 1])', [1, 2]],
  ['concatenate([1], [2, 3])', [1, 2, 3]],
  ['string join(["a", "b"], "-")', 'a-b'],
  ['day of week(date("2026-03-01"))', 'Sunday'],
  ['get value({a: 5}, "a")', 5],
  ['round half up(2.5, 0)', 3],
  ['decimal(2.5, 0)', 2],
]

for (const [expr, expected] of EXPECTED)
  test(`${expr} is ${JSON.stringify(expected)}`, () => assert.deepEqual(value(expr), expected))

const WRONG: readonly (readonly [string, number, string])[] = [
  ['1 +', 3, 'a value'],
  ['(1', 2, ')'],
  ['"abc', 0, 'a closing "'],
  ['1 2', 2, 'the end'],
  ['if true then 1', 14, 'else'],
  ['#', 0, 'a name, a value or an operator'],
  ['person.', 7, 'a name after the dot'],
  ['{a: 1, a: 2}', 7, 'each key once'],
]

for (const [expr, start, expected] of WRONG)
  test(`${expr} is refused at ${start}, where ${expected} was expected`, () => {
    assert.throws(
      () => parseFeel(expr),
      (error) => error instanceof FeelError && error.start === start && error.expected === expected,
    )
  })

test('an expression nested ten thousand deep is refused, not a stack overflow', () => {
  const deep = [
    '('.repeat(10_000),
    '-'.repeat(10_000),
    '['.repeat(10_000),
    'for a in '.repeat(10_000),
    'if '.repeat(10_000),
    '1 in ('.repeat(10_000),
  ]
  for (const expr of deep) assert.throws(() => parseFeel(expr), FeelError)
  assert.throws(() => parseFeel(`1${' + 1'.repeat(10_000)}`), FeelError)
})

test('any text parses or is refused with a place inside it', () => {
  const words = fc.constantFrom(
    ...'if then else for in return some every satisfies between and or not ( ) [ ] { } .. . , : + - * / ** < <= = != a b 1 2.5 "s" @"2026-01-01" null true function instance of list contains'.split(
      ' ',
    ),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
      ),
      (source) => {
        try {
          parseFeel(source)
        } catch (error) {
          assert.ok(error instanceof FeelError, String(error))
          assert.ok(error.start >= 0 && error.start <= error.end && error.end <= source.length)
        }
      },
    ),
    { numRuns: 2000 },
  )
})

test('names that hold spaces are read when they are told', () => {
  assert.deepEqual(parseFeel('monthly income * 2', ['monthly income']), {
    k: 'binary',
    op: '*',
    a: { k: 'name', name: 'monthly income', start: 0, end: 14 },
    b: { k: 'number', text: '2', start: 17, end: 18 },
    start: 0,
    end: 18,
  })
})
