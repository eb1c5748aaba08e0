/**
 * Kleene's logic with FEEL's null beside it. `undefined` is unknown: it may still become true, false or null;
 * so `null and unknown` is unknown (it could be false), `false and anything` is false.
 */
import type { Value } from './values.ts'

export type Truth = boolean | null | undefined

const truth = (value: Value): Truth => (typeof value === 'boolean' || value === undefined ? value : null)

export function and(a: Value, b: Value): Truth {
  if (a === false || b === false) return false
  if (a === undefined || b === undefined) return undefined
  return truth(a) === null || truth(b) === null ? null : true
}

export function or(a: Value, b: Value): Truth {
  if (a === true || b === true) return true
  if (a === undefined || b === undefined) return undefined
  return truth(a) === null || truth(b) === null ? null : false
}

export function not(a: Value): Truth {
  return typeof a === 'boolean' ? !a : a === undefined ? undefined : null
}
