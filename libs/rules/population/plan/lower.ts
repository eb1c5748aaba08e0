/** From expressions to planes and columns: the fastest way each part allows. What fits nowhere goes person by person. */
import { type Node, partsOf } from '../../compiler/ir.ts'
import type { Run } from '../../compiler/run.ts'
import { isNum } from '../../feel/numbers.ts'
import type { Value } from '../../feel/values.ts'
import type { Program } from '../../screening/program.ts'
import { startRun } from '../../screening/input.ts'
import { type Derived, derivedOf } from './derived.ts'
import { isGivenUp } from './given-up.ts'
import type { Bool, Num, PerCode, Pool } from './nodes.ts'
import { createReads } from './reads.ts'
import { createNames, type Names } from './names.ts'

/** How a column is stored in the shards at hand; undefined where they do not hold it. */
export type KindOf = (column: string) => 'bits' | 'codes' | 'numbers' | undefined

export interface Lowering {
  readonly bool: (node: Node) => Bool
  /** Undefined where column arithmetic cannot do it. */
  readonly num: (node: Node) => Num | undefined
  readonly derive: (node: Node) => Derived
  /** Where the expression reads one coded column only. */
  readonly perCode: (node: Node) => PerCode | undefined
  readonly readsOf: ReturnType<typeof createReads>
  readonly names: Names
  /** Why a node went person by person. */
  readonly why: ReadonlyMap<string, string>
}

/** `given`: derived facts that the population holds for everybody. */
export function createLowering(program: Program, asOf: string, pool: Pool, kindOf: KindOf, given: ReadonlySet<string>): Lowering {
  const { words } = program
  const readsOf = createReads(program, given)
  const { reads, derivation } = readsOf
  const empty = startRun(program, { facts: {}, asOf })
  const names = createNames(program, readsOf, empty.today)
  const why = new Map<string, string>()
  const bools = new Map<number, Bool>()
  const nums = new Map<number, Num | undefined>()
  const direct = new Map<number, boolean>()
  const columns = new Map<number, ReadonlySet<string>>()

  const fresh = (): Run => ({ ...empty, facts: [...empty.facts], ready: empty.ready.slice(), locals: [] })
  const derive = (node: Node): Derived => derivedOf(program, readsOf, names, node)

  /** Does it read a list other than through a derived fact of a single value? */
  const readsListItself = (node: Node): boolean => {
    if (!reads(node).lists) return false
    const known = direct.get(node.id)
    if (known !== undefined) return known
    const made = readsListAlone(node)
    direct.set(node.id, made)
    return made
  }
  const readsListAlone = (node: Node): boolean => {
    if (node.k === 'fact') {
      const inner = derivation(node)
      return inner === undefined || !isSingle(node.t) ? true : node.t === 'boolean' && readsListItself(inner)
    }
    if (node.k === 'let') return readsListItself(node.def)
    return node.k === 'var' || partsOf(node).some(readsListItself)
  }
  /** A derived fact of a single value that reads a list: it has a column of its own. */
  const isListFact = (node: Node): boolean => {
    const inner = derivation(node)
    return inner !== undefined && node.t !== 'boolean' && isSingle(node.t) && reads(inner).lists && readsListItself(inner)
  }

  /** The columns that a node reads, derived facts over lists being columns; undefined where it reads a list otherwise. */
  const columnsOf = (node: Node): ReadonlySet<string> | undefined => {
    if (readsListItself(node)) return undefined
    const known = columns.get(node.id)
    if (known !== undefined) return known
    const made = new Set<string>()
    const walk = (part: Node): void => {
      if (isListFact(part)) made.add(derive(part).key)
      else if (part.k === 'fact') {
        const inner = derivation(part)
        if (inner === undefined) made.add(part.ref)
        else walk(inner)
      } else if (part.k === 'let') walk(part.def)
      else for (const one of partsOf(part)) walk(one)
    }
    walk(node)
    columns.set(node.id, made)
    return made
  }

  /** The fact behind the only column that a node reads. */
  const only = (node: Node): { column: string; index: number } | undefined => {
    const set = columnsOf(node)
    if (set === undefined || set.size !== 1) return undefined
    const [column] = set
    const index = factBehind(node)
    return column !== undefined && index !== undefined ? { column, index } : undefined
  }
  const factBehind = (node: Node): number | undefined => {
    if (node.k === 'fact') {
      if (isListFact(node)) return node.index
      const inner = derivation(node)
      return inner === undefined ? node.index : factBehind(inner)
    }
    if (node.k === 'let') return factBehind(node.def)
    for (const part of partsOf(node)) {
      const found = factBehind(part)
      if (found !== undefined) return found
    }
    return undefined
  }

  const perCode = (node: Node): PerCode | undefined => {
    const one = only(node)
    if (one === undefined || kindOf(one.column) !== 'codes') return undefined
    const { index, column } = one
    const set = (run: Run, value: Value): void => {
      run.facts[index] = value
      run.ready[index] = 1
    }
    const { key: valueKey, run: code } = derive(node)
    return { column, key: names.keyOf('code', node), shown: names.shown(node), fresh, set, code, valueKey }
  }

  const isConstant = (node: Node): boolean => {
    const { facts, lists } = reads(node)
    return facts.size === 0 && !lists
  }
  const constant = (node: Node): { readonly value: Value; readonly tooLong?: string } => {
    const { key, shown, run } = derive(node)
    const value = run(fresh())
    return value === undefined && isGivenUp(key) ? { value, tooLong: shown } : { value }
  }

  const person = (node: Node, reason: string): Bool => {
    const derived = derive(node)
    why.set(derived.key, reason)
    return pool.bool({ k: 'person', derived })
  }

  function bool(node: Node): Bool {
    const known = bools.get(node.id)
    if (known !== undefined) return known
    const made = lowerBool(node)
    bools.set(node.id, made)
    return made
  }

  function lowerBool(node: Node): Bool {
    if (node.k === 'let') return bool(node.def)
    if (isConstant(node)) {
      const { value, ...given } = constant(node)
      return pool.bool({ k: 'const', value: typeof value === 'boolean' || value === undefined ? value : null, ...given })
    }
    const per = perCode(node)
    if (per !== undefined) return pool.bool({ k: 'table', per })
    const inner = derivation(node)
    if (inner !== undefined && node.t === 'boolean') return bool(inner)
    if (node.k === 'fact') return node.t === 'boolean' ? pool.bool({ k: 'bits', column: node.ref }) : person(node, 'no condition')
    if (node.k === 'and' || node.k === 'or') return pool.bool({ k: node.k, items: node.items.map(bool) })
    if (node.k === 'not' && node.a.t === 'boolean') return pool.bool({ k: 'not', a: bool(node.a) })
    if (node.k === 'if' && node.yes.t === 'boolean' && node.no.t === 'boolean')
      return pool.bool({ k: 'if', cond: bool(node.cond), yes: bool(node.yes), no: bool(node.no) })
    if (readsListItself(node)) return person(node, 'reads a list')
    if (kindOf(derive(node).key) === 'bits') return person(node, 'kept')
    return comparison(node) ?? person(node, 'reads several columns in a way that column arithmetic does not know')
  }

  function comparison(node: Node): Bool | undefined {
    if (node.k === 'interval' && node.x.t === 'number') {
      const x = num(node.x)
      return x && pool.bool({ k: 'within', x, set: node.set, exact: derive(node) })
    }
    if (node.k !== 'compare') return undefined
    const isNone = node.b.k === 'const' && node.b.value === null
    if (isNone && node.op === '=' && node.a.t === 'number') {
      const x = num(node.a)
      return x && pool.bool({ k: 'isNone', x })
    }
    const [a, b] = [num(node.a), num(node.b)]
    if (a === undefined || b === undefined) return undefined
    const exact = derive(node)
    if (node.op === '<' || node.op === '<=' || node.op === '=' || node.op === '!=')
      return pool.bool({ k: 'compare', op: node.op, a, b, exact })
    return pool.bool({ k: 'compare', op: node.op === '>' ? '<' : '<=', a: b, b: a, exact })
  }

  function num(node: Node): Num | undefined {
    if (nums.has(node.id)) return nums.get(node.id)
    const made = lowerNum(node)
    nums.set(node.id, made)
    return made
  }

  function lowerNum(node: Node): Num | undefined {
    if (node.k === 'let') return num(node.def)
    if (isConstant(node)) return scalar(constant(node))
    if (node.t !== 'number' && node.t !== 'any') return undefined
    const per = perCode(node)
    if (per !== undefined) return pool.num({ k: 'lookup', per })
    if (isListFact(node)) return pool.num({ k: 'personNumber', derived: derive(node) })
    const inner = derivation(node)
    if (inner !== undefined) return num(inner)
    if (node.k === 'fact') return node.t === 'number' ? pool.num({ k: 'numbers', column: node.ref }) : undefined
    if (node.k === 'arith' && node.op !== '**') return arithmetic(node.op, node.a, node.b)
    if (node.k === 'neg') return arithmetic('-', words.store.constant(0), node.a)
    if (node.k === 'if') {
      const [yes, no] = [num(node.yes), num(node.no)]
      return yes && no && pool.num({ k: 'choose', cond: bool(node.cond), yes, no })
    }
    return node.k === 'call' ? call(node) : undefined
  }

  const scalar = ({ value, ...given }: ReturnType<typeof constant>): Num | undefined => {
    if (value === null || value === undefined) return pool.num({ k: 'scalar', value, ...given })
    return isNum(value) && Math.abs(Number(value)) < LARGEST ? pool.num({ k: 'scalar', value: Number(value) }) : undefined
  }

  const arithmetic = (op: '+' | '-' | '*' | '/', left: Node, right: Node): Num | undefined => {
    const [a, b] = [num(left), num(right)]
    return a && b && pool.num({ k: 'arith', op, a, b })
  }

  function call({ name, args }: Extract<Node, { k: 'call' }>): Num | undefined {
    const [first, second] = args
    if (name === 'max' || name === 'min') {
      const nodes = args.length === 1 && first?.k === 'list' ? first.items : args.filter((arg) => arg !== undefined)
      const items = nodes.map(num)
      if (nodes.length === 0 || !nodes.every(({ t }) => t === 'number' || t === 'any') || items.includes(undefined))
        return undefined
      return pool.num({ k: 'extreme', sign: name === 'max' ? 1 : -1, items: items.filter((item) => item !== undefined) })
    }
    const how = ROUNDINGS[name]
    if (how === undefined || first === undefined || second === undefined || !isConstant(second)) return undefined
    const unit = constant(second).value
    const x = num(first)
    return typeof unit === 'number' && unit > 0 && x ? pool.num({ k: 'round', how, x, unit }) : undefined
  }

  return { bool, num, derive, perCode, readsOf, names, why }
}

/** What is made of larger ones may be too large for a column and still a number: it is worked out person by person. */
const LARGEST = 1e100

const ROUNDINGS: Readonly<Record<string, 'floor' | 'ceiling' | 'halfUp' | undefined>> = {
  'floor to': 'floor',
  'ceil to': 'ceiling',
  'round to': 'halfUp',
}

const isSingle = (type: Node['t']): boolean => type === 'number' || type === 'string' || type === 'date' || type === 'boolean'
