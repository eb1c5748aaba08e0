/** What the parts of the grammar need of each other. */
import type { At, Expr, Test, TypeName } from '../ast.ts'
import type { Cursor } from '../cursor.ts'

export interface Grammar {
  readonly cursor: Cursor
  /** Any expression. */
  readonly expression: () => Expr
  /** `if`, `for`, `some`, `every`, `function`; undefined when none stands here. */
  readonly boxed: () => Expr | undefined
  readonly disjunction: () => Expr
  readonly additive: () => Expr
  /** A value with what follows it: paths, filters, calls, `instance of`. */
  readonly postfix: (from?: Expr) => Expr
  readonly primary: () => Expr
  /** One test of `in` or of a decision table's cell; `value` reads what is no comparison. */
  readonly test: (value: () => Expr) => Test
  /** The rest of a range, from its `..` on. */
  readonly rangeAfter: (open: At, low: Expr, lowIn: boolean) => Expr
  /** Would a `[` here close a range rather than begin a filter? */
  readonly closesRange: () => boolean
  readonly typeName: () => TypeName
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  'and or if then else for in return some every satisfies between instance function null true false'.split(' '),
)
export const COMPARE: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])
