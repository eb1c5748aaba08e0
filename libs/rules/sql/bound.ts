/**
 * What does not depend on a person: parameters, their parts, the day. Each becomes one bound value of the statement, taken from the
 * law in force when it is bound, so one text serves every day and every reform of a parameter.
 */
import { type Node, visitAll } from '../compiler/ir.ts'
import { FUEL, type Run } from '../compiler/run.ts'
import type { Words } from '../compiler/vocabulary.ts'
import { dayText } from '../feel/dates.ts'
import { isNum, numberText } from '../feel/numbers.ts'
import { Context, Day, fromJson, isList, Seconds, type Value } from '../feel/values.ts'
import { type Digits, digits, digitsOf, widest } from './digits.ts'
import { Unfit } from './text.ts'

export type SqlValue = string | boolean | null

/** Reads a bound value from the law in force on the day of the run. */
export type Reader = (run: Run) => SqlValue

/** Does an expression read nothing of a person? */
export function isFixed(node: Node): boolean {
  let fixed = true
  visitAll(node, (part) => {
    if (part.k === 'fact' || part.k === 'var') fixed = false
  })
  return fixed
}

/** The law in force on a day. */
export const runOn = (words: Words, today: number): Run => ({
  facts: words.facts.map(() => undefined),
  ready: new Uint8Array(words.facts.length).fill(1),
  derive: words.derive,
  params: words.inForce(today),
  today,
  locals: [],
  fuel: FUEL,
})

/** A scalar as the text that its SQL cast reads. Throws Unfit for a value of another type than the statement was made for. */
export function scalarText(value: Value, t: string, size: Digits | undefined): string | boolean | null {
  if (value === undefined || value === null) return null
  if (t === 'boolean' && typeof value === 'boolean') return value
  if (t === 'string' && typeof value === 'string' && !value.includes('\0') && value.isWellFormed()) return value
  if (t === 'date' && value instanceof Day) return dayText(value.days)
  if (t === 'seconds' && value instanceof Seconds && value.nanos === 0) return String(value.seconds)
  if (t === 'number' && isNum(value) && size) {
    const own = digitsOf(value)
    if (own.whole <= size.whole && own.scale <= size.scale) return numberText(value)
    throw new Unfit(`${numberText(value)}, which has more digits than the statement was made for`)
  }
  throw new Unfit(`a parameter whose type changes from day to day (${t} was expected)`)
}

/** Between the items of a list bound as one text. */
export const SEPARATOR = '\u001f'

/** A list of texts as one bound text; NULL for an unknown or null list. */
export function listText(value: Value): string | null {
  if (value === undefined || value === null) return null
  if (!isList(value)) throw new Unfit('a parameter that is no list')
  const items = value.map((item) => {
    if (typeof item !== 'string' || item === '' || item.includes(SEPARATOR) || item.includes('\0') || !item.isWellFormed())
      throw new Unfit('a list parameter with items that are no plain texts')
    return item
  })
  return items.join(SEPARATOR)
}

/** The values that a parameter ever has. */
export const valuesOf = (words: Words, index: number): readonly Value[] =>
  words.parameters[index]!.values.map((one) => (one.missing || one.value === undefined ? undefined : fromJson(one.value, false)))

/** What values have in common: their type and, for numbers, digits; undefined when there is none. */
export function shapeOf(
  values: readonly Value[],
): { readonly t: 'boolean' | 'number' | 'string' | 'date'; readonly digits?: Digits } | undefined {
  const given = values.filter((value) => value !== undefined && value !== null)
  if (given.length === 0) return undefined
  if (given.every((value) => typeof value === 'boolean')) return { t: 'boolean' }
  if (given.every((value) => typeof value === 'string')) return { t: 'string' }
  if (given.every((value) => value instanceof Day)) return { t: 'date' }
  return given.every(isNum) ? { t: 'number', digits: roomy(widest(given.map(digitsOf))) } : undefined
}

/** A little room, so that a reform with one more digit has the same text. */
const roomy = ({ whole, scale }: Digits): Digits => digits(whole + 1, scale + 1)

/** The part of a value at a key (a name) or a position (from 1, or from the end when negative). */
export function part(value: Value, at: string | number): Value {
  if (value === undefined) return undefined
  if (typeof at === 'string') return value instanceof Context ? (value.fields.has(at) ? value.fields.get(at) : null) : null
  if (!isList(value)) return null
  const index = at > 0 ? at - 1 : value.length + at
  return index >= 0 && index < value.length ? value[index] : null
}
