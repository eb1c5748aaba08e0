/**
 * The intermediate form: typed, hash-consed (equal expressions are one node), constants folded. Comparisons of a fact with
 * constants stand as `interval` and `oneOf`, so that other back ends (bitmaps, SQL) can recognise them; parameters are operands.
 */
import type { BinaryOp, CompareOp } from '../feel/ast.ts'
import type { Fn, StaticType } from '../feel/functions/index.ts'
import type { Interval } from './intervals.ts'
import type { Type } from '../feel/types.ts'
import type { Known } from '../feel/values.ts'

export type Shape =
  | { readonly k: 'const'; readonly value: Known }
  | { readonly k: 'fact'; readonly index: number; readonly ref: string }
  | { readonly k: 'param'; readonly index: number; readonly ref: string }
  | { readonly k: 'today' }
  /** A name bound by for, some, every, a filter, a function or `each`; `source` is the list it runs over. */
  | { readonly k: 'var'; readonly slot: number; readonly name: string; readonly source: Node | undefined }
  /** A name bound to a value: a step of an amount, an entry of a context. */
  | { readonly k: 'let'; readonly slot: number; readonly name: string; readonly def: Node }
  | { readonly k: 'and' | 'or'; readonly items: readonly Node[] }
  | { readonly k: 'not'; readonly a: Node }
  | { readonly k: 'compare'; readonly op: CompareOp; readonly a: Node; readonly b: Node }
  /** `x` lies in one of the intervals (constants, sorted, apart); null when x is null. */
  | { readonly k: 'interval'; readonly x: Node; readonly set: readonly Interval[] }
  /** `x` is one of the constants (or, negated, none of them). */
  | { readonly k: 'oneOf'; readonly x: Node; readonly values: readonly Known[]; readonly negated: boolean }
  | { readonly k: 'in'; readonly x: Node; readonly test: Node }
  | { readonly k: 'arith'; readonly op: BinaryOp; readonly a: Node; readonly b: Node }
  | { readonly k: 'neg'; readonly a: Node }
  | { readonly k: 'if'; readonly cond: Node; readonly yes: Node; readonly no: Node }
  /** `isFlat`: the body gives a list of results (an inner iterator). `partial`: the slot of the results so far, when they are read. */
  | {
      readonly k: 'for'
      readonly slot: number
      readonly list: Node
      readonly to: Node | undefined
      readonly body: Node
      readonly isFlat: boolean
      readonly partial: number | undefined
    }
  | {
      readonly k: 'some' | 'every'
      readonly slot: number
      readonly list: Node
      readonly to: Node | undefined
      readonly body: Node
    }
  /**
   * `isFixed`: the condition does not look at the item, so it may be a position. `isOpen`: it looks at the item only for names
   * that may mean something outside as well (`field`), so it may be a position, too.
   */
  | {
      readonly k: 'filter'
      readonly slot: number
      readonly list: Node
      readonly body: Node
      readonly isFixed: boolean
      readonly isOpen: boolean
    }
  | { readonly k: 'path'; readonly of: Node; readonly name: string }
  /** A name in a filter (DMN): a field of the item if it has one of that name, else what the name means outside. */
  | { readonly k: 'field'; readonly of: Node; readonly name: string; readonly otherwise: Node | undefined }
  | { readonly k: 'call'; readonly name: string; readonly fn: Fn; readonly args: readonly (Node | undefined)[] }
  /** A function that is a value; `names` when its arguments are named. */
  | { readonly k: 'invoke'; readonly of: Node; readonly args: readonly Node[]; readonly names: readonly string[] | undefined }
  | { readonly k: 'list'; readonly items: readonly Node[] }
  | {
      readonly k: 'context'
      readonly keys: readonly string[]
      readonly slots: readonly number[]
      readonly items: readonly Node[]
    }
  | {
      readonly k: 'range'
      readonly low: Node | undefined
      readonly high: Node | undefined
      readonly lowIn: boolean
      readonly highIn: boolean
      /** Written as one comparison: `(< 5)`. */
      readonly form: CompareOp | undefined
    }
  | {
      readonly k: 'lambda'
      readonly params: readonly string[]
      readonly slots: readonly number[]
      /** The types of the parameters that have one. */
      readonly types: readonly (Type | undefined)[]
      readonly body: Node
    }
  /** `text` is the type's one text. */
  | { readonly k: 'instanceOf'; readonly a: Node; readonly type: Type; readonly text: string }

/** `id` is unique in one store; equal ids are equal expressions. `t` is what is known of its type. */
export type Node = Shape & { readonly id: number; readonly t: StaticType }

export type NodeOf<K extends Node['k']> = Extract<Node, { readonly k: K }>

/** The parts of a node, those under a binder included; what a name stands for is not a part. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.k) {
    case 'const':
    case 'fact':
    case 'param':
    case 'today':
    case 'var':
    case 'let':
      return []
    case 'and':
    case 'or':
    case 'list':
    case 'context':
      return node.items
    case 'not':
    case 'neg':
    case 'instanceOf':
      return [node.a]
    case 'compare':
    case 'arith':
      return [node.a, node.b]
    case 'interval':
    case 'oneOf':
      return [node.x]
    case 'in':
      return [node.x, node.test]
    case 'if':
      return [node.cond, node.yes, node.no]
    case 'for':
    case 'some':
    case 'every':
      return node.to ? [node.list, node.to, node.body] : [node.list, node.body]
    case 'filter':
      return [node.list, node.body]
    case 'path':
      return [node.of]
    case 'field':
      return node.otherwise ? [node.of, node.otherwise] : [node.of]
    case 'call':
      return node.args.filter((arg) => arg !== undefined)
    case 'invoke':
      return [node.of, ...node.args]
    case 'range':
      return [node.low, node.high].filter((end) => end !== undefined)
    case 'lambda':
      return [node.body]
  }
}

/** What a name stands for: the list it runs over, the expression it was given. */
export const behind = (node: Node): Node | undefined => (node.k === 'var' ? node.source : node.k === 'let' ? node.def : undefined)

/** Calls `visit` once for each node below, and behind the names it reads. */
export function visitAll(root: Node, visit: (node: Node) => void): void {
  const seen = new Set<number>()
  const todo: Node[] = [root]
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (seen.has(node.id)) continue
    seen.add(node.id)
    visit(node)
    const source = behind(node)
    if (source !== undefined) todo.push(source)
    todo.push(...[...partsOf(node)].reverse())
  }
}
