/** Values as JSON and back: what a caller gives and gets. */
import type { FactType, Json } from '../types.ts'
import { parseDay } from './dates.ts'
import { fromJs, isNum, numberJson } from './numbers.ts'
import { enter, MAX_PARTS, newTank, type Tank } from './tank.ts'
import { valueText } from './value-text.ts'
import { Context, Day, isList, type Value } from './values.ts'

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
 * a list with an unknown item is unknown (undefined), since JSON has no place for it. Throws LimitError for what is too large.
 */
export const toJson = (value: Value): Json | undefined => jsonOf(value, newTank(MAX_PARTS), 0)

function jsonOf(value: Value, tank: Tank, depth: number): Json | undefined {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isNum(value)) return numberJson(value)
  if (isList(value)) {
    enter(tank, value.length, depth)
    const items = value.map((item) => jsonOf(item, tank, depth + 1))
    return items.every((item) => item !== undefined) ? items : undefined
  }
  if (value instanceof Context) {
    enter(tank, value.fields.size, depth)
    const fields = [...value.fields].map(([key, field]) => [key, jsonOf(field, tank, depth + 1)] as const)
    return Object.fromEntries(fields.flatMap(([key, json]) => (json === undefined ? [] : [[key, json] as const])))
  }
  return valueText(value)
}
