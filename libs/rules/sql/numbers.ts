/** Exact arithmetic in both dialects: PostgreSQL's numeric, DuckDB's DECIMAL with its width written out. */
import { compareNum, Decimal, normal, numberText, type Num } from '../feel/numbers.ts'
import { comparable, type Digits, digits, digitsOf, widest } from './digits.ts'
import { isOpen, stageOf, strictNone, type Term } from './term.ts'
import { type Dialect, Unfit } from './text.ts'

const width = ({ whole, scale }: Digits) => `DECIMAL(${whole + scale}, ${scale})`

/** An expression cast to hold these digits; PostgreSQL's numeric holds any. */
export const held = (dialect: Dialect, text: string, size: Digits): string =>
  dialect === 'duckdb' ? `CAST(${text} AS ${width(size)})` : text

export function numberConst(dialect: Dialect, value: Num): Term {
  const size = digitsOf(value)
  const text = numberText(value)
  const v = dialect === 'duckdb' ? `CAST('${text}' AS ${width(size)})` : `(${text})::numeric`
  return { t: 'number', v, open: false, digits: size, stage: 0 }
}

/** The digits of a number that is divided out. */
export function plain(term: Term): Digits {
  if (term.den !== undefined) throw new Unfit('going on with a quotient (compare it or round it, or divide by a number like 100)')
  return term.digits!
}

export function arithmetic(dialect: Dialect, op: '+' | '-' | '*', a: Term, b: Term): Term {
  const [x, y] = [plain(a), plain(b)]
  const both = widest([x, y])
  const size = op === '*' ? digits(x.whole + y.whole, x.scale + y.scale) : digits(both.whole + 1, both.scale)
  return strict([a, b], held(dialect, `(${a.v} ${op} ${b.v})`, size), size)
}

/**
 * Divides: by a number whose reciprocal ends exactly, else as a quotient that is only compared or rounded. By zero it is NULL and not
 * none: it cannot be worked out.
 */
export function divide(dialect: Dialect, a: Term, b: Term, constant: Num | undefined): Term {
  const reciprocal = constant === undefined ? undefined : reciprocalOf(constant)
  if (reciprocal !== undefined) return arithmetic(dialect, '*', a, numberConst(dialect, reciprocal))
  const x = plain(a)
  const y = plain(b)
  const isPositive = constant !== undefined && compareNum(constant, 0) > 0
  return {
    t: 'number',
    v: isPositive ? a.v : `(CASE WHEN ${b.v} > 0 THEN ${a.v} WHEN ${b.v} < 0 THEN -(${a.v}) END)`,
    den: isPositive ? b.v : `abs(${b.v})`,
    denDigits: y,
    digits: x,
    none: strictNone([a, b]),
    open: isOpen([a, b]) || constant === undefined || constant === 0,
    stage: stageOf([a, b]),
  }
}

function reciprocalOf(value: Num): Num | undefined {
  if (value === 0) return undefined
  const one = normal(new Decimal(1).div(value))
  if (one === undefined || !new Decimal(one).times(value).eq(1)) return undefined
  return digitsOf(one).whole + digitsOf(one).scale > 12 ? undefined : one
}

/** Both sides of a comparison, quotients multiplied out. */
export function crossed(a: Term, b: Term): readonly [string, string] {
  const [x, y] = [sideDigits(a, b), sideDigits(b, a)]
  comparable([x, y])
  return [b.den === undefined ? a.v : `(${a.v} * ${b.den})`, a.den === undefined ? b.v : `(${b.v} * ${a.den})`]
}

const sideDigits = (own: Term, other: Term): Digits =>
  other.denDigits === undefined
    ? own.digits!
    : digits(own.digits!.whole + other.denDigits.whole, own.digits!.scale + other.denDigits.scale)

export type Mode = 'floor' | 'ceiling' | 'halfUp'

/** Gives a text a column of its own, so that it can be read often. */
export type Share = (text: string, stage: number) => { readonly text: string; readonly stage: number }

/** Rounds to a multiple of `unit`; unknown for a unit that is not positive. */
export function roundTo(dialect: Dialect, n: Term, unit: Term, mode: Mode, share: Share): Term {
  const step = plain(unit)
  const den = n.denDigits
  const below = den ? digits(den.whole + step.whole, den.scale + step.scale) : step
  const scale = Math.max(n.digits!.scale, below.scale)
  const count = digits(n.digits!.whole + below.scale, 0)
  const size = digits(count.whole + step.whole, step.scale)
  const divisor = n.den === undefined ? unit.v : `(${n.den} * ${unit.v})`
  const [top, bottom] = dialect === 'duckdb' ? [wholes(n.v, n.digits!, scale), wholes(divisor, below, scale)] : [n.v, divisor]
  const a = share(top, stageOf([n, unit]))
  const b = share(bottom, stageOf([n, unit]))
  const q = quotient(dialect, mode, a.text, b.text)
  const v = `(CASE WHEN ${unit.v} > 0 THEN ${held(dialect, `(${held(dialect, q, count)} * ${unit.v})`, size)} END)`
  return {
    t: 'number',
    v,
    none: strictNone([n, unit]),
    open: isOpen([n, unit]) || !isPositiveConst(unit),
    digits: size,
    stage: Math.max(a.stage, b.stage),
  }
}

const isPositiveConst = ({ v, open }: Term): boolean => !open && /^(CAST\('|\()[1-9]/.test(v)

/** As a whole number of 10^-scale, for DuckDB divides whole numbers exactly. */
function wholes(text: string, size: Digits, scale: number): string {
  const all = digits(size.whole + scale, 0)
  const power = `1${'0'.repeat(scale)}`
  return `CAST(CAST(${text} AS ${width({ whole: size.whole, scale: size.scale })}) * CAST('${power}' AS ${width(digits(scale + 1, 0))}) AS ${all.whole > MAX_HUGE ? tooWide(all) : 'HUGEINT'})`
}

const MAX_HUGE = 37
function tooWide({ whole }: Digits): never {
  throw new Unfit(`a whole number of ${whole} digits`)
}

/** a / b as a whole number; `b` is positive, else the result is NULL. */
function quotient(dialect: Dialect, mode: Mode, a: string, b: string): string {
  const cut = dialect === 'postgres' ? `div(${a}, ${b})` : `(${a} // ${b})`
  const rest = dialect === 'postgres' ? `mod(${a}, ${b})` : `(${a} % ${b})`
  const further = {
    floor: `WHEN ${rest} < 0 THEN -1`,
    ceiling: `WHEN ${rest} > 0 THEN 1`,
    halfUp: `WHEN 2 * abs(${rest}) >= ${b} THEN (CASE WHEN ${a} < 0 THEN -1 ELSE 1 END)`,
  }[mode]
  return `CASE WHEN ${b} > 0 THEN ${cut} + CASE ${further} ELSE 0 END END`
}

const strict = (terms: readonly Term[], v: string, size: Digits): Term => ({
  t: 'number',
  v,
  none: strictNone(terms),
  open: isOpen(terms),
  digits: size,
  stage: stageOf(terms),
})
