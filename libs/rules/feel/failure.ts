/**
 * What cannot be worked out: a division by zero, a number too large, a text that is no number. FEEL gives null for it, as for what is
 * known to be none; whoever is judged by a law must not be told "no" for it, so screening reads it as unknown (README, "What unknown means").
 */
import type { Fn } from './functions/index.ts'
import { isList, type Value } from './values.ts'

/** What a failure comes to: null as in the standard, or unknown. */
export type Failed = null | undefined

/** None, or a list with none in it: what is made of it is none, and nothing has failed. */
const holdsNone = (value: Value): boolean => value === null || (isList(value) && value.includes(null))

/** Did arithmetic fail that came to this? */
export const isFailure = (result: Value, a: Value, b: Value): boolean => result === null && a !== null && b !== null

/** Did a call of a built-in function fail that came to null? */
export const isFailedCall = (fn: Fn, args: readonly Value[]): boolean => !fn.picks && !args.some(holdsNone)
