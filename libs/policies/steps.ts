/** Numbers matter only where a policy compares them: `hour < 6` makes two kinds of hours, not twenty-four. */
import { type Expr, partsOf, pathOf } from './expression.ts'
import type { Policy } from './read.ts'

/** The smallest numbers of each kind, ascending; null: compared with something that is not a number written down. */
export type Steps = readonly number[] | null

const STEPS: Readonly<Record<string, (n: number) => number[]>> = {
  '<': (n) => [n],
  '>=': (n) => [n],
  '<=': (n) => [n + 1],
  '>': (n) => [n + 1],
  '==': (n) => [n, n + 1],
  '!=': (n) => [n, n + 1],
}
/** `6 < hour` is `hour > 6`. */
const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '==': '==', '!=': '!=' }

export function stepsOf(policies: readonly Pick<Policy, 'body'>[], path: string): Steps {
  const found = policies.map(({ body }) => collect(body, path))
  if (found.includes(null)) return null
  return [...new Set(found.flatMap((one) => one ?? []))].sort((a, b) => a - b)
}

function collect(expr: Expr, path: string): number[] | null {
  const [operator = '', inner] = Object.entries(expr as Record<string, unknown>)[0] ?? []
  const pair = inner as { left?: Expr; right?: Expr } | undefined
  if (operator in STEPS && pair?.left && pair.right) {
    const [left, right] = [pathOf(pair.left), pathOf(pair.right)]
    const number = numberOf(left === path ? pair.right : pair.left)
    if (left === path || right === path)
      return number === undefined ? null : STEPS[left === path ? operator : MIRRORED[operator]!]!(number)
  }
  if (pathOf(expr) === path) return null
  const parts = partsOf(expr).map((part) => collect(part, path))
  return parts.includes(null) ? null : parts.flatMap((one) => one ?? [])
}

const numberOf = (expr: Expr): number | undefined => ('Value' in expr && typeof expr.Value === 'number' ? expr.Value : undefined)
