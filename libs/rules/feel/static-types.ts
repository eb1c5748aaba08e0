/** What is known of the type of a result before anything runs. */
import type { BinaryOp } from './ast.ts'
import type { StaticType } from './functions/index.ts'
import type { Node } from '../compiler/ir.ts'

/** Nothing is known of it, so nothing is wrong with it. */
export const isOpen = (t: StaticType): boolean => t === 'any' || t === 'null'

const isDuration = (t: StaticType): boolean => t === 'months' || t === 'seconds'

export const joined = (a: Node, b: Node): StaticType => (a.t === b.t ? a.t : 'any')

export const partType = (of: Node, name: string): StaticType =>
  of.t === 'date' && ['year', 'month', 'day', 'weekday'].includes(name) ? 'number' : 'any'

/** The type of `a op b`; undefined when it has none. */
export function arithmeticType(op: BinaryOp, a: StaticType, b: StaticType): StaticType | undefined {
  if (isOpen(a) || isOpen(b)) return 'any'
  if (a === 'number' && b === 'number') return 'number'
  if (op === '+') return sumType(a, b) ?? sumType(b, a)
  if (op === '-') return differenceType(a, b)
  if (op === '*') return isDuration(a) && b === 'number' ? a : isDuration(b) && a === 'number' ? b : undefined
  if (op === '/' && isDuration(a)) return b === 'number' ? a : a === b ? 'number' : undefined
  return undefined
}

function sumType(a: StaticType, b: StaticType): StaticType | undefined {
  if (a === 'date' && isDuration(b)) return 'date'
  return a === b && (a === 'string' || isDuration(a)) ? a : undefined
}

function differenceType(a: StaticType, b: StaticType): StaticType | undefined {
  if (a === 'date') return b === 'date' ? 'seconds' : isDuration(b) ? 'date' : undefined
  return a === b && isDuration(a) ? a : undefined
}
