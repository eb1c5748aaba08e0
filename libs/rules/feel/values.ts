/** The values of FEEL at run time. `undefined` is unknown; `null` is known to be none. */
import { isNum, type Num } from './numbers.ts'
import type { CompareOp } from './ast.ts'
import { enter, newTank, type Tank } from './tank.ts'
import type { FunctionType } from './types.ts'

export { equal, identical, order } from './equality.ts'
export { factValue, fromJson, toJson } from './json.ts'
export { parseDuration } from './temporal/durations.ts'
export { valueText } from './value-text.ts'

/** A civil date. */
export class Day {
  readonly days: number
  constructor(days: number) {
    this.days = days
  }
}
/** A years-and-months duration. */
export class Months {
  readonly months: number
  constructor(months: number) {
    this.months = months
  }
}
/** A days-and-time duration: whole seconds (rounded down) and the nanoseconds above them. */
export class Seconds {
  readonly seconds: number
  readonly nanos: number
  constructor(seconds: number, nanos = 0) {
    this.seconds = seconds
    this.nanos = nanos
  }
}
/** A time as a clock shows it, in nanoseconds of the day; with an offset (seconds ahead of UTC), a zone's name, or neither (local). */
export class Clock {
  readonly nanos: number
  readonly offset: number | undefined
  readonly zone: string | undefined
  constructor(nanos: number, offset: number | undefined, zone: string | undefined) {
    this.nanos = nanos
    this.offset = offset
    this.zone = zone
  }
}
/** A time of the day. */
export class Time extends Clock {
  readonly days = undefined
}
/** A date with a time of the day, both as they are where they are. */
export class DateTime extends Clock {
  readonly days: number
  constructor(days: number, nanos: number, offset: number | undefined, zone: string | undefined) {
    super(nanos, offset, zone)
    this.days = days
  }
}
/** `open`: it came from a register or a person, so a field that is absent is unknown; otherwise an absent field is null. */
export class Context {
  readonly fields: ReadonlyMap<string, Value>
  readonly open: boolean
  constructor(fields: ReadonlyMap<string, Value>, open: boolean) {
    this.fields = fields
    this.open = open
  }
}
/** An end that is null is unbounded. `form`: written as one comparison, `(< 5)`; `(!= 5)` holds all but its ends. */
export class Range {
  readonly low: Value
  readonly high: Value
  readonly lowIn: boolean
  readonly highIn: boolean
  readonly form: CompareOp | undefined
  constructor(low: Value, high: Value, lowIn: boolean, highIn: boolean, form?: CompareOp) {
    this.low = low
    this.high = high
    this.lowIn = lowIn
    this.highIn = highIn
    this.form = form
  }
}
/**
 * A function that is a value: written in FEEL, a BKM, a decision service, a built-in function. `type`: what is known of the
 * types of its parameters and its result. `call` gets as many arguments as there are parameters.
 */
export class Lambda {
  readonly params: readonly string[]
  readonly call: (args: readonly Value[]) => Value
  readonly type: FunctionType | undefined
  /** Of a built-in function. */
  readonly name: string | undefined
  constructor(params: readonly string[], call: (args: readonly Value[]) => Value, type?: FunctionType, name?: string) {
    this.params = params
    this.call = call
    this.type = type
    this.name = name
  }
}

export type Known =
  | null
  | boolean
  | Num
  | string
  | Day
  | Time
  | DateTime
  | Months
  | Seconds
  | Context
  | Range
  | Lambda
  | readonly Value[]
export type Value = Known | undefined

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

export type Kind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'date'
  | 'time'
  | 'date and time'
  | 'months'
  | 'seconds'
  | 'list'
  | 'context'
  | 'range'
  | 'function'

export function kindOf(value: Known): Kind {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (isNum(value)) return 'number'
  if (typeof value === 'string') return 'string'
  if (value instanceof Day) return 'date'
  if (value instanceof Time) return 'time'
  if (value instanceof DateTime) return 'date and time'
  if (value instanceof Months) return 'months'
  if (value instanceof Seconds) return 'seconds'
  if (value instanceof Context) return 'context'
  if (value instanceof Range) return 'range'
  return value instanceof Lambda ? 'function' : 'list'
}

/** Is any part of it unknown? A context from outside always is: it may have fields that we do not see. Throws LimitError. */
export const hasUnknown = (value: Value): boolean => value === undefined || (isCompound(value) && unknownIn(value, newTank(), 0))

/** The same, at the cost of a tank. */
export const holdsUnknown = (value: Value, tank: Tank): boolean =>
  value === undefined || (isCompound(value) && unknownIn(value, tank, 0))

type Compound = readonly Value[] | Context | Range

const isCompound = (value: Known): value is Compound =>
  typeof value === 'object' && value !== null && (isList(value) || value instanceof Context || value instanceof Range)

function unknownIn(value: Value, tank: Tank, depth: number): boolean {
  if (value === undefined) return true
  if (!isCompound(value)) return false
  if (value instanceof Range) return value.low === undefined || value.high === undefined
  if (value instanceof Context) {
    if (value.open) return true
    enter(tank, value.fields.size, depth)
    for (const field of value.fields.values()) if (unknownIn(field, tank, depth + 1)) return true
    return false
  }
  enter(tank, value.length, depth)
  for (const item of value) if (unknownIn(item, tank, depth + 1)) return true
  return false
}
