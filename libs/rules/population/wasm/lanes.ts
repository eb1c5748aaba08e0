/**
 * Expressions over numbers of people as plain data: lanes are numbers, masks are conditions on them. Nothing is worked out until
 * somebody wants a plane or a column of it; then all of it is one loop (`lane-code.ts`).
 */

/** Where something is for tile after tile: `at`, then `step` bytes further each time. */
export interface Place {
  readonly at: number
  readonly step: number
}

export type Operator = '+' | '-' | '*' | '/' | 'min' | 'max'

export type Lane =
  | { readonly k: 'scalar'; readonly value: number }
  /** A stored column; with gaps, what stands for unknown and none becomes 0. */
  | { readonly k: 'u16' | 'u32' | 'f64'; readonly from: Place; readonly hasGaps: boolean }
  /** Numbers looked up by code in a table at an address. */
  | { readonly k: 'lookup'; readonly from: Place; readonly width: 1 | 2; readonly table: number }
  | { readonly k: 'arith'; readonly op: Operator; readonly a: Lane; readonly b: Lane }
  | { readonly k: 'choose'; readonly mask: Mask; readonly a: Lane; readonly b: Lane }
  /** To a multiple of the unit; halves go away from zero. */
  | { readonly k: 'round'; readonly how: 'floor' | 'ceiling' | 'halfUp'; readonly x: Lane; readonly unit: number }
  /** What a division by zero left becomes 0. */
  | { readonly k: 'finite'; readonly x: Lane }

export type Mask =
  | { readonly k: 'all' | 'none' }
  /** The bits of a plane of the tile at an address. */
  | { readonly k: 'plane'; readonly at: number }
  | { readonly k: 'test'; readonly op: '<' | '<=' | '=' | '!='; readonly a: Lane; readonly b: Lane }
  /** No further apart than this. */
  | { readonly k: 'near'; readonly a: Lane; readonly b: Lane; readonly by: number }
  | { readonly k: 'and' | 'or'; readonly a: Mask; readonly b: Mask }
  | { readonly k: 'if'; readonly mask: Mask; readonly a: Mask; readonly b: Mask }

/** What is wanted: a mask as a plane, or a lane as a column of numbers, at an address. Of watched planes it is told whether anybody is in any. */
export type Output =
  | { readonly k: 'plane'; readonly mask: Mask; readonly to: number; readonly isWatched?: boolean }
  | { readonly k: 'column'; readonly lane: Lane; readonly to: number }

export const NOBODY: Mask = { k: 'none' }
export const EVERYBODY: Mask = { k: 'all' }

export const scalarLane = (value: number): Lane => ({ k: 'scalar', value })
export const arith = (op: Operator, a: Lane, b: Lane): Lane => ({ k: 'arith', op, a, b })
export const test = (op: '<' | '<=' | '=' | '!=', a: Lane, b: Lane): Mask => ({ k: 'test', op, a, b })

export const anyOf = (masks: readonly Mask[]): Mask =>
  masks.reduce((a, b) => {
    if (a.k === 'all' || b.k === 'all') return EVERYBODY
    if (a.k === 'none' || a === b) return b
    return b.k === 'none' ? a : { k: 'or', a, b }
  }, NOBODY)

export const allOf = (masks: readonly Mask[]): Mask =>
  masks.reduce((a, b) => {
    if (a.k === 'none' || b.k === 'none') return NOBODY
    if (a.k === 'all' || a === b) return b
    return b.k === 'all' ? a : { k: 'and', a, b }
  }, EVERYBODY)

/** `a` where the mask is, `b` elsewhere. */
export function either(mask: Mask, a: Mask, b: Mask): Mask {
  if (mask.k === 'all' || a === b || (a.k === b.k && (a.k === 'all' || a.k === 'none'))) return a
  return mask.k === 'none' ? b : { k: 'if', mask, a, b }
}
