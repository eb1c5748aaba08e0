/** Where an expression stands: the names bound around it, the filters it is in. */
import type { At, CompareOp, Expr } from '../../feel/ast.ts'
import type { StaticType } from '../../feel/functions/index.ts'
import { isOpen } from '../../feel/static-types.ts'
import { itemType, kindOfType, type Type, type Types } from '../../feel/types.ts'
import type { Finding } from '../../types.ts'
import type { Node, Shape } from '../ir.ts'
import type { Store } from '../store.ts'

/** What names mean outside an expression. */
export interface Vocabulary {
  /** The node of a fact or parameter; undefined when there is none of that name. */
  readonly find: (name: string) => Node | undefined
  readonly names: () => Iterable<string>
  /** Types that have a name. */
  readonly types?: Types
  /** Declared types of nodes, by their ids, where names have any; fields of contexts and items of lists add theirs. */
  readonly declared?: Map<number, Type>
  /**
   * As in DMN: in a filter, a field of the item goes before a name from outside. Otherwise a name that is known means the same
   * in a filter, so that a definition's facts cannot be hidden by what a list happens to hold.
   */
  readonly isItemFirst?: true
}

/** Names bound inside an expression, innermost last. */
export type Scope = ReadonlyMap<string, Node>

export interface Place {
  readonly names: Scope
  readonly slot: number
  /** The items of the filters around, innermost first, with the names that were bound outside of each. */
  readonly filters: readonly { readonly item: Node; readonly outside: Scope }[]
}

export interface Lowering {
  readonly store: Store
  readonly vocabulary: Vocabulary
  readonly report: (kind: Finding['kind'], at: At, message: string, remedy: string) => void
  readonly go: (expr: Expr, place: Place) => Node
}

export const bind = (place: Place, name: string, node: Node): Place => ({
  ...place,
  names: new Map([...place.names, [name, node]]),
  slot: place.slot + 1,
})

/** The node of this shape, with the type that is declared for it, or else the kind that is known of it. */
export function makeDeclared({ store, vocabulary }: Lowering, shape: Shape, type: Type | undefined, kind: StaticType): Node {
  const node = store.make(shape, kindOfType(type) ?? kind)
  if (type !== undefined) vocabulary.declared?.set(node.id, type)
  return node
}

/** The declared type of the items of a list. */
export const itemDeclared = ({ vocabulary }: Lowering, list: Node): Type | undefined =>
  itemType(vocabulary.declared?.get(list.id))

/** The node, reported where its type is known to be another. */
export function expectType({ report }: Lowering, node: Node, type: StaticType, at: At): Node {
  if (node.t !== type && !isOpen(node.t))
    report('type', at, `A ${type} is needed here, this is a ${node.t}`, `Write an expression that gives a ${type}`)
  return node
}

/** A comparison, reported where its sides cannot be compared. */
export function compareTyped({ report, store }: Lowering, op: CompareOp, a: Node, b: Node, at: At): Node {
  if (a.t !== b.t && !isOpen(a.t) && !isOpen(b.t))
    report('type', at, `A ${a.t} is compared with a ${b.t}`, 'Compare values of one type')
  else if (op !== '=' && op !== '!=' && ['boolean', 'list', 'context', 'function'].includes(a.t))
    report('type', at, `A ${a.t} has no order`, 'Use = or !=')
  return store.compare(op, a, b)
}
