/** Cedar's expressions worked out by ourselves: only for analysis, which asks millions of times; decisions are Cedar's own. */
import type { Expr } from './expression.ts'
import { entityOf, pathOf } from './expression.ts'
import type { Value } from './question.ts'

export type Given = (path: string) => Value
type Pair = { readonly left: Expr; readonly right: Expr }
type Pattern = readonly ('Wildcard' | { readonly Literal: string })[]

/** `types`: of principal and resource, for `is`. Throws on what `unfollowed` names. */
export function evaluate(expr: Expr, given: Given, types: Readonly<Record<string, string>>): Value {
  const work = (one: Expr): Value => evaluate(one, given, types)
  const path = pathOf(expr)
  if (path) return given(path)
  if ('Value' in expr) return constantOf(expr.Value)
  if ('Var' in expr) return given(`${expr.Var}.uid`)
  if ('Set' in expr) return (expr.Set as Expr[]).map(work)
  if ('if-then-else' in expr) {
    const { if: test, then, else: other } = expr['if-then-else'] as { if: Expr; then: Expr; else: Expr }
    return work(test) === true ? work(then) : work(other)
  }
  if ('is' in expr) {
    const { left, entity_type, in: within } = expr.is as { left: Expr; entity_type: string; in?: Expr }
    const type = 'Var' in left ? types[String(left.Var)] : (work(left) as { type: string }).type
    return type === entity_type && (within === undefined || isIn(left, work(within), given, work))
  }
  if ('has' in expr) return true
  if ('like' in expr) {
    const { left, pattern } = expr.like as { left: Expr; pattern: Pattern }
    return patternOf(pattern).test(String(work(left)))
  }
  if ('in' in expr) {
    const { left, right } = expr.in as Pair
    return isIn(left, work(right), given, work)
  }
  if ('!' in expr) return work((expr['!'] as { arg: Expr }).arg) !== true
  if ('isEmpty' in expr) return (work((expr.isEmpty as { arg: Expr }).arg) as readonly Value[]).length === 0
  const [operator = '', pair] = Object.entries(expr as Record<string, Pair>)[0] ?? []
  if (operator === '&&') return work(pair!.left) === true && work(pair!.right) === true
  if (operator === '||') return work(pair!.left) === true || work(pair!.right) === true
  const binary = BINARY[operator]
  if (!binary || !pair) throw new Error(`not followed: ${operator}`)
  return binary(work(pair.left), work(pair.right))
}

const BINARY: Readonly<Record<string, (left: Value, right: Value) => boolean>> = {
  '==': (left, right) => same(left, right),
  '!=': (left, right) => !same(left, right),
  '<': (left, right) => (left as number) < (right as number),
  '<=': (left, right) => (left as number) <= (right as number),
  '>': (left, right) => (left as number) > (right as number),
  '>=': (left, right) => (left as number) >= (right as number),
  contains: (left, right) => (left as readonly Value[]).some((one) => same(one, right)),
  containsAll: (left, right) =>
    (right as readonly Value[]).every((want) => (left as readonly Value[]).some((one) => same(one, want))),
  containsAny: (left, right) =>
    (right as readonly Value[]).some((want) => (left as readonly Value[]).some((one) => same(one, want))),
}

/** Only askers have something above them: their roles. */
function isIn(left: Expr, above: Value, given: Given, work: (one: Expr) => Value): boolean {
  const wanted = Array.isArray(above) ? (above as readonly Value[]) : [above]
  const own =
    'Var' in left
      ? [given(`${left.Var}.uid`), ...(left.Var === 'principal' ? (given('principal.roles') as readonly Value[]) : [])]
      : [work(left)]
  return wanted.some((want) => own.some((one) => same(one, want)))
}

export function same(left: Value, right: Value): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) && Array.isArray(right) && BINARY['containsAll']!(left, right) && BINARY['containsAll']!(right, left)
    )
  const [a, b] = [left, right] as { type: string; id: string }[]
  return a!.type === b!.type && a!.id === b!.id
}

export function constantOf(value: unknown): Value {
  if (Array.isArray(value)) return value.map(constantOf)
  if (typeof value === 'object' && value !== null) return entityOf(value as { __entity: { type: string; id: string } })
  return value as Value
}

const patternOf = (pattern: Pattern): RegExp =>
  new RegExp(
    `^${pattern.map((part) => (part === 'Wildcard' ? '[^]*' : part.Literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('')}$`,
  )
