/** List functions (DMN 1.5, 10.3.4.4). Those marked partial give what can be said while some items are unknown. */
import { and, or } from '../logic.ts'
import {
  add,
  compareNum,
  divide,
  isNum,
  multiply,
  type Num,
  normal,
  numberText,
  Decimal,
  subtract,
  toNumber,
} from '../numbers.ts'
import { burn, enter, newTank, type Tank } from '../tank.ts'
import { equal, isList, kindOf, Lambda, order, type Value, valueText } from '../values.ts'
import { fn, type Fn, type Functions, overList, partial, picking } from './function.ts'
import { sum } from './numeric.ts'

/** A partial function over a list: an unknown list is unknown, what is no list counts as a list of one. */
const listFn = (params: string, gives: Fn['gives'], run: (list: readonly Value[], rest: readonly Value[]) => Value): Fn =>
  partial(
    fn(params, gives, ([list, ...rest]) =>
      list === undefined ? undefined : list === null ? null : run(isList(list) ? list : [list], rest),
    ),
  )

/** Is `value` among them? True as soon as one is equal, unknown while one might be. */
export function contains(list: readonly Value[], value: Value, tank?: Tank): boolean | undefined {
  let result: boolean | undefined = false
  for (const item of list) {
    const same = equal(item, value, tank)
    if (same === true) return true
    if (same === undefined) result = undefined
  }
  return result
}

function extreme(list: readonly Value[], sign: 1 | -1): Value {
  let best: Value = list[0] ?? null
  for (const item of list) {
    const compared = item == null || best == null ? undefined : order(item, best)
    if (compared === undefined) return null
    if (compared * sign > 0) best = item
  }
  return best
}

const numbers = (list: readonly Value[], run: (list: readonly Num[]) => Value): Value =>
  list.length > 0 && list.every(isNum) ? run(list) : null

const mean = (list: readonly Num[]): Value => {
  const total = sum(list)
  return isNum(total) ? divide(total, list.length) : null
}

function median(list: readonly Num[]): Value {
  const sorted = [...list].sort(compareNum)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length % 2 === 1) return sorted[middle]
  const both = add(sorted[middle - 1]!, sorted[middle]!)
  return both === undefined ? null : divide(both, 2)
}

function stddev(list: readonly Num[]): Value {
  const average = mean(list)
  if (list.length < 2 || !isNum(average)) return null
  const squares = list.map((n) => {
    const off = subtract(n, average)
    return off === undefined ? undefined : multiply(off, off)
  })
  const total = sum(squares)
  const variance = isNum(total) ? divide(total, list.length - 1) : undefined
  return variance === undefined ? null : normal(new Decimal(variance).sqrt())
}

/** What occurs most often, smallest first. */
function mode(list: readonly Num[]): Value {
  const counts = new Map<string, { readonly value: Num; count: number }>()
  for (const value of list) {
    const known = counts.get(numberText(value))
    if (known) known.count++
    else counts.set(numberText(value), { value, count: 1 })
  }
  const all = [...counts.values()]
  const most = Math.max(...all.map(({ count }) => count))
  return all.flatMap(({ value, count }) => (count === most ? [value] : [])).sort(compareNum)
}

/** Each value once; plain ones are found by their text, others by comparison with those of their kind. */
function distinct(list: readonly Value[], tank: Tank): readonly Value[] {
  const kept: Value[] = []
  const seen = new Map<string, Value[]>()
  for (const item of list) {
    const key = bucketOf(item)
    const same = seen.get(key)
    burn(tank, same?.length)
    if (same !== undefined && contains(same, item, tank) === true) continue
    kept.push(item)
    if (same === undefined) seen.set(key, [item])
    else same.push(item)
  }
  return kept
}

const bucketOf = (value: Value): string => {
  if (value === undefined) return 'unknown'
  const kind = kindOf(value)
  return kind === 'number' || kind === 'string' || kind === 'date' ? `${kind} ${valueText(value)}` : kind
}

function flatten(list: readonly Value[], tank: Tank): readonly Value[] {
  const flat: Value[] = []
  const add = (items: readonly Value[], depth: number): void => {
    enter(tank, items.length, depth)
    for (const item of items)
      if (isList(item)) add(item, depth + 1)
      else flat.push(item)
  }
  add(list, 0)
  return flat
}

function sublist(list: readonly Value[], [start, ...more]: readonly Value[]): Value {
  const [length] = more
  if (start === undefined || (more.length > 0 && length === undefined)) return undefined
  if (typeof start !== 'number' || start === 0 || Math.abs(start) > list.length) return null
  const from = start > 0 ? start - 1 : list.length + start
  if (more.length === 0) return list.slice(from)
  return typeof length === 'number' && length >= 1 && from + length <= list.length ? list.slice(from, from + length) : null
}

/** The index in the list that a position means (1 is the first, -1 the last); undefined when there is none. */
const indexAt = (list: readonly Value[], position: Value): number | undefined =>
  typeof position !== 'number' || position === 0 || Math.abs(position) > list.length
    ? undefined
    : position > 0
      ? position - 1
      : list.length + position

/** At a position, or wherever a function of the item and the new item says so. */
function replaced(list: readonly Value[], where: Value, item: Value): Value {
  if (where === undefined) return undefined
  if (isNum(where)) return edit(list, Math.trunc(toNumber(where)), (copy, at) => copy.splice(at, 1, item))
  if (!(where instanceof Lambda) || where.params.length !== 2) return null
  const answers = list.map((old) => where.call([old, item]))
  if (answers.includes(undefined)) return undefined
  return answers.every((answer) => typeof answer === 'boolean') ? list.map((old, i) => (answers[i] ? item : old)) : null
}

function edit(list: readonly Value[], position: Value, change: (copy: Value[], at: number) => void): Value {
  if (position === undefined) return undefined
  const at = indexAt(list, position)
  if (at === undefined) return null
  const copy = [...list]
  change(copy, at)
  return copy
}

function sort(list: readonly Value[], precedes: Value): Value {
  if (precedes === undefined) return undefined
  if (!(precedes instanceof Lambda) || precedes.params.length !== 2) return null
  let isUnknown = false
  const before = (a: Value, b: Value): boolean => {
    const answer = precedes.call([a, b])
    if (answer === undefined) isUnknown = true
    return answer === true
  }
  const sorted = [...list].sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0))
  return isUnknown ? undefined : sorted
}

const positions = (list: readonly Value[], match: Value): readonly Value[] =>
  list.flatMap((item, i) => (equal(item, match) === true ? [i + 1] : []))

const MAX_ITEMS = 1_000_000

/** A list that is not too long; null otherwise. */
const bounded = (items: readonly Value[]): Value => (items.length > MAX_ITEMS ? null : items)

function joined(lists: readonly Value[]): Value {
  if (lists.includes(undefined)) return undefined
  const length = lists.reduce<number>((total, one) => total + (isList(one) ? one.length : 1), 0)
  return length > MAX_ITEMS ? null : lists.flatMap((one) => (isList(one) ? one : [one]))
}

const distinctOf = (items: Value, tank = newTank()): Value => (isList(items) ? distinct(items, tank) : null)

const LIST_REPLACE = picking(listFn('list, position, newItem', 'list', (items, [where, item]) => replaced(items, where, item)))

export const list: Functions = {
  'list contains': {
    ...listFn('list, element', 'boolean', (items, [element]) => contains(items, element, newTank())),
    walks: true,
  },
  count: listFn('list', 'number', (items) => items.length),
  min: picking(overList('any', (items) => extreme(items, -1))),
  max: picking(overList('any', (items) => extreme(items, 1))),
  sum: overList('any', sum),
  product: overList('number', (items) =>
    numbers(items, (all) => all.reduce<Num | undefined>((p, n) => (p === undefined ? p : multiply(p, n)), 1)),
  ),
  mean: overList('number', (items) => numbers(items, mean)),
  median: overList('number', (items) => numbers(items, median)),
  stddev: { ...overList('number', (items) => numbers(items, stddev)), cost: 50 },
  all: picking(partial(overList('boolean', (items) => items.reduce<Value>(and, true)))),
  any: picking(partial(overList('boolean', (items) => items.reduce<Value>(or, false)))),
  sublist: {
    ...listFn('list, start position, length', 'list', (items, rest) => sublist(items, rest)),
    min: 2,
    picks: true,
  },
  append: { ...listFn('list, item', 'list', (items, rest) => bounded([...items, ...rest])), max: 1000 },
  concatenate: {
    ...fn('list', 'list', joined),
    max: 1000,
    partial: true,
  },
  'insert before': picking(
    listFn('list, position, newItem', 'list', (items, [position, item]) =>
      edit(items, position, (copy, at) => copy.splice(at, 0, item)),
    ),
  ),
  remove: picking(
    listFn('list, position', 'list', (items, [position]) => edit(items, position, (copy, at) => copy.splice(at, 1))),
  ),
  'list replace': { ...LIST_REPLACE, forms: [LIST_REPLACE, { ...LIST_REPLACE, params: ['list', 'match', 'newItem'] }] },
  mode: overList('list', (items) => (items.every(isNum) ? (items.length === 0 ? [] : mode(items)) : null)),
  reverse: listFn('list', 'list', (items) => [...items].reverse()),
  'index of': fn('list, match', 'list', ([items, match]) => (isList(items) ? positions(items, match) : null), ['list']),
  union: { ...fn('list', 'list', (lists, _today, _now, tank) => distinctOf(joined(lists), tank)), max: 1000 },
  'distinct values': fn('list', 'list', ([items], _today, _now, tank) => distinctOf(items, tank), ['list']),
  flatten: fn('list', 'list', ([items], _today, _now, tank = newTank()) => (isList(items) ? flatten(items, tank) : null), [
    'list',
  ]),
  sort: listFn('list, precedes', 'list', (items, [precedes]) => sort(items, precedes)),
}
