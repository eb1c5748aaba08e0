/** Built-in functions that have an exact counterpart; every other is refused by name. */
import type { Node, NodeOf } from '../compiler/ir.ts'
import { isNum } from '../feel/numbers.ts'
import { isList, type Known, Range } from '../feel/values.ts'
import { isFixed, listText } from './bound.ts'
import type { Compiler } from './compiler.ts'
import { comparable, digits } from './digits.ts'
import { oneOf } from './logic.ts'
import { arithmetic, held, type Mode, numberConst, plain, roundTo } from './numbers.ts'
import { fixed, lookupKey } from './parameters.ts'
import { conjunction, isOpen, stageOf, strictNone, type Term } from './term.ts'
import { Unfit } from './text.ts'

type Call = NodeOf<'call'>

export function call(self: Compiler, node: Call | NodeOf<'in'>): Term {
  if (node.k === 'in') return membership(self, node.x, node.test, '`in`')
  const args = node.args.filter((arg) => arg !== undefined)
  const make = CALLS[node.name]
  if (make !== undefined && args.length === node.args.length) return make(self, args, node)
  if (isFixed(node)) return fixed(self, node)
  throw new Unfit(`the function ${node.name}`)
}

type Make = (self: Compiler, args: readonly Node[], node: Call) => Term

const rounding =
  (mode: Mode): Make =>
  (self, [n, unit]) =>
    roundTo(self.dialect, number(self, n!), unit ? number(self, unit) : numberConst(self.dialect, 1), mode, self.share)

const CALLS: Readonly<Record<string, Make | undefined>> = Object.assign(Object.create(null), {
  age: (self: Compiler, [birth, on]: readonly Node[]) => age(self, day(self, birth!), on ? day(self, on) : today(self)),
  'months between': (self: Compiler, [from, to]: readonly Node[]) => monthsBetween(self, day(self, from!), day(self, to!)),
  'floor to': rounding('floor'),
  'ceil to': rounding('ceiling'),
  'round to': rounding('halfUp'),
  floor: (self: Compiler, args: readonly Node[], node: Call) => wholeOnly(self, args, node, 'floor'),
  ceiling: (self: Compiler, args: readonly Node[], node: Call) => wholeOnly(self, args, node, 'ceiling'),
  abs: (self: Compiler, [n]: readonly Node[]) => {
    const term = number(self, n!)
    return { ...term, v: `abs(${term.v})` }
  },
  min: (self: Compiler, args: readonly Node[]) => extreme(self, args, 'LEAST'),
  max: (self: Compiler, args: readonly Node[]) => extreme(self, args, 'GREATEST'),
  sum: (self: Compiler, args: readonly Node[]) => {
    const items = items_(args).map((arg) => number(self, arg))
    if (items.length === 0) throw new Unfit('the sum of nothing')
    return items.reduce((a, b) => arithmetic(self.dialect, '+', a, b))
  },
  'list contains': (self: Compiler, [list, x]: readonly Node[]) => membership(self, x!, list!, 'list contains'),
  'starts with': (self: Compiler, [a, b]: readonly Node[]) => {
    const [text, start] = [text_(self, a!), text_(self, b!)]
    return { ...strict([text, start]), t: 'boolean', v: `starts_with(${text.v}, ${start.v})` }
  },
  substring: (self: Compiler, args: readonly Node[]) => substring(self, args),
  number: (self: Compiler, args: readonly Node[]) => numberOf(self, args),
  'get value': (self: Compiler, [of, key]: readonly Node[], node: Call) => {
    const found = lookupKey(self, of!, self.term(key!))
    if (found === undefined) throw new Unfit(`the function ${node.name}`)
    return found
  },
})

const strict = (terms: readonly Term[], more?: string) => ({
  none: strictNone(terms, more),
  open: isOpen(terms),
  stage: stageOf(terms),
})

function typed(self: Compiler, node: Node, t: Term['t']): Term {
  const term = self.term(node)
  if (term.t !== t) throw new Unfit(`a ${term.t} where a ${t} belongs`)
  return term
}
const number = (self: Compiler, node: Node): Term => typed(self, node, 'number')
const day = (self: Compiler, node: Node): Term => typed(self, node, 'date')
const text_ = (self: Compiler, node: Node): Term => typed(self, node, 'string')
const today = (self: Compiler): Term => self.term(self.words.store.make({ k: 'today' }, 'date'))

const wholeOnly: (self: Compiler, args: readonly Node[], node: Call, mode: Mode) => Term = (self, args, node, mode) => {
  if (args.length > 1) throw new Unfit(`the function ${node.name} with a scale`)
  return rounding(mode)(self, args, node)
}

/** The day counted in, months complete by the number of the day (README, "Numbers, days, law"); `from` not after `to`. */
const months = (from: string, to: string): string =>
  `(CAST((EXTRACT(YEAR FROM ${to}) - EXTRACT(YEAR FROM ${from})) * 12 + EXTRACT(MONTH FROM ${to}) - EXTRACT(MONTH FROM ${from}) AS INTEGER) - CASE WHEN EXTRACT(DAY FROM ${to}) < EXTRACT(DAY FROM ${from}) THEN 1 ELSE 0 END)`

const MONTHS = digits(6, 0)

function monthsBetween(self: Compiler, from: Term, to: Term): Term {
  const text = `CASE WHEN ${to.v} >= ${from.v} THEN ${months(from.v, to.v)} WHEN ${to.v} < ${from.v} THEN -${months(to.v, from.v)} END`
  return { t: 'number', v: whole(self, `(${text})`), ...strict([from, to]), digits: MONTHS }
}

/** Null before birth. */
function age(self: Compiler, birth: Term, on: Term): Term {
  const text = `(CASE WHEN ${on.v} >= ${birth.v} THEN ${months(birth.v, on.v)} END)`
  const years = self.dialect === 'postgres' ? `(${text} / 12)` : `(${text} // 12)`
  return { t: 'number', v: whole(self, years), ...strict([birth, on], `COALESCE(${on.v} < ${birth.v}, FALSE)`), digits: MONTHS }
}

const whole = ({ dialect }: Compiler, text: string): string =>
  dialect === 'postgres' ? `CAST(${text} AS numeric)` : held(dialect, text, MONTHS)

/** The items of a list that is written out, or the arguments. */
function items_(args: readonly Node[]): readonly Node[] {
  const [first] = args
  if (args.length === 1 && first!.k === 'list') return first!.items
  if (args.length === 1 && (first!.t === 'list' || first!.t === 'any' || first!.t === 'null'))
    throw new Unfit('a list that is not written out')
  return args
}

function extreme(self: Compiler, args: readonly Node[], name: 'LEAST' | 'GREATEST'): Term {
  const terms = items_(args).map((arg) => self.term(arg))
  const [first] = terms
  if (first === undefined || terms.some(({ t }) => t !== first.t) || (first.t !== 'number' && first.t !== 'date'))
    throw new Unfit('the least or greatest of anything but numbers or days')
  const size = first.t === 'number' ? comparable(terms.map(plain)) : undefined
  const all = terms.map(({ v }) => (size ? held(self.dialect, v, size) : v)).join(', ')
  const isSettled = conjunction(terms.flatMap(({ v, open, none }) => (open || none ? [`${v} IS NOT NULL`] : [])))
  const v = isSettled === 'TRUE' ? `${name}(${all})` : `(CASE WHEN ${isSettled} THEN ${name}(${all}) END)`
  return { t: first.t, v, ...strict(terms), ...(size && { digits: size }) }
}

function substring(self: Compiler, [of, from, length]: readonly Node[]): Term {
  const text = text_(self, of!)
  const start = constantOf(from!)
  const size = length && constantOf(length)
  const isSound = (n: Known | undefined): n is number => typeof n === 'number' && Number.isInteger(n) && n >= 1 && n < 1_000_000
  if (!isSound(start) || (length && !isSound(size))) throw new Unfit('substring with a position that is not a fixed whole number')
  const long = `char_length(${text.v}) >= ${start - 1}`
  const cut = `substr(${text.v}, ${start}${size === undefined ? '' : `, ${String(size)}`})`
  const none = start === 1 ? undefined : `COALESCE(NOT (${long}), FALSE)`
  return { t: 'string', v: start === 1 ? cut : `(CASE WHEN ${long} THEN ${cut} END)`, ...strict([text], none) }
}

/** As the engine reads numbers; more than whole numbers of 13 digits stop the statement instead of being rounded. */
function numberOf(self: Compiler, args: readonly Node[]): Term {
  if (args.length !== 1) throw new Unfit('number with separators')
  const text = text_(self, args[0]!)
  const matches = (pattern: string) =>
    self.dialect === 'postgres' ? `(${text.v} ~ '${pattern}')` : `regexp_matches(${text.v}, '${pattern}')`
  const isNumber = matches('^-?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$')
  const size = digits(13, 0)
  const cast = self.dialect === 'postgres' ? `CAST(${text.v} AS numeric)` : held(self.dialect, text.v, size)
  const stop = `'not a whole number of 13 digits: ' || ${text.v}`
  const error = self.dialect === 'postgres' ? `CAST(${stop} AS numeric)` : `error(${stop})`
  const v = `(CASE WHEN ${matches('^[0-9]{1,13}$')} THEN ${cast} WHEN ${isNumber} THEN ${error} END)`
  return { t: 'number', v, ...strict([text]), open: true, digits: size }
}

const constantOf = (node: Node): Known | undefined => (node.k === 'const' ? node.value : undefined)

/** Is the value one of a list that is constant, written out, or a parameter? */
function membership(self: Compiler, x: Node, list: Node, name: string): Term {
  const term = self.term(x)
  if (list.k === 'const' && isList(list.value)) {
    const values = list.value.filter((value) => value !== undefined)
    const isPlain = values.every((value) => isNum(value) || typeof value === 'string' || typeof value === 'boolean')
    if (isPlain && values.length === list.value.length && !values.some((value) => value instanceof Range))
      return oneOf(self.dialect, term, values, false)
  }
  if (!isFixed(list) || (list.t !== 'list' && list.t !== 'any') || term.t !== 'string')
    throw new Unfit(`${name} over a list that is not fixed, or of a ${term.t}`)
  const code = self.words.compile(list)
  const place = self.bind(`list ${list.id}`, (run) => listText(code({ ...run, locals: [] })))
  const isIn =
    self.dialect === 'postgres'
      ? `${term.v} = ANY(string_to_array(CAST(${place} AS text), chr(31)))`
      : `list_contains(string_split(CAST(${place} AS VARCHAR), chr(31)), ${term.v})`
  const v = `(CASE WHEN ${term.v} IS NULL OR CAST(${place} AS VARCHAR) IS NULL THEN NULL ELSE ${isIn} AND ${term.v} <> '' END)`
  const noneIsOut =
    term.none === undefined ? v : `(CASE WHEN ${term.none} AND CAST(${place} AS VARCHAR) IS NOT NULL THEN FALSE ELSE ${v} END)`
  return { t: 'boolean', v: noneIsOut, open: true, stage: term.stage }
}
