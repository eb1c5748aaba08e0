/** Laws of the engine over random expressions and people. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { parseDay } from '../feel/dates.ts'
import type { RuleError } from '../errors.ts'
import { parseFeel } from '../feel/parser.ts'
import { createEngine } from '../engine.ts'
import { interpretRule } from '../testing/reference-interpreter.ts'
import { FUEL, type Run } from '../compiler/run.ts'
import type { FactDecl, Json, ServiceRules } from '../types.ts'
import { equal, factValue, isList, type Value } from '../feel/values.ts'
import { createWords } from '../compiler/vocabulary.ts'

const TODAY = parseDay('2026-03-01')!
const FACTS: readonly FactDecl[] = [
  { id: 'p.n', type: 'number', askable: true },
  { id: 'p.m', type: 'number', askable: true },
  { id: 'p.a', type: 'boolean', askable: true },
  { id: 'p.b', type: 'boolean', askable: true },
  { id: 'p.s', type: 'string', values: ['u', 'v', 'w'], askable: true },
  { id: 'p.born', type: 'date', askable: true },
  { id: 'p.ns', type: 'list', askable: true },
]

const { bool } = fc.letrec<{ num: string; bool: string; list: string }>((tie) => ({
  num: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom('p.n', 'p.m', '0', '1', '2', '3', '2.5', 'age(p.born)', '9E6144'),
    fc.tuple(tie('num'), fc.constantFrom('+', '-', '*', '/'), tie('num')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('bool'), tie('num'), tie('num')).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
    fc.tuple(fc.constantFrom('sum', 'max', 'count'), tie('list')).map(([f, l]) => `${f}(${l})`),
    tie('num').map((n) => `floor to(${n}, 2)`),
    tie('num').map((n) => `sqrt(${n})`),
    fc.tuple(tie('num'), tie('num')).map(([a, b]) => `modulo(${a}, ${b})`),
  ),
  list: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.constant('p.ns'),
    fc.array(tie('num'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('list'), tie('num')).map(([l, n]) => `${l}[item > ${n}]`),
    tie('list').map((l) => `(for e in ${l} return e + 1)`),
  ),
  bool: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    fc.constantFrom('p.a', 'p.b', 'true', 'false', 'p.a = true', 'p.s = "u"', 'p.s != "v"', 'p.s in ("u", "w")', 'null'),
    fc
      .tuple(
        fc.constantFrom('p.n', 'p.m', 'age(p.born)'),
        fc.constantFrom('<', '<=', '>', '>=', '=', '!='),
        fc.integer({ min: 0, max: 4 }),
      )
      .map((p) => p.join(' ')),
    fc.tuple(tie('num'), fc.constantFrom('<', '<=', '>', '>=', '=', '!='), tie('num')).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(tie('bool'), fc.constantFrom('and', 'or'), tie('bool')).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(tie('bool'), fc.constantFrom('and', 'or'), tie('bool')).map((parts) => `(${parts.join(' ')})`),
    tie('bool').map((b) => `not(${b})`),
    fc.tuple(tie('num'), tie('num'), tie('num')).map(([x, a, b]) => `(${x} between ${a} and ${b})`),
    fc.tuple(tie('num'), tie('num'), tie('num')).map(([x, a, b]) => `(${x} in (${a}..${b}])`),
    fc.tuple(tie('num'), tie('num'), tie('num')).map(([x, a, b]) => `(${x} in (${a}, >= ${b}))`),
    fc.tuple(tie('num'), tie('list')).map(([x, l]) => `(${x} in ${l})`),
    fc.tuple(fc.constantFrom('some', 'every'), tie('list'), tie('num')).map(([q, l, n]) => `(${q} e in ${l} satisfies e > ${n})`),
    fc.tuple(tie('list'), tie('num')).map(([l, n]) => `list contains(${l}, ${n})`),
    fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} = ${b})`),
  ),
}))

const small = fc.constantFrom(0, 1, 2, 2.5, 3)
const full = (nil: null[]) =>
  fc.record({
    'p.n': fc.constantFrom(0, 1, 2, 2.5, 3, ...nil),
    'p.m': fc.constantFrom(0, 1, 2, 3, ...nil),
    'p.a': fc.constantFrom(true, false, ...nil),
    'p.b': fc.constantFrom(true, false, ...nil),
    'p.s': fc.constantFrom('u', 'v', 'w', ...nil),
    'p.born': fc.constantFrom('2023-03-01', '2024-02-29', '2025-09-30', ...nil),
    'p.ns': fc.array(small, { maxLength: 3 }),
  })
type Person = Readonly<Record<string, Json>>
const ids = FACTS.map(({ id }) => id)
const pick = (person: Person, known: readonly string[]): Person =>
  Object.fromEntries(Object.entries(person).filter(([id]) => known.includes(id)))

/** The engine's value of an expression, with or without folding. */
function compiled(source: string, person: Person, fold: boolean): Value {
  const errors: RuleError[] = []
  const words = createWords(FACTS, [], errors, fold)
  const node = words.read(source, 'test')
  assert.deepEqual(
    errors.filter(({ kind }) => kind !== 'type'),
    [],
  )
  const facts = FACTS.map(({ id, type }) => (id in person ? factValue(type, person[id]!) : undefined))
  const run: Run = {
    facts,
    ready: new Uint8Array(FACTS.length).fill(1),
    derive: words.derive,
    params: [],
    today: TODAY,
    locals: [],
    fuel: FUEL,
  }
  return words.compile(node)(run)
}

function interpreted(source: string, person: Person): Value {
  const env = new Map(FACTS.map(({ id, type }) => [id, id in person ? factValue(type, person[id]!) : undefined] as const))
  return interpretRule(parseFeel(source), env, TODAY)
}

/** Equal, unknown parts in the same places. */
function same(a: Value, b: Value): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]))
  return a === b || (a !== undefined && b !== undefined && equal(a, b) === true)
}

const RUNS = { numRuns: 3000 }

test('compiled closures agree with the plain reading of the syntax tree, unknown and null included', () => {
  fc.assert(
    fc.property(bool, full([null]), fc.subarray(ids), (source, person, known) => {
      const given = pick(person, known)
      const [engine, reference] = [compiled(source, given, false), interpreted(source, given)]
      assert.ok(same(engine, reference), `${source} with ${JSON.stringify(given)}: ${String(engine)}, not ${String(reference)}`)
    }),
    RUNS,
  )
})

test('a known fact never turns a settled answer over', () => {
  fc.assert(
    fc.property(bool, full([null]), fc.subarray(ids), fc.subarray(ids), (source, person, known, more) => {
      const before = compiled(source, pick(person, known), true)
      if (before === undefined) return
      const after = compiled(source, pick(person, [...known, ...more]), true)
      assert.ok(same(before, after), `${source}: ${String(before)} became ${String(after)}`)
    }),
    RUNS,
  )
})

test('folding answers more and never otherwise, for people whose values are not null', () => {
  fc.assert(
    fc.property(bool, full([]), fc.subarray(ids), (source, person, known) => {
      const given = pick(person, known)
      const [folded, plain] = [compiled(source, given, true), compiled(source, given, false)]
      if (plain !== undefined) assert.ok(same(folded, plain), `${source}: ${String(plain)} became ${String(folded)}`)
      else if (folded !== undefined)
        assert.ok(same(folded, compiled(source, person, false)), `${source} folded to ${String(folded)}`)
    }),
    RUNS,
  )
})

test('what is missing is just what matters: the rest changes nothing, all of it settles', () => {
  fc.assert(
    fc.property(bool, full([null]), fc.subarray(ids), (source, person, known) => {
      const engine = createEngine({ facts: FACTS, parameters: [], services: [serviceOf(source)] })
      const given = pick(person, known)
      const screen = (facts: Person) => engine.screen({ facts, asOf: '2026-03-01' }).results[0]!
      const before = screen(given)
      if (before.outcome !== 'unknown') return assert.deepEqual(before.missing, [])
      const rest = ids.filter((id) => !before.missing.includes(id))
      assert.equal(screen({ ...given, ...pick(person, rest) }).outcome, 'unknown', source)
      // Settled, or there is nothing to be settled: it cannot be worked out.
      const after = screen({ ...given, ...pick(person, before.missing) })
      if (after.outcome === 'unknown') {
        assert.deepEqual(after.missing, [], source)
        assert.equal(interpreted(source, { ...given, ...pick(person, before.missing) }), undefined, source)
      }
    }),
    RUNS,
  )
})

const serviceOf = (test: string): ServiceRules => ({ id: 's', basis: 'law', unit: 'person', criteria: [{ id: 'c', test }] })
