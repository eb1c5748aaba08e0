/** For tests only: random FEEL over a small scope, mostly well typed, of every kind and every built-in function. */
import { FUNCTIONS } from '../feel/functions/index.ts'
import { parseTemporal } from '../feel/temporal/literal.ts'
import { Context, type Value } from '../feel/values.ts'

export type Random = () => number

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-03-01', '2024-02-29', '-2020-12-31'],
  time: ['10:30:00', '23:59:59.5Z', '00:00:00+09:00', '12:00:00@Europe/Paris'],
  'date and time': ['2026-03-01T10:30:00', '2024-02-29T23:59:59Z', '2026-03-29T02:30:00@Europe/Paris'],
  months: ['P1Y', 'P2M', '-P1Y1M', 'P0M'],
  seconds: ['P1D', 'PT36H', '-PT0.5S', 'PT0S'],
}
const temporal = (kind: string): readonly Value[] => TEXTS[kind]!.map(parseTemporal)

/** Names by kind, and the values they may have. */
export const SCOPE: readonly { readonly name: string; readonly kind: string; readonly values: readonly Value[] }[] = [
  { name: 'n', kind: 'number', values: [0, 1, 2, 3, -1] },
  { name: 'm', kind: 'number', values: [0, 1, 2, 7] },
  { name: 's', kind: 'string', values: ['', 'a', 'foobar', '한글'] },
  { name: 'b', kind: 'boolean', values: [true, false] },
  { name: 'c', kind: 'boolean', values: [true, false] },
  { name: 'd', kind: 'date', values: temporal('date') },
  { name: 'k', kind: 'time', values: temporal('time') },
  { name: 'w', kind: 'date and time', values: temporal('date and time') },
  { name: 'y', kind: 'months', values: temporal('months') },
  { name: 'z', kind: 'seconds', values: temporal('seconds') },
  { name: 'l', kind: 'list', values: [[], [1], [3, 1, 2], [1, null]] },
  { name: 'o', kind: 'context', values: [new Context(new Map<string, Value>([['a', 1]]), false)] },
]
export const NAMES: readonly string[] = SCOPE.map(({ name }) => name)

/** A value for each name, null now and then. */
export const randomValues = (random: Random): readonly Value[] =>
  SCOPE.map(({ values }) => (random() < 0.1 ? null : pick(random, values)))

const KINDS = [...new Set(SCOPE.map(({ kind }) => kind)), 'range', 'null']
const COMPARES = ['=', '!=', '<', '<=', '>', '>=']
const TYPES = [
  'number',
  'string',
  'Any',
  'date and time',
  'list<number>',
  'context<a: number>',
  'range<number>',
  'function<Any> -> Any',
]
const CALLS = [...FUNCTIONS].filter(([, fn]) => !fn.readsToday)

type Make = (random: Random, depth: number) => string

const any: Make = (random, depth) => expressionOf(random, pick(random, KINDS), depth)
const of =
  (kind: string): Make =>
  (random, depth) =>
    expressionOf(random, random() < 0.05 ? pick(random, KINDS) : kind, depth)
const num = of('number')
const bool = of('boolean')
const list = of('list')

const call: Make = (random, depth) => {
  const [name, fn] = pick(random, CALLS)
  const most = Math.min(fn.max, fn.min + 2, 4)
  const count = fn.min + Math.floor(random() * (most - fn.min + 1))
  const args = Array.from({ length: count }, (_, i) => of(guess(fn.takes?.[i], fn.params[i]))(random, depth))
  return `${name}(${args.join(', ')})`
}

/** The kind an argument should have, by its type or its name. */
function guess(type: string | undefined, name = ''): string {
  if (type !== undefined && KINDS.includes(type)) return type
  if (/list/.test(name)) return 'list'
  if (/range|point2/.test(name)) return 'range'
  if (/position|^n$|number|scale/.test(name)) return 'number'
  return name === 'context' || name === 'm' ? 'context' : name === 'date' || name === 'from' || name === 'to' ? 'date' : 'string'
}

const between = (random: Random, depth: number): string => `${num(random, depth)}..${num(random, depth)}`
const range: Make = (random, depth) =>
  pick(random, [
    `[${between(random, depth)}]`,
    `(${between(random, depth)}]`,
    `(${pick(random, COMPARES)} ${num(random, depth)})`,
  ])

const MORE: Readonly<Record<string, readonly Make[]>> = {
  number: [
    (r, d) => `(${num(r, d)} ${pick(r, ['+', '-', '*', '/', '**'])} ${num(r, d)})`,
    (r, d) =>
      `(${of(pick(r, ['date', 'date and time', 'time']))(r, d)}).${pick(r, ['year', 'day', 'hour', 'second', 'weekday'])}`,
    (r, d) => `${list(r, d)}[${num(r, d)}]`,
    (r, d) => `(${of('context')(r, d)}).a`,
    (r, d) => `(function(x, p: number) x + p)(${num(r, d)}, ${num(r, d)})`,
    (r, d) => `count(${list(r, d)})`,
  ],
  string: [(r, d) => `(${of('string')(r, d)} + ${of('string')(r, d)})`, (r, d) => `string(${any(r, d)})`],
  boolean: [
    (r, d) => `(${bool(r, d)} ${pick(r, ['and', 'or'])} ${bool(r, d)})`,
    (r, d) => `not(${bool(r, d)})`,
    (r, d) => {
      const kind = pick(r, KINDS)
      return `(${of(kind)(r, d)} ${pick(r, COMPARES)} ${of(kind)(r, d)})`
    },
    (r, d) => `(${num(r, d)} in ${range(r, d)})`,
    (r, d) => `(${num(r, d)} in (${num(r, d)}, ${pick(r, COMPARES)} ${num(r, d)}))`,
    (r, d) => `(${any(r, d)} in ${list(r, d)})`,
    (r, d) => `(${num(r, d)} between ${num(r, d)} and ${num(r, d)})`,
    (r, d) => `(${any(r, d)} instance of ${pick(r, TYPES)})`,
    (r, d) => `(${pick(r, ['some', 'every'])} e in ${list(r, d)} satisfies e ${pick(r, COMPARES)} ${num(r, d)})`,
  ],
  date: [(r, d) => `(${of('date')(r, d)} ${pick(r, ['+', '-'])} ${of(pick(r, ['months', 'seconds']))(r, d)})`],
  time: [(r, d) => `(${of('time')(r, d)} ${pick(r, ['+', '-'])} ${of('seconds')(r, d)})`],
  'date and time': [
    (r, d) => `(${of('date and time')(r, d)} ${pick(r, ['+', '-'])} ${of(pick(r, ['months', 'seconds']))(r, d)})`,
    (r, d) => `date and time(${of('date')(r, d)}, ${of('time')(r, d)})`,
  ],
  months: [(r, d) => `(${of('months')(r, d)} ${pick(r, ['*', '/'])} ${num(r, d)})`],
  seconds: [
    (r, d) => `(${of('seconds')(r, d)} ${pick(r, ['*', '/'])} ${num(r, d)})`,
    (r, d) => {
      const kind = pick(r, ['date', 'time', 'date and time'])
      return `(${of(kind)(r, d)} - ${of(kind)(r, d)})`
    },
  ],
  list: [
    (r, d) => `[${Array.from({ length: Math.floor(r() * 3) }, () => any(r, d)).join(', ')}]`,
    (r, d) => `(for e in ${list(r, d)} return ${pick(r, ['e', 'e + 1', '[e]', `e + ${num(r, d)}`])})`,
    (r, d) => `(for e in 1..3, f in ${list(r, d)} return ${pick(r, ['e', 'f', 'count(partial)'])})`,
    (r, d) => `${list(r, d)}[item ${pick(r, COMPARES)} ${num(r, d)}]`,
    (r, d) => `sort(${list(r, d)}, function(x, y) x < y)`,
    (r, d) => `list replace(${list(r, d)}, function(x, y) x = ${any(r, d)}, ${any(r, d)})`,
  ],
  context: [(r, d) => `{a: ${any(r, d)}, "b c": ${any(r, d)}}`, (r, d) => `{x: ${num(r, d)}, a: x + 1}`],
  range: [range],
  null: [() => 'null'],
}

/** An expression that most likely gives a value of a kind. */
export function expressionOf(random: Random, kind: string, depth: number): string {
  if (depth <= 0 || random() < 0.25) return leaf(random, kind)
  const roll = random()
  if (roll < 0.2) return call(random, depth - 1)
  if (roll < 0.27)
    return `(if ${bool(random, depth - 1)} then ${of(kind)(random, depth - 1)} else ${of(kind)(random, depth - 1)})`
  return pick(random, MORE[kind] ?? MORE.null!)(random, depth - 1)
}

export const randomExpression = (random: Random, depth = 4): string => any(random, depth)

function leaf(random: Random, kind: string): string {
  const names = SCOPE.filter((one) => one.kind === kind)
  if (names.length > 0 && random() < 0.6) return pick(random, names).name
  if (TEXTS[kind] !== undefined) return `@"${pick(random, TEXTS[kind]!)}"`
  return pick(random, LEAVES[kind] ?? ['null'])
}

const LEAVES: Readonly<Record<string, readonly string[]>> = {
  number: ['0', '1', '2', '-3', '2.5', '1e30', '0.1'],
  string: ['"a"', '""', '"foobar"', '"[a-z]+"', '"\\s"', '"P1Y"', '"2026-03-01"', '"[1..3]"'],
  boolean: ['true', 'false'],
  list: ['[]', '[1, 2, 2]', '["a", "b"]', '[[1], 2]', '[{a: 1}, {a: 2}]'],
  context: ['{}', '{a: 1}', '{key: "k", value: 2}'],
  range: ['[1..3]', '(0..2)', '(< 2)', '(>= 1)', '["a".."c"]', '(!= 1)'],
  null: ['null'],
}
