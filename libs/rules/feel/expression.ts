/**
 * FEEL alone: an expression, or the unary tests of a decision table's cell, compiled once and evaluated any number of times.
 *
 * - **Scope**: names that the text may use, spaces and signs allowed; the values come in the same order, or by name. Functions
 *   of the scope (BKMs, decision services) are values: a `Lambda`. `fields` are names behind a dot or in a filter (components
 *   of item definitions, elements of an import) that hold spaces or signs; single words need not be told.
 * - **What is wrong**: text that does not parse throws FeelError. A name that does not exist, a type that does not fit are
 *   `findings`; evaluation goes on as the standard says, with null in their place.
 * - **null and unknown**: a value that is absent is unknown (`undefined`), not null; DMN gives null where it has no value.
 *   Nothing is folded that the standard would not (no "covering conditions").
 * - **Limits**: one Budget for all evaluations of one question, those inside functions of the scope included; too many turns
 *   or calls nested too deeply throw LimitError.
 */
import { isOverflow, LimitError } from '../errors.ts'
import type { Finding } from '../types.ts'
import { createCompiler, type Compiler } from '../compiler/compile.ts'
import { type Node, visitAll } from '../compiler/ir.ts'
import { lower, type Vocabulary } from '../compiler/lower.ts'
import { FUEL, type Run } from '../compiler/run.ts'
import { createStore, type Store } from '../compiler/store.ts'
import type { Expr } from './ast.ts'
import type { StaticType } from './functions/index.ts'
import type { Truth } from './logic.ts'
import { parseFeel, parseTypeName, parseUnaryTests } from './parser.ts'
import { kindOfType, resolveType, type Type, type Types } from './types.ts'
import { DateTime, type Value } from './values.ts'

export interface ExpressionOptions {
  readonly fields?: readonly string[]
  /** Types that have a name (item definitions), for `instance of` and the parameters of functions. */
  readonly types?: Types
  /**
   * What is known of the names, in the order of the scope, where something is: what does not fit it is among the findings. Values
   * are not made to fit by it; null is always possible.
   */
  readonly known?: readonly (Type | undefined)[]
  /** Shares equal parts between expressions (the cells of a table); one of its own otherwise. */
  readonly workspace?: Workspace
}

export interface Workspace {
  readonly store: Store
  readonly compile: Compiler
}

export const createWorkspace = (): Workspace => ({
  store: createStore(() => undefined, false, null),
  compile: createCompiler(null),
})

/** What one question may cost, and its day. Share one between nested evaluations. */
export interface Budget {
  fuel: number
  depth: number
  /** The moment of `now()`; its date is the day of `today()`. */
  readonly now: DateTime
}

export const createBudget = (now = new DateTime(0, 0, 0, undefined)): Budget => ({ fuel: FUEL, depth: 0, now })

/** The type that a `typeRef` names; undefined when there is none. Throws FeelError where it is no type. */
export const readType = (text: string, types: Types = new Map()): Type | undefined =>
  resolveType(parseTypeName(text, [...types.keys()]), types)

/** Values of the scope, in its order or by name; absent is unknown. */
export type Values = readonly Value[] | ReadonlyMap<string, Value>

export interface Expression {
  /** The names of the scope that it reads. */
  readonly reads: readonly string[]
  readonly findings: readonly Finding[]
  /** What is known of the value before anything runs (null is always possible). */
  readonly gives: StaticType
  /** The value; `undefined` is unknown, null is none or an error. Throws LimitError. */
  evaluate(values: Values, budget?: Budget): Value
}

export interface UnaryTests {
  readonly reads: readonly string[]
  readonly findings: readonly Finding[]
  /** Does the input pass? Anything but true is no match. Throws LimitError. */
  test(input: Value, values: Values, budget?: Budget): Truth
}

/** Compiles one expression. Throws FeelError. */
export function compileExpression(text: string, scope: readonly string[], options: ExpressionOptions = {}): Expression {
  const { reads, findings, gives, run } = compiled(parseFeel(text, ...namesOf(scope, options)), scope, options)
  return { reads, findings, gives, evaluate: (values, budget = createBudget()) => run(inOrder(scope, values), budget) }
}

/** Compiles unary tests, `?` (the input, of this type where that is known) bound. Throws FeelError. */
export function compileUnaryTests(
  text: string,
  scope: readonly string[],
  options: ExpressionOptions = {},
  input?: Type,
): UnaryTests {
  const expr = parseUnaryTests(text, ...namesOf(scope, options))
  const known = [input, ...(options.known ?? [])]
  const { reads, findings, run } = compiled(expr, ['?', ...scope], { ...options, known })
  return {
    reads: reads.filter((name) => name !== '?'),
    // A test that may be a condition or a value stands in the tree as both.
    findings: findings.filter((one, i) => findings.findIndex((other) => isSame(one, other)) === i),
    test: (input, values, budget = createBudget()) => {
      const value = run([input, ...inOrder(scope, values)], budget)
      return typeof value === 'boolean' || value === undefined ? value : null
    },
  }
}

const isSame = (a: Finding, b: Finding): boolean => a.start === b.start && a.end === b.end && a.message === b.message

const namesOf = (scope: readonly string[], { fields = [], types = new Map() }: ExpressionOptions) =>
  [[...scope, ...fields], [...types.keys()]] as const

const inOrder = (scope: readonly string[], values: Values): readonly Value[] =>
  isInOrder(values) ? values : scope.map((name) => values.get(name))

const isInOrder = (values: Values): values is readonly Value[] => Array.isArray(values)

interface Compiled {
  readonly reads: readonly string[]
  readonly findings: readonly Finding[]
  readonly gives: StaticType
  readonly run: (values: readonly Value[], budget: Budget) => Value
}

function compiled(expr: Expr, scope: readonly string[], options: ExpressionOptions): Compiled {
  const { workspace = createWorkspace(), types = new Map(), known = [] } = options
  const { store, compile } = workspace
  const lowered = (into: Store, declared: Map<number, Type>, typeOf: (slot: number) => Type | undefined) => {
    const nameAt = (name: string, slot: number) => {
      const node = into.make({ k: 'var', slot, name, source: undefined }, kindOfType(typeOf(slot)) ?? 'any')
      if (typeOf(slot) !== undefined) declared.set(node.id, typeOf(slot)!)
      return [name, node] as const
    }
    const vocabulary: Vocabulary = { find: () => undefined, names: () => scope, types, declared, isItemFirst: true }
    return lower(expr, into, vocabulary, new Map(scope.map(nameAt)), scope.length)
  }
  const { node, findings } = lowered(store, new Map(), () => undefined)
  const code = compile(node)
  // What runs is shared by all who read the same text, whatever is known of their names; so what is known is looked at aside.
  const isKnown = known.some((type) => type !== undefined)
  const checked = isKnown
    ? lowered(
        createStore(() => undefined, false, null),
        new Map(),
        (slot) => known[slot],
      )
    : { node, findings }
  return {
    reads: namesRead(node, scope),
    findings: checked.findings,
    gives: checked.node.t,
    run: (values, budget) => {
      if (--budget.fuel < 0 || budget.depth >= MAX_DEPTH) throw new LimitError()
      const run: Run = { ...EMPTY, today: budget.now.days, now: budget.now, locals: [...values], fuel: budget.fuel }
      budget.depth++
      try {
        return code(run)
      } catch (error) {
        throw isOverflow(error) ? new LimitError('The evaluation is nested too deeply') : error
      } finally {
        budget.depth--
        budget.fuel = Math.min(budget.fuel, run.fuel)
      }
    },
  }
}

/** Evaluations inside one another: a function of the scope that calls itself. */
const MAX_DEPTH = 200
const EMPTY: Omit<Run, 'today' | 'now' | 'locals' | 'fuel'> = { facts: [], ready: new Uint8Array(0), derive: [], params: [] }

function namesRead(root: Node, scope: readonly string[]): readonly string[] {
  const read = new Set<string>()
  visitAll(root, (node) => {
    if (node.k === 'var' && node.slot < scope.length) read.add(node.name)
  })
  return scope.filter((name) => read.has(name))
}
