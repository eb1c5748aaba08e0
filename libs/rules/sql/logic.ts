/** Conditions: Kleene's logic is SQL's own; the plane of FEEL's null goes along where there is one. */
import type { CompareOp } from '../feel/ast.ts'
import type { Interval } from '../compiler/intervals.ts'
import type { Known } from '../feel/values.ts'
import { comparable } from './digits.ts'
import { crossed, held } from './numbers.ts'
import { constant } from './scalars.ts'
import { conjunction, disjunction, isOpen, known, stageOf, strictNone, type Term } from './term.ts'
import { type Dialect, Unfit } from './text.ts'

const truth = (v: string, terms: readonly Term[], none?: string): Term => ({
  t: 'boolean',
  v,
  none,
  open: isOpen(terms),
  stage: stageOf(terms),
})

/** Only booleans and null: anything else counts as null there, which nobody means. */
function condition(term: Term): Term {
  if (term.t === 'boolean') return term
  if (term.t === 'null') return { ...term, v: 'CAST(NULL AS BOOLEAN)' }
  throw new Unfit(`a ${term.t} where a condition belongs`)
}

export function connective(k: 'and' | 'or', given: readonly Term[]): Term {
  const items = given.map(condition)
  const v = `(${items.map((item) => item.v).join(k === 'and' ? ' AND ' : ' OR ')})`
  const isSome = items.some(({ none }) => none !== undefined)
  return truth(v, items, isSome ? `(${v} IS NULL AND ${conjunction(items.map(known))})` : undefined)
}

export function negation(given: Term): Term {
  const a = condition(given)
  return truth(`(NOT ${a.v})`, [a], a.none)
}

function kinds(a: Term, b: Term): void {
  if (a.t !== b.t && a.t !== 'null' && b.t !== 'null') throw new Unfit(`a ${a.t} against a ${b.t}`)
}

export function compare(op: CompareOp, a: Term, b: Term): Term {
  kinds(a, b)
  const isEquality = op === '=' || op === '!='
  const settled = [known(a), known(b)]
  if (a.t === 'null' || b.t === 'null')
    return isEquality ? againstNull(op, a, b, settled) : truth('CAST(NULL AS BOOLEAN)', [a, b], conjunction(settled))
  if (!isEquality && (a.t === 'string' || a.t === 'boolean')) throw new Unfit(`the order of ${a.t}s`)
  const [x, y] = a.t === 'number' ? crossed(a, b) : [a.v, b.v]
  const plain = `(${x} ${op === '!=' ? '<>' : op} ${y})`
  const nulls = disjunction([a.none, b.none])
  if (!isEquality) return truth(plain, [a, b], strictNone([a, b]))
  if (nulls === undefined) return truth(plain, [a, b])
  const both = a.none !== undefined && b.none !== undefined ? conjunction([a.none, b.none]) : 'FALSE'
  const same = op === '=' ? both : `(NOT ${both})`
  return truth(`(CASE WHEN ${conjunction([...settled, nulls])} THEN ${same} ELSE ${plain} END)`, [a, b])
}

function againstNull(op: CompareOp, a: Term, b: Term, settled: readonly string[]): Term {
  const both = a.none !== undefined && b.none !== undefined ? conjunction([a.none, b.none]) : 'FALSE'
  return truth(`(CASE WHEN ${conjunction(settled)} THEN ${op === '=' ? both : `(NOT ${both})`} END)`, [a, b])
}

export function inSet(dialect: Dialect, x: Term, set: readonly Interval[]): Term {
  const sides = set.map(({ low, lowIn, high, highIn }) => {
    const ends = [
      low === undefined ? undefined : compare(lowIn ? '>=' : '>', x, constant(dialect, low)),
      high === undefined ? undefined : compare(highIn ? '<=' : '<', x, constant(dialect, high)),
    ]
    return ends.flatMap((end) => (end ? [end.v] : [])).join(' AND ')
  })
  const v = `(${sides.map((side) => `(${side || `${x.v} IS NOT NULL`})`).join(' OR ') || 'FALSE'})`
  return truth(v, [x], strictNone([x]))
}

/** Null is none of the constants. */
export function oneOf(dialect: Dialect, x: Term, values: readonly Known[], negated: boolean): Term {
  const consts = values.map((value) => constant(dialect, value))
  for (const one of consts) kinds(x, one)
  const equal = consts.map((one) => (x.t === 'number' ? crossed(x, one) : [x.v, one.v]).join(' = '))
  const isList = x.den === undefined && consts.length > 1 && x.t !== 'boolean'
  const any = isList ? `(${x.v} IN (${consts.map(({ v }) => v).join(', ')}))` : `(${equal.join(' OR ') || 'FALSE'})`
  const v = negated ? `(NOT ${any})` : any
  return truth(x.none === undefined ? v : `(CASE WHEN ${x.none} THEN ${negated ? 'TRUE' : 'FALSE'} ELSE ${v} END)`, [x])
}

/** `if`: unknown unless both branches agree when the condition is unknown. */
export function choice(dialect: Dialect, given: Term, yes: Term, no: Term): Term {
  const cond = condition(given)
  kinds(yes, no)
  const t = yes.t === 'null' ? no.t : yes.t
  const [a, b] = [yes, no].map((branch) => (branch.t === 'null' ? { ...branch, v: 'NULL' } : branch)) as [Term, Term]
  const size = t === 'number' ? comparable([a, b].flatMap((one) => (one.digits ? [one.digits] : []))) : undefined
  const value = (one: Term) => (size && one.t === 'number' ? held(dialect, one.v, size) : one.v)
  const otherwise = cond.open ? `WHEN ${known(cond)} THEN ${value(b)}${agreeing(a, b, value)}` : `ELSE ${value(b)}`
  const none =
    a.none === undefined && b.none === undefined
      ? undefined
      : `(CASE WHEN ${cond.v} THEN ${a.none ?? 'FALSE'} WHEN ${known(cond)} THEN ${b.none ?? 'FALSE'} ELSE ${conjunction([a.none ?? 'FALSE', b.none ?? 'FALSE'])} END)`
  const hasQuotient = a.den !== undefined || b.den !== undefined
  return {
    t,
    v: t === 'null' ? 'NULL' : `(CASE WHEN ${cond.v} THEN ${value(a)} ${otherwise} END)`,
    none,
    open: isOpen([cond, a, b]),
    ...(size && { digits: size }),
    ...(hasQuotient && {
      den: `(CASE WHEN ${cond.v} THEN ${a.den ?? '1'} WHEN ${known(cond)} THEN ${b.den ?? '1'} ELSE ${a.den ?? '1'} END)`,
      denDigits: comparable([a, b].map((one) => one.denDigits ?? { whole: 1, scale: 0 })),
    }),
    stage: stageOf([cond, a, b]),
  }
}

function agreeing(a: Term, b: Term, value: (one: Term) => string): string {
  if (a.t === 'null' || b.t === 'null') return ''
  const [x, y] = a.t === 'number' ? crossed(a, b) : [a.v, b.v]
  return ` WHEN ${x} = ${y} THEN ${value(a)}`
}
