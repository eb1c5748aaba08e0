/** Cedar's own JSON of a policy: what it reads, where, and the constants it compares with. */
import type { EntityUidJson, Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { Entity } from './question.ts'
import { type PrincipalType, PRINCIPALS, type ResourceType } from './vocabulary.ts'

export type { Expr, PolicyJson }
type Node = Readonly<Record<string, unknown>>

export const entityOf = (uid: EntityUidJson): Entity => ('__entity' in uid ? uid.__entity : uid)

/** `context.hour` and the like; undefined: not an attribute of the question. */
export function pathOf(expr: Expr): string | undefined {
  if ('Var' in expr) return undefined
  if (!('.' in expr)) return undefined
  const { left, attr } = expr['.'] as { left: Expr; attr: string }
  return 'Var' in left && left.Var !== 'action' ? `${left.Var}.${attr}` : undefined
}

/** The parts of an expression, whatever its operator. */
export function partsOf(expr: Expr): Expr[] {
  const [inner] = Object.values(expr as Node)
  if (inner === null || typeof inner !== 'object') return []
  if (Array.isArray(inner)) return inner as Expr[]
  if ('Value' in expr) return []
  return Object.values(inner).filter((part): part is Expr => isExpression(part))
}

const isExpression = (part: unknown): part is Expr => typeof part === 'object' && part !== null && !Array.isArray(part)

/** Names of `READS` an expression looks at. */
export function readsOf(expr: Expr, into: Set<string> = new Set()): Set<string> {
  const path = pathOf(expr)
  if (path) return into.add(path)
  if ('in' in expr) {
    const { left, right } = expr.in as { left: Expr; right: Expr }
    if ('Var' in left) into.add(`${left.Var}.roles`)
    return readsOf(right, 'Var' in left ? into : readsOf(left, into))
  }
  if ('is' in expr || 'has' in expr) return into
  if ('Var' in expr) return into.add(`${expr.Var}.uid`)
  for (const part of partsOf(expr)) readsOf(part, into)
  return into
}

/** What Cedar can say and our own analysis cannot follow. */
const FOLLOWED = new Set([
  ...['Value', 'Var', '!', '==', '!=', 'in', '<', '<=', '>', '>=', '&&', '||', 'contains', 'containsAll', 'containsAny'],
  ...['isEmpty', '.', 'has', 'like', 'is', 'if-then-else', 'Set'],
])

/** The first operator that analysis cannot follow; undefined: it follows all. */
export function unfollowed(expr: Expr): string | undefined {
  const [operator = ''] = Object.keys(expr)
  if (!FOLLOWED.has(operator)) return operator
  return operator === 'Value' ? undefined : partsOf(expr).map(unfollowed).find(Boolean)
}

/** Where a policy can match: kinds of askers and actions; resources follow from actions. */
export interface Scope {
  readonly principals: readonly PrincipalType[]
  /** Null: any. */
  readonly actions: readonly string[] | null
  readonly resources: readonly ResourceType[]
}

export function scopeOf({ principal, action, resource }: PolicyJson): Scope {
  return {
    principals: principal.op === 'is' ? [principal.entity_type as PrincipalType] : PRINCIPALS,
    actions:
      action.op === 'All'
        ? null
        : action.op === '=='
          ? 'entity' in action
            ? [entityOf(action.entity).id]
            : []
          : ('entities' in action ? action.entities : [action.entity]).map((uid) => entityOf(uid).id),
    resources: resource.op === 'is' ? [resource.entity_type as ResourceType] : ['Route', 'Fact', 'Case'],
  }
}

/** Scope and conditions as one expression: when the policy applies, given that the types fit. */
export function bodyOf({ principal, resource, conditions }: PolicyJson): Expr {
  const scopes = [
    ['principal', principal],
    ['resource', resource],
  ] as const
  const inScope = scopes.flatMap(([name, constraint]): Expr[] => {
    const left: Expr = { Var: name }
    const value = (uid: EntityUidJson): Expr => ({ Value: { __entity: entityOf(uid) } })
    if (constraint.op === '==' && 'entity' in constraint) return [{ '==': { left, right: value(constraint.entity) } }]
    if (constraint.op === 'in' && 'entity' in constraint) return [{ in: { left, right: value(constraint.entity) } }]
    if (constraint.op === 'is' && constraint.in && 'entity' in constraint.in)
      return [{ in: { left, right: value(constraint.in.entity) } }]
    return []
  })
  const clauses = conditions.map(({ kind, body }): Expr => (kind === 'when' ? body : { '!': { arg: body } }))
  return [...inScope, ...clauses].reduceRight<Expr>((right, left) => ({ '&&': { left, right } }), { Value: true })
}
