/** Reading parameters: a field, a position in a list, also by a value of the person (`medianIncome[household.size]`). */
import { type Node, visitAll } from '../compiler/ir.ts'
import type { Run } from '../compiler/run.ts'
import type { Value } from '../feel/values.ts'
import { Context, isList } from '../feel/values.ts'
import { isFixed, part, scalarText, shapeOf, type SqlValue, valuesOf } from './bound.ts'
import type { Compiler } from './compiler.ts'
import { comparable, digits, type Digits } from './digits.ts'
import { held } from './numbers.ts'
import { constant, SQL_TYPES, typedNull } from './scalars.ts'
import { stageOf, type Term, type TermType } from './term.ts'
import { Unfit } from './text.ts'

type Step = string | number | Term

interface Spot {
  readonly key: string
  readonly values: readonly Value[]
  readonly read: (run: Run) => Value
}

/** The term of `param`, `param.field`, `param[i]` and chains of them; undefined when the node is something else. */
export function lookup(self: Compiler, node: Node): Term | undefined {
  const steps: Step[] = []
  let at = node
  while (at.k !== 'param') {
    if (at.k === 'let') at = at.def
    else if (at.k === 'path') {
      steps.unshift(at.name)
      at = at.of
    } else if (at.k === 'filter' && at.isFixed) {
      const position = at.body.k === 'const' && typeof at.body.value === 'number' ? at.body.value : self.term(at.body)
      steps.unshift(position)
      at = at.list
    } else return datePart(self, node)
  }
  const { index, ref } = at
  return emit(self, { key: `param ${ref}`, values: valuesOf(self.words, index), read: (run) => run.params[index] }, steps)
}

/** `get value(param, key)` */
export const lookupKey = (self: Compiler, of: Node, key: Term): Term | undefined =>
  of.k === 'param'
    ? emit(self, { key: `param ${of.ref}`, values: valuesOf(self.words, of.index), read: (run) => run.params[of.index] }, [key])
    : undefined

const PARTS: Readonly<Record<string, string>> = { year: 'YEAR', month: 'MONTH', day: 'DAY', weekday: 'ISODOW' }

function datePart(self: Compiler, node: Node): Term | undefined {
  if (node.k !== 'path') return undefined
  const name = PARTS[node.name]
  const of = self.term(node.of)
  if (of.t !== 'date' || name === undefined) throw new Unfit(`the field ${node.name}`)
  const size = digits(4, 0)
  return {
    t: 'number',
    v: held(self.dialect, `EXTRACT(${name} FROM ${of.v})`, size),
    none: of.none,
    open: of.open,
    digits: size,
    stage: of.stage,
  }
}

function emit(self: Compiler, spot: Spot, [step, ...rest]: readonly Step[]): Term {
  if (step === undefined) return scalar(self, spot)
  if (typeof step !== 'object') return emit(self, inner(spot, step), rest)
  if (step.none !== undefined) throw new Unfit('a position that may be null')
  const keys = keysOf(spot.values, step.t)
  const parts = keys.map((key) => emit(self, inner(spot, key), rest))
  const t = parts.find((one) => one.t !== 'null')?.t ?? 'null'
  if (parts.some((one) => one.t !== t && one.t !== 'null')) throw new Unfit('a parameter whose items have several types')
  const size = t === 'number' ? comparable(parts.flatMap((one) => (one.digits ? [one.digits] : []))) : undefined
  const consts = keys.map((key) => constant(self.dialect, key).v)
  const pick = (text: (one: Term) => string) => parts.map((one, i) => `WHEN ${step.v} = ${consts[i]} THEN ${text(one)}`).join(' ')
  const isKnown = self.bind(`known ${spot.key}`, (run) => spot.read(run) !== undefined)
  return {
    t,
    v:
      parts.length === 0 || t === 'null'
        ? typedNull(self.dialect, 'null').v
        : `(CASE ${pick((one) => (size && one.t === 'number' ? held(self.dialect, one.v, size) : one.v))} END)`,
    none: `(CASE WHEN ${step.v} IS NULL THEN FALSE ${pick((one) => one.none ?? 'FALSE')} ELSE CAST(${isKnown} AS BOOLEAN) END)`,
    open: true,
    ...(size && { digits: size }),
    stage: stageOf([step, ...parts]),
  }
}

const inner = (spot: Spot, key: string | number): Spot => ({
  key: `${spot.key}/${JSON.stringify(key)}`,
  values: spot.values.map((value) => part(value, key)),
  read: (run) => part(spot.read(run), key),
})

/** All the keys that the value ever has, of the kind that the position is. */
function keysOf(values: readonly Value[], t: TermType): readonly (string | number)[] {
  if (t === 'string') return [...new Set(values.flatMap((value) => (value instanceof Context ? [...value.fields.keys()] : [])))]
  if (t !== 'number') throw new Unfit(`a ${t} as a position`)
  const longest = Math.max(0, ...values.map((value) => (isList(value) ? value.length : 0)))
  return Array.from({ length: longest * 2 }, (_, i) => (i < longest ? i + 1 : longest - 1 - i))
}

function scalar(self: Compiler, { key, values, read }: Spot): Term {
  const shape = shapeOf(values)
  if (shape === undefined) {
    if (values.some((value) => value !== undefined && value !== null)) throw new Unfit(`the ${key}: no plain value`)
    return { ...typedNull(self.dialect, 'null'), none: nullPlane(self, key, values, read) }
  }
  return boundTerm(self, key, shape.t, shape.digits, read, values.includes(null))
}

const nullPlane = (self: Compiler, key: string, values: readonly Value[], read: Spot['read']) =>
  values.includes(null) ? `CAST(${self.bind(`null ${key}`, (run) => read(run) === null)} AS BOOLEAN)` : undefined

function boundTerm(
  self: Compiler,
  key: string,
  t: 'boolean' | 'number' | 'string' | 'date' | 'seconds',
  size: Digits | undefined,
  read: (run: Run) => Value,
  mayBeNull: boolean,
): Term {
  const place = self.bind(`${t} ${size?.whole}.${size?.scale} ${key}`, (run): SqlValue => scalarText(read(run), t, size))
  const none = mayBeNull ? `CAST(${self.bind(`null ${key}`, (run) => read(run) === null)} AS BOOLEAN)` : undefined
  const v =
    t !== 'number'
      ? `CAST(${place} AS ${SQL_TYPES[t]})`
      : self.dialect === 'postgres'
        ? `CAST(${place} AS numeric)`
        : held('duckdb', place, size!)
  return { t, v, none, open: true, ...(size && { digits: size }), stage: 0 }
}

/** Any other expression that reads nothing of the person: worked out by the engine when values are bound. */
export function fixed(self: Compiler, node: Node): Term {
  if (!isFixed(node) || node.t === 'any' || !['boolean', 'number', 'string', 'date'].includes(node.t))
    throw new Unfit(describe(node))
  const code = self.words.compile(node)
  const t = node.t as 'boolean' | 'number' | 'string' | 'date'
  return boundTerm(
    self,
    `node ${node.id}`,
    t,
    t === 'number' ? digits(13, 4) : undefined,
    (run) => code({ ...run, locals: [] }),
    true,
  )
}

/** Names the list or context that stands in the way. */
function describe(node: Node): string {
  let what = `the expression ${node.k}`
  visitAll(node, (part) => {
    if (part.k === 'fact' && (part.t === 'list' || part.t === 'context')) what = `the fact ${part.ref}, a ${part.t}`
  })
  return what
}
