/** The parts of an expression that decide something: items of `and` and `or`, conditions of `if`. */
import type { Expr } from '../feel/ast.ts'
import { parseFeel } from '../feel/parser.ts'

export interface Item {
  readonly start: number
  readonly end: number
  readonly kind: 'whole' | 'and' | 'or' | 'if'
  readonly node: Tree
}

/** What is left of an expression when only deciding parts count. */
export type Tree =
  | { readonly k: 'leaf'; readonly below: readonly Tree[] }
  | { readonly k: 'and' | 'or'; readonly items: readonly Item[] }
  | { readonly k: 'if'; readonly cond: Item; readonly yes: Tree; readonly no: Tree }

/** The tree of an expression. Throws FeelError. */
export const treeOf = (source: string, names: readonly string[]): Tree => tree(parseFeel(source, names))

function tree(expr: Expr): Tree {
  switch (expr.k) {
    case 'and':
    case 'or': {
      const { k } = expr
      return { k, items: chain(expr, k).map((part) => item(part, k)) }
    }
    case 'if':
      return { k: 'if', cond: item(expr.cond, 'if'), yes: tree(expr.yes), no: tree(expr.no) }
    default:
      return { k: 'leaf', below: partsOf(expr).map(tree).filter(isDeciding) }
  }
}

const isDeciding = (one: Tree): boolean => one.k !== 'leaf' || one.below.length > 0

const item = (expr: Expr, kind: Item['kind']): Item => ({ start: expr.start, end: expr.end, kind, node: tree(expr) })

/** `a and b and c` is one list of three. */
const chain = (expr: Expr, k: 'and' | 'or'): readonly Expr[] =>
  expr.k === k && 'a' in expr ? [...chain(expr.a, k), ...chain(expr.b, k)] : [expr]

/** Parts that are evaluated where the expression is; what stands inside loops, filters and functions has names of its own. */
function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'path':
    case 'filter':
      return [expr.of]
    case 'neg':
    case 'instanceOf':
      return [expr.value]
    case 'binary':
    case 'compare':
      return [expr.a, expr.b]
    case 'between':
      return [expr.value, expr.low, expr.high]
    case 'in':
      return [expr.value, ...expr.tests.map((test) => test.value)]
    case 'call':
      return expr.args
    case 'list':
      return expr.items
    default:
      return []
  }
}

/** All items below, in the order of the text. */
export function itemsIn(root: Tree): Item[] {
  if (root.k === 'leaf') return root.below.flatMap(itemsIn)
  if (root.k === 'if') return [root.cond, ...itemsIn(root.cond.node), ...itemsIn(root.yes), ...itemsIn(root.no)]
  return root.items.flatMap((one) => [one, ...itemsIn(one.node)])
}

/**
 * Which items decided, given the value of each: an item of `and` decides where all others are true, one of `or` where all others are
 * false, a condition where its `if` is reached; parts of a branch that was not taken, or of an item that decided nothing, do not.
 */
export function decide(root: Tree, evaluate: (item: Item) => unknown, decided: (item: Item, value: unknown) => void): void {
  if (root.k === 'leaf') {
    for (const part of root.below) decide(part, evaluate, decided)
    return
  }
  if (root.k === 'if') {
    const value = evaluate(root.cond)
    decided(root.cond, value)
    decide(root.cond.node, evaluate, decided)
    if (value === true) decide(root.yes, evaluate, decided)
    else if (value !== undefined) decide(root.no, evaluate, decided)
    return
  }
  const neutral = root.k === 'and'
  const values = root.items.map(evaluate)
  root.items.forEach((one, i) => {
    if (!values.every((value, j) => j === i || value === neutral)) return
    decided(one, values[i])
    decide(one.node, evaluate, decided)
  })
}
