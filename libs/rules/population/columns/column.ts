/** How a column is stored. Codes keep order: 0 unknown, 1 none, then the values from the lowest. */

export const UNKNOWN = 0
export const NONE = 1
export const FIRST = 2
/** Codes have two bytes at most. */
export const MOST_CODES = 65_536
/** How numbers are stored: whole ones from 0 on in two or four bytes, others in floating point. */
export type NumberType = 'u16' | 'u32' | 'f64'
export const BYTES: Readonly<Record<NumberType, 2 | 4 | 8>> = { u16: 2, u32: 4, f64: 8 }
/** What stands for unknown and none in whole numbers; in floating point it is NaN and infinity. */
export const UNKNOWN_U16 = 0xffff
export const NONE_U16 = 0xfffe
export const UNKNOWN_U32 = 0xffff_ffff
export const NONE_U32 = 0xffff_fffe

/** What a code stands for: a list of values in order, or whole numbers (days since 1970) counted up from one. */
export type Dictionary =
  | { readonly k: 'texts'; readonly values: readonly string[] }
  | { readonly k: 'numbers'; readonly values: readonly number[] }
  | { readonly k: 'days'; readonly from: number; readonly count: number }

interface Placed {
  readonly name: string
  /** Offset in the shard's data and length, in bytes. */
  readonly at: number
  readonly bytes: number
}

/** One bit a person in planes one after the other: true, unknown (when anybody is), none (when anybody is). */
export interface BitsColumn extends Placed {
  readonly kind: 'bits'
  readonly hasUnknown: boolean
  readonly hasNone: boolean
}

export interface CodesColumn extends Placed {
  readonly kind: 'codes'
  readonly width: 1 | 2
  readonly dictionary: Dictionary
  /** Lowest and highest code of each block of people: what is the same for a whole block needs no looking. */
  readonly zones: { readonly at: number; readonly bytes: number }
}

export interface NumbersColumn extends Placed {
  readonly kind: 'numbers'
  readonly type: NumberType
  /** Whole numbers are stored as so many times this; absent it is 1. */
  readonly unit?: number
  readonly hasUnknown: boolean
  readonly hasNone: boolean
  /** All values are whole and safe: sums and products of them are exact as long as they stay so. */
  readonly isWhole: boolean
}

export type Column = BitsColumn | CodesColumn | NumbersColumn

/** People of one zone. */
export const ZONE = 8192

export const countOf = (dictionary: Dictionary): number => (dictionary.k === 'days' ? dictionary.count : dictionary.values.length)

/** Bytes of one plane: whole vectors of 128 people. */
export const planeBytes = (people: number): number => Math.ceil(people / 128) * 16
