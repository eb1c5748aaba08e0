/** Hostile expressions end, in a value or a typed error. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compileExpression, createBudget } from '../feel/expression.ts'
import { FUNCTIONS } from '../feel/functions/index.ts'
import { toJson, type Value, valueText } from '../feel/values.ts'
import { createEngine, FeelError, type Json, LimitError, type RuleErrors } from '../index.ts'

const engine = createEngine({ facts: [{ id: 'u', type: 'number', askable: true }], parameters: [], services: [] })
const value = (expr: string): Json | undefined => engine.value(expr, { facts: {}, asOf: '2026-03-01' })

const VALUES = [
  ...['null', 'true', '0', '-1', '2.5', '1e300', '-1e6000', '9007199254740993', '"a"', '""', '"2026-01-01"', '@"2024-02-29"'],
  ...['@"P1Y"', '@"-P3D"', '@"P999999999Y"', '[]', '[3, 1]', '["b"]', '[null]', '[[1]]', '{}', '{key: "k", value: 2}', '[1..5]'],
  ...['(< 5)', '(function(x, y) x < y)', 'u', '[u]', 'today'],
]
/** Each as a value, so that nothing is known of its kind before running and an expression is compiled once for all of them. */
const ALL = VALUES.map((text) => compileExpression(text, ['u']).evaluate([undefined], createBudget()))

test('every function and operator takes every kind of value', () => {
  const names = [...FUNCTIONS.keys()]
  for (const name of names) {
    const one = settles(`${name}(a)`)
    for (const a of ALL) one(a, undefined)
  }
  const pairs = names.filter((name) => FUNCTIONS.get(name)!.max > 1).map((name) => `${name}(a, b)`)
  const operators = ['+', '-', '*', '/', '**', '=', '<', 'and', 'or', 'in'].map((op) => `a ${op} b`)
  for (const text of [...pairs, ...operators, 'a[b]', 'for i in a..b return 1']) {
    const two = settles(text)
    for (const a of ALL) for (const b of ALL) two(a, b)
  }
})

/** Ends in a value that has a JSON form, or a typed error. */
function settles(text: string): (a: Value, b: Value) => void {
  const { evaluate } = compileExpression(text, ['a', 'b'])
  return (a, b) => {
    try {
      toJson(evaluate([a, b], createBudget()))
    } catch (error) {
      if (!(error instanceof FeelError)) assert.fail(`${text} of ${valueText(a)}, ${valueText(b)}: ${String(error)}`)
    }
  }
}

test('loops, recursion and doubling come to an end', () => {
  assert.throws(() => value('count(for a in 1..90000, b in 1..90000 return 1)'), LimitError)
  assert.throws(() => value('{f: function(g, n) if n > 30 then 1 else g(g, n + 1) + g(g, n + 1), r: f(f, 0)}.r'), LimitError)
  const entries = Array.from({ length: 100 }, (_, i) => `a${i + 1}: a${i} + a${i}`)
  assert.equal(value(`{a0: "xx", ${entries.join(', ')}}.a100`), undefined)
  const lists = Array.from({ length: 40 }, (_, i) => `a${i + 1}: concatenate(a${i}, a${i})`)
  assert.equal(value(`{a0: [1, 2], ${lists.join(', ')}}.a19`), undefined)
})

test('a loop over too much is refused, whatever it is for, and never answered as if nothing were there', () => {
  for (const text of [
    'some x in 1..1000000000 satisfies x = 3',
    'every x in [1..1000000000] satisfies x > 0',
    'count(for x in @"0001-01-01"..@"2026-01-01" return x)',
  ])
    assert.throws(() => value(text), LimitError, text)
  const given = { id: 'n', type: 'number', askable: true } as const
  const criteria = [{ id: 'a', test: 'some x in 1..1000000000 satisfies x = n' }]
  const rules = { facts: [given], parameters: [], services: [{ id: 's', basis: 'law', unit: 'person', criteria }] } as const
  const [result] = createEngine(rules).screen({ facts: { n: 3 }, asOf: '2026-03-01' }).results
  assert.deepEqual([result?.outcome, result?.missing], ['unknown', []])
})

test('what is wrong in an expression of several lines is told with its line and column', () => {
  const criteria = [{ id: 'a', test: 'n > 1\nand\n  m > 2\r\nand k > 3' }]
  const given = { id: 'n', type: 'number', askable: true } as const
  const rules = { facts: [given], parameters: [], services: [{ id: 's', basis: 'law', unit: 'person', criteria }] } as const
  assert.throws(
    () => createEngine(rules),
    (error: RuleErrors) => {
      assert.deepEqual(
        error.errors.map(({ line, column }) => [line, column]),
        [
          [3, 3],
          [4, 5],
        ],
      )
      return /^services\/s\/a, line 3, column 3: There is no fact, parameter or name m\./.test(error.message)
    },
  )
})

test('a chain of three thousand derived facts is told before anything runs, one of two hundred is answered', () => {
  const given = { id: 'c0', type: 'number', askable: true } as const
  const chain = (length: number, derive: (before: string) => string) =>
    Array.from({ length }, (_, i) => ({ id: `c${i + 1}`, type: 'number', derive: derive(`c${i}`), askable: false }) as const)
  const make = (facts: Parameters<typeof createEngine>[0]['facts'], last: string) => {
    const criteria = [{ id: 'a', test: `${last} > 3` }]
    return createEngine({ facts, parameters: [], services: [{ id: 's', basis: 'law', unit: 'person', criteria }] })
  }
  const long = chain(3_000, (before) => `${before} + 1`)
  const deep = chain(50, (before) => `${'('.repeat(90)}${before}${' + 1)'.repeat(90)}`)
  for (const [facts, last] of [
    [[given, ...long], 'c3000'],
    [[given, ...long].reverse(), 'c3000'],
    [[given, ...deep], 'c50'],
  ] as const)
    assert.throws(
      () => make(facts, last),
      (error: RuleErrors) => {
        assert.equal(error.errors.length, 1)
        const [{ where, message, remedy } = assert.fail()] = error.errors
        return /^facts\/c\d+$/.test(where) && /through too many others/.test(message) && remedy !== ''
      },
    )
  const input = { facts: { c0: -199 }, asOf: '2026-03-01' }
  const short = make([given, ...chain(200, (before) => `${before} + 1`)], 'c200')
  assert.equal(short.screen({ facts: {}, asOf: '2026-03-01' }).results[0]?.outcome, 'unknown')
  assert.equal(short.explain('s', input).remedy?.changes.length, 1)
})

test('an amount of a thousand steps is answered, what it waits for too; of more it is told before anything runs', () => {
  const make = (count: number) => {
    const step = (i: number) => ({ let: `s${i}`, be: i === 0 ? 'n + 1' : i % 3 === 0 ? `s${i - 1} + 0 * m` : `s${i - 1} + 1` })
    const amount = { per: 'month' as const, steps: Array.from({ length: count }, (_, i) => step(i)) }
    const facts = ['n', 'm'].map((id) => ({ id, type: 'number', askable: true }) as const)
    return createEngine({
      facts,
      parameters: [],
      services: [{ ...{ id: 's', basis: 'law', unit: 'person' }, criteria: [], amount }],
    })
  }
  const longest = make(1_000)
  const amountFor = (facts: Record<string, number>) => longest.screen({ facts, asOf: '2026-03-01' }).results[0]!.amount!
  assert.equal(amountFor({ n: 1, m: 2 }).value, 668)
  assert.deepEqual(amountFor({ m: 2 }).missingFacts, ['n'])
  assert.deepEqual(amountFor({ n: 2 }).missingFacts, ['m'])
  assert.deepEqual(amountFor({}).missingFacts, ['n', 'm'])
  for (const count of [10_000, 100_000])
    assert.throws(
      () => make(count),
      (error: RuleErrors) => {
        const [{ where, message, remedy } = assert.fail(), ...others] = error.errors
        assert.deepEqual([where, message, others], ['services/s/s1000', `The amount has ${count} steps, more than 1000`, []])
        return remedy.startsWith('Put what belongs together')
      },
    )
})
