/** Makes nodes: equal ones once, constants folded, and/or flattened, conditions on one value merged. */
import type { CompareOp } from '../feel/ast.ts'
import { createCompiler } from './compile.ts'
import type { StaticType } from '../feel/functions/index.ts'
import { complement, type Interval, intersect, isFull, union } from './intervals.ts'
import { type Node, partsOf, type Shape } from './ir.ts'
import { LimitError } from '../errors.ts'
import type { Failed } from '../feel/failure.ts'
import type { Code, Run } from './run.ts'
import { Day, equal, isList, type Kind, type Known, kindOf, Lambda, type Value, valueText } from '../feel/values.ts'
import { typeText } from '../feel/types.ts'
import { isNum } from '../feel/numbers.ts'

export interface Store {
  /** The node of this shape; the same for equal shapes. */
  readonly make: (shape: Shape, t: StaticType) => Node
  readonly constant: (value: Known) => Node
  readonly all: (items: readonly Node[]) => Node
  readonly any: (items: readonly Node[]) => Node
  readonly not: (a: Node) => Node
  readonly compare: (op: CompareOp, a: Node, b: Node) => Node
}

/**
 * `values`: the closed list of a fact, by its index. With `fold`, conditions on one value that together cover everything are true
 * and those that exclude each other are false, whatever the value, be it unknown or null (README, "Covering conditions"). `failed`: as
 * for the compiler; constants that come to unknown stay as they are written.
 */
export function createStore(values: (factIndex: number) => readonly Known[] | undefined, fold: boolean, failed: Failed): Store {
  const nodes = new Map<string, Node>()
  const compile = createCompiler(failed)

  const intern = (shape: Shape, t: StaticType): Node => {
    const key = keyOf(shape)
    const known = nodes.get(key)
    if (known !== undefined) return known
    const node: Node = { ...shape, id: nodes.size, t }
    nodes.set(key, node)
    return node
  }
  const constant = (value: Known): Node => intern({ k: 'const', value }, kindOf(value))
  const make = (shape: Shape, t: StaticType): Node => {
    const node = intern(shape, t)
    const parts = partsOf(node)
    if (!FOLDS.has(node.k) || !parts.every((part) => part.k === 'const')) return node
    if (node.k === 'call' && (node.fn.readsToday || node.fn.partial)) return node
    const value = folded(compile(node))
    return value === undefined || value instanceof Lambda ? node : constant(value)
  }

  const domain = (x: Node): readonly Known[] | undefined =>
    x.k === 'fact' ? (x.t === 'boolean' ? [true, false] : values(x.index)) : undefined

  const oneOf = (x: Node, list: readonly Known[], negated: boolean): Node => {
    const kept = distinct(list)
    const all = domain(x)
    const isAll = all?.every((value) => has(kept, value)) ?? false
    if (fold && (kept.length === 0 || isAll)) return constant((kept.length === 0) === negated)
    return intern({ k: 'oneOf', x, values: [...kept].sort(byText), negated }, 'boolean')
  }

  const interval = (x: Node, set: readonly Interval[]): Node => {
    if (fold && (set.length === 0 || isFull(set))) return constant(set.length > 0)
    return intern({ k: 'interval', x, set }, 'boolean')
  }

  const not = (a: Node): Node => {
    if (a.k === 'not' && a.a.t === 'boolean') return a.a
    if (a.k === 'interval') return interval(a.x, complement(a.set))
    if (a.k === 'oneOf') return oneOf(a.x, a.values, !a.negated)
    return make({ k: 'not', a }, 'boolean')
  }

  const join = (k: 'and' | 'or', given: readonly Node[]): Node => {
    const settles = k === 'or'
    const flat = given.flatMap((item) => (item.k === k ? item.items : [item]))
    const merged = fold ? merge(k, flat) : flat
    const items = [...new Set(merged)].filter((item) => !(item.k === 'const' && item.value === !settles))
    if (items.some((item) => item.k === 'const' && item.value === settles)) return constant(settles)
    if (fold && items.some((item) => item.k === 'not' && items.includes(item.a))) return constant(settles)
    if (items.length === 0) return constant(!settles)
    if (items.length === 1 && items[0]!.t === 'boolean') return items[0]!
    return make({ k, items }, 'boolean')
  }

  /** Joins the conditions on the same value into one, at the place of the first. */
  const merge = (k: 'and' | 'or', items: readonly Node[]): readonly Node[] => {
    const rows = new Map<string, Node[]>()
    for (const item of items) {
      const key =
        item.k === 'interval' ? `in ${item.x.id}` : item.k === 'oneOf' ? `of ${item.x.id} ${item.negated}` : `${item.id}`
      const row = rows.get(key)
      if (row === undefined) rows.set(key, [item])
      else row.push(item)
    }
    return [...rows.values()].map((row) => mergeRow(k, row))
  }

  const mergeRow = (k: 'and' | 'or', row: readonly Node[]): Node => {
    const [first] = row
    if (row.length === 1 || (first!.k !== 'interval' && first!.k !== 'oneOf')) return first!
    const { x } = first!
    if (first!.k === 'interval') {
      const sets = row.flatMap((one) => (one.k === 'interval' ? [one.set] : []))
      return interval(x, k === 'or' ? union(sets.flat()) : sets.reduce(intersect))
    }
    const lists = row.flatMap((one) => (one.k === 'oneOf' ? [one.values] : []))
    const widens = (k === 'or') !== first!.negated
    const common = (a: readonly Known[], b: readonly Known[]) => a.filter((value) => has(b, value))
    return oneOf(x, widens ? lists.flat() : lists.reduce(common), first!.negated)
  }

  const compare = (op: CompareOp, a: Node, b: Node): Node => {
    if (a.k === 'const' && b.k !== 'const') return compare(FLIP[op], b, a)
    const isReading = a.k === 'fact' && b.k === 'const' && a.t === b.t && b.value !== null
    if (!isReading || b.k !== 'const') return make({ k: 'compare', op, a, b }, 'boolean')
    if (op === '=' || op === '!=') return oneOf(a, [b.value], op === '!=')
    if (!isNum(b.value) && !(b.value instanceof Day)) return make({ k: 'compare', op, a, b }, 'boolean')
    return interval(a, [side(op, b.value)])
  }

  return {
    make,
    constant,
    all: (items) => join('and', items),
    any: (items) => join('or', items),
    not,
    compare,
  }
}

/** Undefined for what takes too long: that shows when it runs. */
function folded(code: Code): Value {
  try {
    return code({ ...NOTHING })
  } catch (error) {
    if (error instanceof LimitError) return undefined
    throw error
  }
}

const FOLDS = new Set<Node['k']>([
  'compare',
  'in',
  'arith',
  'neg',
  'if',
  'path',
  'call',
  'list',
  'range',
  'not',
  'and',
  'or',
  'instanceOf',
])
/** What is not folded so quickly is left to run. */
const FOLDING = 10_000
const NOTHING: Run = { facts: [], ready: new Uint8Array(0), derive: [], params: [], today: 0, locals: [], fuel: FOLDING }
const FLIP: Readonly<Record<CompareOp, CompareOp>> = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

function side(op: CompareOp, end: Known): Interval {
  const isLow = op === '>' || op === '>='
  return isLow
    ? { low: end, lowIn: op === '>=', high: undefined, highIn: false }
    : { low: undefined, lowIn: false, high: end, highIn: op === '<=' }
}

const has = (list: readonly Known[], value: Known): boolean => list.some((one) => equal(one, value) === true)

/** Each value once; plain ones are found in a set, so that a long list does not take long. */
const distinct = (list: readonly Known[]): readonly Known[] => {
  const kept: Known[] = []
  const plain = new Set<Known>()
  for (const value of list) {
    if (typeof value === 'object' ? has(kept, value) : plain.has(value)) continue
    if (typeof value !== 'object') plain.add(value)
    kept.push(value)
  }
  return kept
}

const byText = (a: Known, b: Known): number => (valueText(a) < valueText(b) ? -1 : 1)

const constKey = (value: Known): string => {
  const kind: Kind = kindOf(value)
  if (value instanceof Lambda) return `${kind}:${value.name}`
  if (isList(value)) return `[${value.map((item) => (item === undefined ? '?' : constKey(item))).join()}]`
  return `${kind}:${JSON.stringify(valueText(value))}`
}

const intervalKey = ({ low, lowIn, high, highIn }: Interval): string =>
  `${lowIn ? '[' : '('}${low === undefined ? '' : constKey(low)}..${high === undefined ? '' : constKey(high)}${highIn ? ']' : ')'}`

/** The text that two equal shapes share. */
function keyOf(shape: Shape): string {
  const { k } = shape
  const parts = partsOf({ ...shape, id: -1, t: 'any' }).map((part) => part.id)
  const all = `${k}(${parts.join()})`
  switch (shape.k) {
    case 'const':
      return `${k} ${constKey(shape.value)}`
    case 'fact':
    case 'param':
      return `${k} ${shape.index}`
    case 'var':
      return `${k} ${shape.slot} ${shape.name} ${shape.source?.id}`
    case 'let':
      return `${k} ${shape.slot} ${shape.name} ${shape.def.id}`
    case 'compare':
    case 'arith':
      return `${all} ${shape.op}`
    case 'interval':
      return `${all} ${shape.set.map(intervalKey).join()}`
    case 'oneOf':
      return `${all} ${shape.negated} ${shape.values.map(constKey).join()}`
    case 'for':
      return `${all} ${shape.slot} ${shape.isFlat} ${shape.to !== undefined} ${shape.partial}`
    case 'some':
    case 'every':
      return `${all} ${shape.slot} ${shape.to !== undefined}`
    case 'filter':
      return `${all} ${shape.slot} ${shape.isFixed} ${shape.isOpen}`
    case 'path':
    case 'field':
      return `${all} ${JSON.stringify(shape.name)}`
    case 'call':
      return `${all} ${shape.name} ${shape.fn.params.join()} ${shape.args.map((arg) => (arg === undefined ? '-' : '+')).join('')}`
    case 'invoke':
      return `${all} ${JSON.stringify(shape.names ?? null)}`
    case 'context':
      return `${all} ${JSON.stringify(shape.keys)} ${shape.slots.join()}`
    case 'range':
      return `${all} ${shape.lowIn} ${shape.highIn} ${shape.low !== undefined} ${shape.high !== undefined} ${shape.form}`
    case 'lambda':
      return `${all} ${JSON.stringify(shape.params)} ${shape.slots.join()} ${shape.types.map((type) => type && typeText(type)).join()}`
    case 'instanceOf':
      return `${all} ${shape.text}`
    default:
      return all
  }
}
