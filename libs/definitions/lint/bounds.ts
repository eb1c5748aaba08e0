/** Between which numbers an expression lies whoever is judged, as far as that can be read off it. */
import { childrenOf, type Expr } from '@dpg/rules'

/** Both ends may be reached. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

/** What a name lies between; undefined: nothing can be said. */
export type BoundsOfName = (name: string) => Bounds | undefined

const [NEVER, EVER] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
export const ANY: Bounds = { low: NEVER, high: EVER }
const FROM_ZERO: Bounds = { low: 0, high: EVER }

export const holdsZero = ({ low, high }: Bounds): boolean => low <= 0 && high >= 0

/** Undefined where nothing can be said: of tables, of parts of days and lists, of what stands under a condition on itself. */
export function boundsOf(expr: Expr, ofName: BoundsOfName): Bounds | undefined {
  const go = (part: Expr): Bounds | undefined => boundsOf(part, ofName)
  switch (expr.k) {
    case 'number':
      return point(Number(expr.text))
    case 'name':
    case 'path': {
      const name = chainOf(expr)
      return name === undefined ? undefined : ofName(name)
    }
    case 'neg':
      return negative(go(expr.value))
    case 'binary':
      return ofOperator(expr.op, go(expr.a), go(expr.b))
    case 'if': {
      // Whoever has thought of the fact in the condition has thought of its nought.
      const thought = namesOf(expr.cond)
      if ([...namesOf(expr.yes), ...namesOf(expr.no)].some((name) => thought.includes(name))) return undefined
      return hull([go(expr.yes), go(expr.no)])
    }
    case 'call':
      return expr.fn.k === 'name' && expr.names === undefined ? ofCall(expr.fn.name, expr.args, go) : undefined
    default:
      return undefined
  }
}

function ofCall(name: string, args: readonly Expr[], go: (part: Expr) => Bounds | undefined): Bounds | undefined {
  const [first] = args
  const items = args.length === 1 && first?.k === 'list' ? first.items : args
  switch (name) {
    case 'count':
    case 'string length':
    case 'age':
      return FROM_ZERO
    case 'months between':
      return ANY
    case 'abs':
      return first && absolute(go(first))
    case 'max':
      return args.length === 1 && first?.k !== 'list' ? undefined : extreme(items.map(go), Math.max)
    case 'min':
      return args.length === 1 && first?.k !== 'list' ? undefined : extreme(items.map(go), Math.min)
    case 'sum':
      return first?.k === 'list' ? items.map(go).reduce((a, b) => ofOperator('+', a, b)) : undefined
    default:
      return undefined
  }
}

function ofOperator(op: string, a: Bounds | undefined, b: Bounds | undefined): Bounds | undefined {
  // Nought times whatever it is, and nought divided by it.
  if (op === '*' && [a, b].includes(undefined)) return [a, b].some((one) => one && holdsZero(one)) ? ANY : undefined
  if (op === '/' && b === undefined) return a && holdsZero(a) ? ANY : undefined
  if (a === undefined || b === undefined) return undefined
  if (op === '+') return { low: a.low + b.low, high: a.high + b.high }
  if (op === '-') return { low: a.low - b.high, high: a.high - b.low }
  if (op === '*') return spanned([a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => (x === 0 || y === 0 ? 0 : x * y))))
  if (op !== '/' || holdsZero(b)) return undefined
  return ofOperator('*', a, { low: 1 / b.high, high: 1 / b.low })
}

const point = (value: number): Bounds => ({ low: value, high: value })
const spanned = (all: readonly number[]): Bounds => ({ low: Math.min(...all), high: Math.max(...all) })
const negative = (of: Bounds | undefined): Bounds | undefined => of && { low: -of.high, high: -of.low }

const absolute = (of: Bounds | undefined): Bounds | undefined =>
  of && { low: holdsZero(of) ? 0 : Math.min(Math.abs(of.low), Math.abs(of.high)), high: Math.max(-of.low, of.high) }

const isAll = (all: readonly (Bounds | undefined)[]): all is readonly Bounds[] => all.length > 0 && !all.includes(undefined)

const hull = (all: readonly (Bounds | undefined)[]): Bounds | undefined =>
  isAll(all) ? spanned(all.flatMap(({ low, high }) => [low, high])) : undefined

const extreme = (all: readonly (Bounds | undefined)[], of: (...numbers: number[]) => number): Bounds | undefined =>
  isAll(all) ? { low: of(...all.map(({ low }) => low)), high: of(...all.map(({ high }) => high)) } : undefined

function chainOf(expr: Expr): string | undefined {
  if (expr.k === 'name') return expr.name
  const of = expr.k === 'path' ? chainOf(expr.of) : undefined
  return of === undefined || expr.k !== 'path' ? undefined : `${of}.${expr.name}`
}

/** The dotted names in an expression. */
export function namesOf(expr: Expr): readonly string[] {
  const name = chainOf(expr)
  return name !== undefined ? [name] : childrenOf(expr).flatMap(namesOf)
}
