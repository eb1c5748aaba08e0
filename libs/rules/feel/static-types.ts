/** What is known of the type of a result before anything runs. */
import type { BinaryOp } from './ast.ts'
import type { StaticType } from './functions/index.ts'
import type { Node } from '../compiler/ir.ts'

/** Nothing is known of it, so nothing is wrong with it. */
export const isOpen = (t: StaticType): boolean => t === 'any' || t === 'null'

const isDuration = (t: StaticType): boolean => t === 'months' || t === 'seconds'

export const joined = (a: Node, b: Node): StaticType => (a.t === b.t ? a.t : 'any')

export const partType = (of: Node, name: string): StaticType => (isPoint(of.t) && NUMBERS.has(name) ? 'number' : 'any')

const NUMBERS = new Set(['year', 'month', 'day', 'weekday', 'hour', 'minute', 'second'])

const isPoint = (t: StaticType): boolean => t === 'date' || t === 'time' || t === 'date and time'

export const isNegatable = (t: StaticType): boolean => isOpen(t) || t === 'number' || isDuration(t)

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

const canMove = (point: StaticType, by: StaticType): boolean =>
  isPoint(point) && (by === 'seconds' || (by === 'months' && point !== 'time'))

const sumType = (a: StaticType, b: StaticType): StaticType | undefined =>
  canMove(a, b) || (a === b && (a === 'string' || isDuration(a))) ? a : undefined

function differenceType(a: StaticType, b: StaticType): StaticType | undefined {
  if (isPoint(a) && isPoint(b)) return (a === 'time') === (b === 'time') ? 'seconds' : undefined
  return canMove(a, b) || (a === b && isDuration(a)) ? a : undefined
}
