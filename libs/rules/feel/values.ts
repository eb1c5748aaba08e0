/** The values of FEEL at run time. `undefined` is unknown; `null` is known to be none. */
import { dayText, parseDay } from './dates.ts'
import { compareNum, fromJs, isNum, type Num, numberJson, numberText } from './numbers.ts'
import type { FactType, Json } from '../types.ts'

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
/** A days-and-time duration, in seconds. */
export class Seconds {
  readonly seconds: number
  constructor(seconds: number) {
    this.seconds = seconds
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
/** An end that is absent is unbounded. */
export class Range {
  readonly low: Value
  readonly high: Value
  readonly lowIn: boolean
  readonly highIn: boolean
  constructor(low: Value, high: Value, lowIn: boolean, highIn: boolean) {
    this.low = low
    this.high = high
    this.lowIn = lowIn
    this.highIn = highIn
  }
}
/** A function written in FEEL. */
export class Lambda {
  readonly params: readonly string[]
  readonly call: (args: readonly Value[]) => Value
  constructor(params: readonly string[], call: (args: readonly Value[]) => Value) {
    this.params = params
    this.call = call
  }
}

export type Known = null | boolean | Num | string | Day | Months | Seconds | Context | Range | Lambda | readonly Value[]
export type Value = Known | undefined

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

export type Kind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'date'
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
  if (value instanceof Months) return 'months'
  if (value instanceof Seconds) return 'seconds'
  if (value instanceof Context) return 'context'
  if (value instanceof Range) return 'range'
  return value instanceof Lambda ? 'function' : 'list'
}

/** Is any part of it unknown? A context from outside always is: it may have fields that we do not see. */
export function hasUnknown(value: Value): boolean {
  if (value === undefined) return true
  if (value === null || typeof value !== 'object') return false
  if (isList(value)) return value.some(hasUnknown)
  if (value instanceof Context) return value.open || [...value.fields.values()].some(hasUnknown)
  return false
}

/** A JSON value as a FEEL value; inside lists and contexts a string that is an ISO day is a date. Undefined for NaN and the like. */
export function fromJson(json: Json, open: boolean): Value {
  if (json === null || typeof json === 'boolean') return json
  if (typeof json === 'number') return fromJs(json)
  if (typeof json === 'string') {
    const day = parseDay(json)
    return day === undefined ? json : new Day(day)
  }
  if (isJsonList(json)) return json.map((item) => fromJson(item, open))
  const fields = new Map<string, Value>()
  for (const [key, value] of Object.entries(json)) if (value !== undefined) fields.set(key, fromJson(value, open))
  return new Context(fields, open)
}

const isJsonList = (json: Json): json is readonly Json[] => Array.isArray(json)

/** A given fact by its declared type; undefined when it does not fit. */
export function factValue(type: FactType, json: Json): Value {
  if (json === null) return null
  if (type === 'boolean') return typeof json === 'boolean' ? json : undefined
  if (type === 'number') return typeof json === 'number' ? fromJs(json) : undefined
  if (type === 'string') return typeof json === 'string' ? json : undefined
  if (type === 'date') {
    const day = typeof json === 'string' ? parseDay(json) : undefined
    return day === undefined ? undefined : new Day(day)
  }
  if (typeof json !== 'object' || Array.isArray(json) !== (type === 'list')) return undefined
  return isSound(json) ? fromJson(json, true) : undefined
}

const MAX_DEPTH = 32

function isSound(json: Json, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false
  if (typeof json === 'number') return Number.isFinite(json)
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return true
  if (typeof json !== 'object') return false
  return (isJsonList(json) ? json : Object.values(json)).every((part) => isSound(part, depth + 1))
}

/**
 * A value as JSON: dates and durations as ISO text, numbers exactly (as text where JSON's cannot). Unknown fields are left out;
 * a list with an unknown item is unknown (undefined), since JSON has no place for it.
 */
export function toJson(value: Value): Json | undefined {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isNum(value)) return numberJson(value)
  if (isList(value)) {
    const items = value.map(toJson)
    return items.every((item) => item !== undefined) ? items : undefined
  }
  if (value instanceof Context) {
    const fields = [...value.fields].map(([key, field]) => [key, toJson(field)] as const)
    return Object.fromEntries(fields.flatMap(([key, json]) => (json === undefined ? [] : [[key, json] as const])))
  }
  return valueText(value)
}

/** As FEEL's string() prints it. */
export function valueText(value: Value): string {
  if (value === undefined) return 'unknown'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value
  if (isNum(value)) return numberText(value)
  if (value instanceof Day) return dayText(value.days)
  if (value instanceof Months) return monthsText(value.months)
  if (value instanceof Seconds) return secondsText(value.seconds)
  if (value instanceof Lambda) return `function(${value.params.join(', ')})`
  if (value instanceof Range) return rangeText(value)
  if (isList(value)) return `[${value.map(quoted).join(', ')}]`
  return `{${[...value.fields].map(([key, field]) => `${key}: ${quoted(field)}`).join(', ')}}`
}

const quoted = (value: Value): string => (typeof value === 'string' ? JSON.stringify(value) : valueText(value))

function rangeText({ low, high, lowIn, highIn }: Range): string {
  if (low === null) return `(${highIn ? '<=' : '<'} ${quoted(high)})`
  if (high === null) return `(${lowIn ? '>=' : '>'} ${quoted(low)})`
  return `${lowIn ? '[' : '('}${quoted(low)}..${quoted(high)}${highIn ? ']' : ')'}`
}

function monthsText(total: number): string {
  const months = Math.abs(total)
  const years = Math.floor(months / 12)
  const rest = months % 12
  const text = (years ? `${years}Y` : '') + (rest || !years ? `${rest}M` : '')
  return `${total < 0 ? '-' : ''}P${text}`
}

function secondsText(total: number): string {
  const all = Math.abs(total)
  const days = Math.floor(all / 86_400)
  const h = Math.floor((all % 86_400) / 3600)
  const m = Math.floor((all % 3600) / 60)
  const s = all % 60
  const time = (h ? `${h}H` : '') + (m ? `${m}M` : '') + (s ? `${s}S` : '')
  if (all === 0) return 'PT0S'
  return `${total < 0 ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`
}

const DURATION = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** `P1Y2M` or `P3DT4H`; undefined for anything else (years and days do not mix). */
export function parseDuration(text: string): Months | Seconds | undefined {
  const parts = DURATION.exec(text)
  if (!parts || /[PT]$/.test(text)) return undefined
  const [years, months, days, hours, minutes, seconds] = parts
    .slice(2)
    .map((part) => (part === undefined ? undefined : Number(part)))
  const sign = parts[1] === '-' ? -1 : 1
  const isMonths = years !== undefined || months !== undefined
  const isSeconds = [days, hours, minutes, seconds].some((part) => part !== undefined)
  if (isMonths === isSeconds) return undefined
  const total = isMonths
    ? (years ?? 0) * 12 + (months ?? 0)
    : (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
  if (!Number.isSafeInteger(Math.floor(total))) return undefined
  return isMonths ? new Months(total === 0 ? 0 : sign * total) : new Seconds(total === 0 ? 0 : sign * total)
}

/** Order of two known values of one kind; undefined when they have none. */
export function order(a: Known, b: Known): number | undefined {
  if (isNum(a)) return isNum(b) ? compareNum(a, b) : undefined
  if (a instanceof Day) return b instanceof Day ? a.days - b.days : undefined
  if (typeof a === 'string') return typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : undefined
  if (a instanceof Months) return b instanceof Months ? a.months - b.months : undefined
  if (a instanceof Seconds) return b instanceof Seconds ? a.seconds - b.seconds : undefined
  return undefined
}

/** FEEL equality, Kleene over unknown parts. Values of different kinds give null; null equals only null. */
export function equal(a: Value, b: Value): boolean | null | undefined {
  if (a === undefined || b === undefined) return undefined
  if (a === null || b === null) return a === b
  if (typeof a === 'boolean') return typeof b === 'boolean' ? a === b : null
  const ordered = order(a, b)
  if (ordered !== undefined) return ordered === 0
  if (kindOf(a) !== kindOf(b)) return null
  if (isList(a) && isList(b)) return a.length === b.length ? allEqual(a.map((item, i) => equal(item, b[i]))) : false
  if (a instanceof Context && b instanceof Context) return equalContexts(a, b)
  if (a instanceof Range && b instanceof Range)
    return a.lowIn === b.lowIn && a.highIn === b.highIn && allEqual([equal(a.low, b.low), equal(a.high, b.high)])
  return null
}

function allEqual(parts: readonly (boolean | null | undefined)[]): boolean | undefined {
  if (parts.some((part) => part === false || part === null)) return false
  return parts.includes(undefined) ? undefined : true
}

function equalContexts(a: Context, b: Context): boolean | undefined {
  const keys = new Set([...a.fields.keys(), ...b.fields.keys()])
  const parts = [...keys].map((key) => {
    if (!a.fields.has(key)) return a.open ? undefined : false
    if (!b.fields.has(key)) return b.open ? undefined : false
    return equal(a.fields.get(key), b.fields.get(key))
  })
  const all = allEqual(parts)
  return all === true && (a.open || b.open) ? undefined : all
}
