/**
 * How many digits a number may have before and after the point. The engine counts with 34 digits and DuckDB's DECIMAL ends at
 * 38, so an expression that may need more than 34 is refused; within that SQL is as exact as the engine.
 */
import type { Num } from '../feel/numbers.ts'
import { numberText } from '../feel/numbers.ts'
import { Unfit } from './text.ts'

export interface Digits {
  readonly whole: number
  readonly scale: number
}

const MAX_DIGITS = 34
const MAX_WIDTH = 38

export function digits(whole: number, scale: number): Digits {
  if (whole + scale > MAX_DIGITS) throw new Unfit(`a number that may need ${whole + scale} digits, more than ${MAX_DIGITS}`)
  return { whole: Math.max(whole, 1), scale: Math.max(scale, 0) }
}

export function digitsOf(value: Num): Digits {
  const [whole = '', part = ''] = numberText(value).replace('-', '').split('.')
  return digits(whole.length, part.length)
}

/** Enough for either. */
export const widest = (all: readonly Digits[]): Digits => ({
  whole: Math.max(1, ...all.map(({ whole }) => whole)),
  scale: Math.max(0, ...all.map(({ scale }) => scale)),
})

/** May stand on both sides of a comparison, or come from both branches of a choice. */
export function comparable(all: readonly Digits[]): Digits {
  const { whole, scale } = widest(all)
  if (whole + scale > MAX_WIDTH) throw new Unfit(`numbers that need ${whole + scale} digits together, more than ${MAX_WIDTH}`)
  return { whole, scale }
}
