/** What would make a condition true: a day that comes, a threshold, another value; and the fewest such changes for a whole test. */
import type { CompareOp } from '../feel/ast.ts'
import { dayAfterMonths, dayText } from '../feel/dates.ts'
import type { Evaluation } from './evaluation.ts'
import { complement, type Interval } from '../compiler/intervals.ts'
import { leversFor } from './levers.ts'
import type { Node } from '../compiler/ir.ts'
import { not as negate } from '../feel/logic.ts'
import { compareNum, isNum, roundTo, toNumber } from '../feel/numbers.ts'
import type { Change, Json } from '../types.ts'
import { Day, type Known, toJson, type Value } from '../feel/values.ts'

/** The change that makes one comparison come to `wanted`; undefined when we can name none. */
export function changeFor(node: Node, evaluation: Evaluation, wanted: boolean): Change | undefined {
  switch (node.k) {
    case 'fact':
      return node.t === 'boolean' || node.t === 'any' ? { kind: 'value', fact: node.ref, values: [wanted] } : undefined
    case 'interval':
      return withLevers(intervalChange(node.x, wanted ? node.set : complement(node.set), evaluation), node, evaluation, wanted)
    case 'oneOf':
      return oneOfChange(node, evaluation, wanted)
    case 'compare':
      return withLevers(compareChange(wanted ? node.op : OPPOSITE[node.op], node.a, node.b, evaluation), node, evaluation, wanted)
    default:
      return undefined
  }
}

/** A threshold with the facts through which it could be reached. */
function withLevers(change: Change | undefined, node: Node, evaluation: Evaluation, wanted: boolean): Change | undefined {
  if (change?.kind !== 'threshold') return change
  const through = leversFor(node, wanted, change.fact, evaluation)
  return through.length === 0 ? change : { ...change, through }
}

const valueAt = (node: Node, { program, run }: Evaluation): Value => program.words.compile(node)(run)

/** Days and ages move by themselves; other numbers are told by the nearest end. */
function intervalChange(x: Node, set: readonly Interval[], evaluation: Evaluation): Change | undefined {
  const value = valueAt(x, evaluation)
  if (value === undefined || value === null) return undefined
  const changes = set.map((interval) => endChange(x, value, interval, evaluation))
  const farness = (change: Change) => (change.kind === 'threshold' && isNum(value) ? Math.abs(change.value - toNumber(value)) : 0)
  const known = changes.filter((change) => change !== undefined).toSorted((one, other) => farness(one) - farness(other))
  return known.find(({ kind }) => kind === 'date') ?? known[0]
}

function endChange(x: Node, value: Known, { low, lowIn, high, highIn }: Interval, evaluation: Evaluation): Change | undefined {
  if (!isNum(value)) return undefined
  if (low !== undefined && isNum(low)) {
    const c = compareNum(value, low)
    if (c < 0 || (c === 0 && !lowIn)) return threshold(x, lowIn ? '>=' : '>', low, evaluation)
  }
  return high !== undefined && isNum(high) ? threshold(x, highIn ? '<=' : '<', high, evaluation) : undefined
}

const OPPOSITE: Readonly<Record<CompareOp, CompareOp>> = { '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' }
const FLIP: Readonly<Record<CompareOp, CompareOp>> = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

function compareChange(op: CompareOp, a: Node, b: Node, evaluation: Evaluation): Change | undefined {
  const dated = dateChange(op, a, b, evaluation) ?? dateChange(FLIP[op], b, a, evaluation)
  if (dated !== undefined) return dated
  if (a.k !== 'fact' && !isGrowing(a, evaluation)) return b.k === 'fact' ? compareChange(FLIP[op], b, a, evaluation) : undefined
  const limit = valueAt(b, evaluation)
  if (limit === undefined || limit === null) return undefined
  const json = toJson(limit)
  if (op === '=') return a.k === 'fact' && json !== undefined ? { kind: 'value', fact: a.ref, values: [json] } : undefined
  return op === '!=' || !isNum(limit) ? undefined : threshold(a, op, limit, evaluation)
}

/** `today >= fact`: the day will come. */
function dateChange(op: CompareOp, a: Node, b: Node, evaluation: Evaluation): Change | undefined {
  if (a.k !== 'today' || (op !== '>=' && op !== '>') || b.k !== 'fact') return undefined
  const day = valueAt(b, evaluation)
  return day instanceof Day ? { kind: 'date', fact: b.ref, from: dayText(op === '>=' ? day.days : day.days + 1) } : undefined
}

interface Growing {
  readonly fact: string
  readonly from: number
  readonly monthsPer: number
}

/** A number that grows with time: an age, or months since a day. */
function isGrowing(node: Node, evaluation: Evaluation): Growing | undefined {
  if (node.k === 'fact') {
    const { derive } = evaluation.program.words.facts[node.index]!
    const isGiven = evaluation.program.words.factIndex.get(node.ref) !== undefined && derive === undefined
    return isGiven || derive === undefined ? undefined : isGrowing(derive, evaluation)
  }
  if (node.k !== 'call') return undefined
  const [first, second] = node.args
  const isAge = node.name === 'age' && (second === undefined || second.k === 'today')
  const isMonths = node.name === 'months between' && second?.k === 'today'
  if ((!isAge && !isMonths) || first === undefined) return undefined
  const day = valueAt(first, evaluation)
  const fact = nameOf(first)
  return day instanceof Day && fact !== undefined ? { fact, from: day.days, monthsPer: isAge ? 12 : 1 } : undefined
}

/** `person.birthDate`, `child.birthDate` */
function nameOf(node: Node): string | undefined {
  if (node.k === 'fact') return node.ref
  if (node.k === 'var') return node.name
  const of = node.k === 'path' ? nameOf(node.of) : undefined
  return node.k === 'path' && of !== undefined ? `${of}.${node.name}` : undefined
}

function threshold(x: Node, op: '<' | '<=' | '>' | '>=', limit: Known, evaluation: Evaluation): Change | undefined {
  if (!isNum(limit)) return undefined
  const growing = isGrowing(x, evaluation)
  if (growing !== undefined) {
    if (op === '<' || op === '<=') return undefined
    const reached = roundTo(limit, 1, op === '>=' ? 'ceiling' : 'floor')
    const count = reached === undefined ? undefined : toNumber(reached) + (op === '>' ? 1 : 0)
    const day = count === undefined ? undefined : dayAfterMonths(growing.from, count * growing.monthsPer)
    if (day === undefined || count === undefined) return undefined
    const unit = growing.monthsPer === 12 ? 'years' : 'months'
    return { kind: 'date', fact: growing.fact, from: dayText(day), reaches: { count, unit } }
  }
  return x.k === 'fact' ? { kind: 'threshold', fact: x.ref, op, value: toNumber(limit) } : undefined
}

/** Constants are known, so each has its JSON. */
export const jsonOf = (values: readonly Known[]): readonly Json[] => values.flatMap((value) => toJson(value) ?? [])

function oneOfChange(node: Extract<Node, { k: 'oneOf' }>, evaluation: Evaluation, wanted: boolean): Change | undefined {
  const { x, values, negated } = node
  const fact = nameOf(x)
  if (fact === undefined) return undefined
  if (negate(negated) === wanted) return { kind: 'value', fact, values: jsonOf(values) }
  if (x.k !== 'fact') return undefined
  const all = x.t === 'boolean' ? [true, false] : evaluation.program.words.facts[x.index]!.decl.values
  const rest = all?.filter((value) => !values.includes(value))
  return rest === undefined || rest.length === 0 ? undefined : { kind: 'value', fact, values: rest }
}
