/**
 * Exact numbers: a safe integer is a JS number, everything else a Decimal of 34 digits (IEEE 754 decimal128, as DMN wants).
 * Each value has one form only, so equal integers are `===`.
 */
import { Decimal as Base } from 'decimal.js'

export const Decimal = Base.clone({ precision: 34, rounding: Base.ROUND_HALF_EVEN, minE: -6176, maxE: 6144 })
export type Decimal = InstanceType<typeof Decimal>
export type Num = number | Decimal

export const isNum = (value: unknown): value is Num => typeof value === 'number' || value instanceof Decimal

/** The one form of a number; undefined when it is no number that FEEL knows (infinite or not a number). */
export function normal(value: Decimal): Num | undefined {
  if (!value.isFinite()) return undefined
  if (!value.isInteger()) return value
  const number = value.toNumber()
  return Number.isSafeInteger(number) ? (number === 0 ? 0 : number) : value
}

/** A number from its text, or from a JS number as it prints. */
export function parseNumber(text: string): Num | undefined {
  if (!/^-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined
  return normal(new Decimal(text).toSignificantDigits(34))
}

export const fromJs = (value: number): Num | undefined =>
  Number.isSafeInteger(value) ? (value === 0 ? 0 : value) : Number.isFinite(value) ? normal(new Decimal(value)) : undefined

const big = (value: Num): Decimal => (typeof value === 'number' ? new Decimal(value) : value)

export function add(a: Num, b: Num): Num | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return normal(big(a).plus(b))
}

export function subtract(a: Num, b: Num): Num | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  return normal(big(a).minus(b))
}

export function multiply(a: Num, b: Num): Num | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product
  }
  return normal(big(a).times(b))
}

/** Undefined for a division by zero. */
export function divide(a: Num, b: Num): Num | undefined {
  if (b === 0) return undefined
  if (typeof a === 'number' && typeof b === 'number' && a % b === 0) return a === 0 ? 0 : a / b
  return normal(big(a).div(b))
}

/** Undefined where the result is no real number or out of range. */
export function power(a: Num, b: Num): Num | undefined {
  if (a === 0 && compareNum(b, 0) < 0) return undefined
  return normal(big(a).pow(b))
}

export const negate = (a: Num): Num => (typeof a === 'number' ? (a === 0 ? 0 : -a) : a.neg())

/** Negative, zero or positive. */
export function compareNum(a: Num, b: Num): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0
  return big(a).cmp(b)
}

export type Rounding = 'floor' | 'ceiling' | 'up' | 'down' | 'halfUp' | 'halfDown' | 'halfEven'

const MODES: Readonly<Record<Rounding, Base.Rounding>> = {
  up: 0,
  down: 1,
  ceiling: 2,
  floor: 3,
  halfUp: 4,
  halfDown: 5,
  halfEven: 6,
}

/** Rounds to `scale` decimal places (negative: to tens, hundreds …). */
export function round(value: Num, scale: number, how: Rounding): Num | undefined {
  if (scale >= 0 && (typeof value === 'number' || value.decimalPlaces() <= scale)) return value
  const shift = new Decimal(10).pow(scale)
  return normal(big(value).times(shift).toDecimalPlaces(0, MODES[how]).div(shift))
}

/** Rounds to a multiple of `unit` (10 won, 100 won …); undefined for a unit that is not positive. */
export function roundTo(value: Num, unit: Num, how: Rounding): Num | undefined {
  if (compareNum(unit, 0) <= 0) return undefined
  return normal(big(value).div(unit).toDecimalPlaces(0, MODES[how]).times(unit))
}

/** As FEEL prints it: no exponent, no trailing zeros. */
export const numberText = (value: Num): string => (typeof value === 'number' ? String(value) : value.toFixed())

/** JSON: a number when 15 digits hold it exactly, its text otherwise. */
export function numberJson(value: Num): number | string {
  if (typeof value === 'number') return value
  return value.precision() <= 15 ? value.toNumber() : value.toFixed()
}

export const toNumber = (value: Num): number => (typeof value === 'number' ? value : value.toNumber())
