/** For tests only: random rules and people for comparing SQL with the closures, whatever the database. */
import fc from 'fast-check'
import type { FactDecl, Json, ParameterDecl, ServiceRules } from '../types.ts'
import type { FactColumn } from './compiler.ts'

export const FACTS: readonly FactDecl[] = [
  { id: 'p.n', type: 'number', askable: true },
  { id: 'p.m', type: 'number', askable: true },
  { id: 'p.a', type: 'boolean', askable: true },
  { id: 'p.b', type: 'boolean', askable: true },
  { id: 'p.s', type: 'string', askable: true },
  { id: 'p.born', type: 'date', askable: true },
  { id: 'p.moved', type: 'date', askable: true },
  { id: 'p.age', type: 'number', derive: 'age(p.born)', askable: false },
  { id: 'p.half', type: 'number', derive: 'p.n * rate / 100', askable: true },
  { id: 'p.place', type: 'string', derive: 'substring(p.s, 1, 2)', askable: true },
]

export const PARAMETERS: readonly ParameterDecl[] = [
  {
    id: 'rate',
    values: [
      { from: '2020-01-01', value: 50 },
      { from: '2026-01-01', value: 32.5 },
    ],
  },
  {
    id: 'gone',
    values: [
      { from: '2020-01-01', value: 3 },
      { from: '2026-01-01', missing: true },
    ],
  },
  {
    id: 'table',
    values: [
      { from: '2020-01-01', value: [2, 1] },
      { from: '2026-01-01', value: [3, 2, 1.5] },
    ],
  },
  { id: 'kinds', values: [{ from: '2020-01-01', value: { single: 2, couple: 3 } }] },
  { id: 'places', values: [{ from: '2020-01-01', value: ['11', "a'b\\", 'ü;--'] }] },
]

/** The texts that people have: quotes, backslashes, comments, other scripts. */
export const TEXTS = ['11', '1100', "a'b\\", "'; DROP TABLE people; --", 'ü;--', '한글', '\\', "''", '$1', '']
const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const OPS = fc.constantFrom('<', '<=', '>', '>=', '=', '!=')

const { bool } = fc.letrec<{ num: string; bool: string }>((tie) => ({
  num: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.constantFrom(
      'p.n',
      'p.m',
      '0',
      '1',
      '2',
      '3',
      '2.5',
      'p.age',
      'p.half',
      'rate',
      'gone',
      'table[2]',
      'table[p.m]',
      'kinds.couple',
    ),
    fc.constantFrom(
      'months between(p.born, p.moved)',
      'p.moved.month',
      'age(p.born, p.moved)',
      'kinds.none',
      'number(substring(p.s, 1, 1))',
      '(p.n * 9E6144)',
    ),
    fc.tuple(tie('num'), fc.constantFrom('+', '-', '*'), tie('num')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('num'), fc.constantFrom('100', '3', '8', 'p.m', 'p.n', '(p.m - 2)', 'p.age', '0'))
      .map(([a, b]) => `(${a} / ${b})`),
    fc.tuple(tie('bool'), tie('num'), tie('num')).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
    fc.tuple(fc.constantFrom('min', 'max', 'sum'), tie('num'), tie('num')).map(([f, a, b]) => `${f}([${a}, ${b}])`),
    fc
      .tuple(fc.constantFrom('floor to', 'ceil to', 'round to'), tie('num'), fc.constantFrom('2', '0.5', 'p.m'))
      .map(([f, n, u]) => `${f}(${n}, ${u})`),
    tie('num').map((n) => `floor(${n})`),
    tie('num').map((n) => `(-${n})`),
  ),
  bool: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom(
      'p.a',
      'p.b',
      'true',
      'p.a = true',
      'p.a = p.b',
      'p.n = null',
      'p.s = null',
      'null',
      'p.born = null',
      'p.moved - p.born > @"P400D"',
    ),
    fc.constantFrom(
      'list contains(places, p.s)',
      'p.place in ("11", "ü;")',
      'p.place = p.s',
      'starts with(p.s, "11")',
      'p.moved + @"P14D" < today',
    ),
    fc.constantFrom(...TEXTS).map((text) => `p.s = ${quoted(text)}`),
    fc.subarray(TEXTS, { minLength: 1 }).map((texts) => `p.s in (${texts.map(quoted).join(', ')})`),
    fc.tuple(fc.constantFrom('p.n', 'p.m', 'p.age', 'p.half'), OPS, fc.integer({ min: 0, max: 4 })).map((p) => p.join(' ')),
    fc.tuple(tie('num'), OPS, tie('num')).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(tie('num'), OPS, tie('num')).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(tie('bool'), fc.constantFrom('and', 'or'), tie('bool')).map((parts) => `(${parts.join(' ')})`),
    fc.tuple(tie('bool'), fc.constantFrom('and', 'or'), tie('bool')).map((parts) => `(${parts.join(' ')})`),
    tie('bool').map((b) => `not(${b})`),
    fc.tuple(tie('num'), tie('num'), tie('num')).map(([x, a, b]) => `(${x} between ${a} and ${b})`),
    fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
  ),
}))

export const conditions = bool

/** The same ones each time. */
export const sample = <T>(of: fc.Arbitrary<T>, numRuns: number, seed: number): readonly T[] => fc.sample(of, { numRuns, seed })

const maybe = <T extends Json>(values: readonly T[]) => fc.option(fc.constantFrom<Json[]>(...values, null), { nil: undefined })

/** A person: absent is unknown, null is known to be none. */
export const person = fc.record({
  'p.n': maybe([0, 1, 2, 2.5, 3, 100, -1]),
  'p.m': maybe([0, 1, 2, 3, -2]),
  'p.a': maybe([true, false]),
  'p.b': maybe([true, false]),
  'p.s': maybe(TEXTS),
  'p.born': maybe(['2023-03-01', '2024-02-29', '2025-09-30', '2030-01-31']),
  'p.moved': maybe(['2024-02-28', '2025-03-01', '2026-02-20']),
  'p.half': fc.option(fc.constantFrom<Json[]>(1, 2, null), { nil: undefined, freq: 2 }),
})
export type Person = Readonly<Record<string, Json | undefined>>

export const serviceOf = (id: string, test: string): ServiceRules => ({
  id,
  basis: 'law',
  unit: 'person',
  criteria: [{ id: 'c', test }],
})

/** Facts that stand in columns. */
export const GIVEN = ['p.n', 'p.m', 'p.a', 'p.b', 'p.s', 'p.born', 'p.moved', 'p.half'] as const

export const COLUMNS: Readonly<Record<string, FactColumn>> = Object.fromEntries(
  GIVEN.map((id) => [id, { value: id, none: `${id} "none"`, digits: { whole: 4, scale: 2 } }]),
)

const TYPES: Readonly<Record<string, string>> = { number: 'decimal(8, 3)', string: 'varchar', date: 'date', boolean: 'boolean' }
const typeOf = (id: string) => TYPES[FACTS.find((fact) => fact.id === id)!.type]!
const name = (text: string) => `"${text.replaceAll('"', '""')}"`

/** The table of these people, and the values of each row in order. */
export const tableText = (table: string): string =>
  `CREATE TEMPORARY TABLE ${table} (id integer, ${GIVEN.map((id) => `${name(id)} ${typeOf(id)}, ${name(COLUMNS[id]!.none!)} boolean`).join(', ')})`

export const insertText = (table: string): string =>
  `INSERT INTO ${table} VALUES ($1, ${GIVEN.map((id, i) => `CAST($${i * 2 + 2} AS ${typeOf(id)}), $${i * 2 + 3}`).join(', ')})`

export const rowOf = (id: number, one: Person): readonly (string | number | boolean | null)[] => [
  id,
  ...GIVEN.flatMap((fact) => {
    const value = one[fact]
    return [value === undefined || value === null ? null : typeof value === 'boolean' ? value : String(value), value === null]
  }),
]
