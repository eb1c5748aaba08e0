/** What an expression comes to for a code. */
import type { Value } from '../../feel/values.ts'

export const NO = 0
export const YES = 1
export const NULL = 2
export const OPEN = 3

export const truthOf = (value: Value): number => (value === undefined ? OPEN : value === true ? YES : value === false ? NO : NULL)
