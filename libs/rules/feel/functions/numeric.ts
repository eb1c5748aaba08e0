/** Numeric functions (DMN 1.5, 10.3.4.5). */
import {
  add,
  compareNum,
  Decimal,
  divide,
  isNum,
  multiply,
  type Num,
  normal,
  negate,
  type Rounding,
  round,
  subtract,
  toNumber,
} from '../numbers.ts'
import { negated, secondsOf } from '../temporal/durations.ts'
import { Months, Seconds, type Value } from '../values.ts'
import { type Fn, fn, type Functions } from './function.ts'

const MIN_SCALE = -6111
const MAX_SCALE = 6176

const scaled = (how: Rounding, isScaleRequired: boolean): Fn =>
  fn(
    isScaleRequired ? 'n, scale' : 'n, scale?',
    'number',
    ([n, scale = 0]) => {
      const places = isNum(scale) ? Math.trunc(toNumber(scale)) : undefined
      return isNum(n) && places !== undefined && places >= MIN_SCALE && places <= MAX_SCALE ? round(n, places, how) : null
    },
    ['number', 'number'],
  )

const real = (run: (n: Num) => Value): Fn => fn('number', 'number', ([n]) => (isNum(n) ? run(n) : null), ['number'])
const big = (n: Num) => new Decimal(n)

/** FEEL's modulo has the sign of the divisor: a - b * floor(a / b). */
export function modulo(a: Num, b: Num): Num | undefined {
  const quotient = divide(a, b)
  const whole = quotient === undefined ? undefined : round(quotient, 0, 'floor')
  const part = whole === undefined ? undefined : multiply(b, whole)
  return part === undefined ? undefined : subtract(a, part)
}

function abs(n: Value): Value {
  if (isNum(n)) return compareNum(n, 0) < 0 ? negate(n) : n
  if (n instanceof Months) return new Months(Math.abs(n.months))
  return n instanceof Seconds ? (n.seconds < 0 ? negated(n) : n) : null
}

export const numeric: Functions = {
  decimal: scaled('halfEven', true),
  floor: scaled('floor', false),
  ceiling: scaled('ceiling', false),
  'round up': scaled('up', true),
  'round down': scaled('down', true),
  'round half up': scaled('halfUp', true),
  'round half down': scaled('halfDown', true),
  abs: fn('n', 'any', ([n]) => abs(n)),
  modulo: fn('dividend, divisor', 'number', ([a, b]) => (isNum(a) && isNum(b) ? modulo(a, b) : null), ['number', 'number']),
  sqrt: { ...real((n) => (compareNum(n, 0) < 0 ? null : normal(big(n).sqrt()))), cost: 300 },
  log: { ...real((n) => (compareNum(n, 0) <= 0 ? null : normal(big(n).ln()))), cost: 2000 },
  exp: { ...real((n) => (Math.abs(toNumber(n)) > 14_000 ? null : normal(big(n).exp()))), cost: 3000 },
  odd: fn('number', 'boolean', ([n]) => (isNum(n) ? isWhole(n, 1) : null), ['number']),
  even: fn('number', 'boolean', ([n]) => (isNum(n) ? isWhole(n, 0) : null), ['number']),
}

const isWhole = (n: Num, rest: 0 | 1): boolean | null => {
  const left = modulo(n, 2)
  return left === undefined ? null : left === rest
}

/** The sum of numbers (or of durations of one kind); null for anything else. */
export function sum(values: readonly Value[]): Value {
  if (values.length === 0) return null
  if (values.every(isNum)) return values.reduce<Num | undefined>((total, n) => (total === undefined ? total : add(total, n)), 0)
  if (values.every((value) => value instanceof Months)) return new Months(values.reduce((t, d) => t + d.months, 0))
  if (values.every((value) => value instanceof Seconds))
    return (
      values.reduce<Seconds | undefined>((t, d) => t && secondsOf(t.seconds + d.seconds, t.nanos + d.nanos), new Seconds(0)) ??
      null
    )
  return null
}
