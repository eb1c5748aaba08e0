/** A built column in the order and the form in which it is stored. */
import type { Built } from './builder.ts'
import {
  type Dictionary,
  FIRST,
  MOST_CODES,
  NONE,
  NONE_U16,
  NONE_U32,
  type NumberType,
  planeBytes,
  UNKNOWN,
  UNKNOWN_U16,
  UNKNOWN_U32,
  ZONE,
} from './column.ts'

/** Numbers with so few distinct values are coded, others stay numbers. */
export const FEW = 1024

export type Encoded =
  | { readonly kind: 'bits'; readonly data: Uint8Array; readonly hasUnknown: boolean; readonly hasNone: boolean }
  | {
      readonly kind: 'codes'
      readonly data: Uint8Array | Uint16Array
      readonly width: 1 | 2
      readonly dictionary: Dictionary
      readonly zones: Uint16Array
    }
  | {
      readonly kind: 'numbers'
      readonly data: Uint16Array | Uint32Array | Float64Array
      readonly type: NumberType
      readonly unit?: number
      readonly hasUnknown: boolean
      readonly hasNone: boolean
      readonly isWhole: boolean
    }

/** `order[i]` is the row that stands at place i. Throws where texts or days have more values than codes. */
export function encode(built: Built, order: Uint32Array, name: string, few = FEW): Encoded {
  if (built.k === 'boolean') return bits(built.cells, order)
  if (built.k === 'text') return textCodes(built, order, name)
  if (built.k === 'date') return dayCodes(built.cells, order, name)
  const distinct = distinctUpTo(built.cells, few)
  return distinct === undefined ? plainNumbers(built.cells, order) : numberCodes(built.cells, order, distinct)
}

function bits(cells: Uint8Array, order: Uint32Array): Encoded {
  const size = planeBytes(order.length)
  const planes = [3, 0, 1].map((code) => {
    const plane = new Uint8Array(size)
    let isAny = false
    for (let i = 0; i < order.length; i++)
      if (cells[order[i]!] === code) {
        plane[i >> 3]! |= 1 << (i & 7)
        isAny = true
      }
    return { plane, isAny }
  })
  const kept = planes.filter(({ isAny }, i) => i === 0 || isAny)
  const data = new Uint8Array(size * kept.length)
  kept.forEach(({ plane }, i) => {
    data.set(plane, i * size)
  })
  return { kind: 'bits', data, hasUnknown: planes[1]!.isAny, hasNone: planes[2]!.isAny }
}

function coded(codeOf: (row: number) => number, order: Uint32Array, dictionary: Dictionary, most: number): Encoded {
  const width = most <= 256 ? 1 : 2
  const data = width === 1 ? new Uint8Array(order.length) : new Uint16Array(order.length)
  const zones = new Uint16Array(Math.ceil(order.length / ZONE) * 2)
  for (let i = 0; i < order.length; i++) {
    const code = codeOf(order[i]!)
    data[i] = code
    const zone = Math.floor(i / ZONE) * 2
    const isNew = i % ZONE === 0
    if (isNew || code < zones[zone]!) zones[zone] = code
    if (isNew || code > zones[zone + 1]!) zones[zone + 1] = code
  }
  return { kind: 'codes', data, width, dictionary, zones }
}

function textCodes({ cells, texts }: Extract<Built, { k: 'text' }>, order: Uint32Array, name: string): Encoded {
  const values = texts.slice(2).sort()
  if (values.length + FIRST > MOST_CODES) throw new TooManyValuesError(name)
  const codes = new Uint32Array(texts.length)
  const at = new Map(values.map((value, i) => [value, i + FIRST]))
  codes[0] = UNKNOWN
  codes[1] = NONE
  for (let i = 2; i < texts.length; i++) codes[i] = at.get(texts[i]!)!
  return coded((row) => codes[cells[row]!]!, order, { k: 'texts', values }, values.length + FIRST)
}

function dayCodes(cells: Float64Array, order: Uint32Array, name: string): Encoded {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const day of cells) {
    if (!Number.isFinite(day)) continue
    if (day < low) low = day
    if (day > high) high = day
  }
  const [from, count] = high < low ? [0, 0] : [low, high - low + 1]
  if (count + FIRST > MOST_CODES) throw new TooManyValuesError(name)
  const code = (row: number): number => {
    const day = cells[row]!
    return Number.isNaN(day) ? UNKNOWN : Number.isFinite(day) ? day - from + FIRST : NONE
  }
  return coded(code, order, { k: 'days', from, count }, count + FIRST)
}

function distinctUpTo(cells: Float64Array, most: number): readonly number[] | undefined {
  const seen = new Set<number>()
  for (const cell of cells) {
    if (!Number.isFinite(cell) || seen.has(cell)) continue
    if (seen.size === most) return undefined
    seen.add(cell)
  }
  return [...seen].sort((a, b) => a - b)
}

function numberCodes(cells: Float64Array, order: Uint32Array, values: readonly number[]): Encoded {
  const at = new Map(values.map((value, i) => [value, i + FIRST]))
  const code = (row: number): number => {
    const cell = cells[row]!
    return Number.isNaN(cell) ? UNKNOWN : (at.get(cell) ?? NONE)
  }
  return coded(code, order, { k: 'numbers', values }, values.length + FIRST)
}

function plainNumbers(cells: Float64Array, order: Uint32Array): Encoded {
  let [hasUnknown, hasNone, isWhole, least, most] = [false, false, true, 0, 0]
  for (const cell of cells) {
    if (Number.isNaN(cell)) hasUnknown = true
    else if (cell === Number.POSITIVE_INFINITY) hasNone = true
    else {
      if (!Number.isSafeInteger(cell)) isWhole = false
      if (cell < least) least = cell
      if (cell > most) most = cell
    }
  }
  const form = { kind: 'numbers', hasUnknown, hasNone, isWhole } as const
  const unit16 = isWhole && least === 0 ? unitFor(cells, most, NONE_U16) : undefined
  const unit32 = isWhole && least === 0 && unit16 === undefined ? unitFor(cells, most, NONE_U32) : undefined
  const unit = unit16 ?? unit32
  if (unit === undefined) return { ...form, type: 'f64', data: Float64Array.from(order, (row) => cells[row]!) }
  const [unknown, none] = unit16 === undefined ? [UNKNOWN_U32, NONE_U32] : [UNKNOWN_U16, NONE_U16]
  const stored = (row: number): number => {
    const cell = cells[row]!
    return Number.isNaN(cell) ? unknown : Number.isFinite(cell) ? cell / unit : none
  }
  const times = unit === 1 ? {} : { unit }
  return unit16 === undefined
    ? { ...form, type: 'u32', ...times, data: Uint32Array.from(order, stored) }
    : { ...form, type: 'u16', ...times, data: Uint16Array.from(order, stored) }
}

/**
 * The least power of ten of which all are so many times, fewer than `end`: what is won in full today may be in hundreds tomorrow, so
 * the least leaves most room. Undefined where there is none.
 */
function unitFor(cells: Float64Array, most: number, end: number): number | undefined {
  for (let unit = 1; unit <= LARGEST_UNIT; unit *= 10)
    if (most / unit < end) return cells.every((cell) => !Number.isFinite(cell) || cell % unit === 0) ? unit : undefined
  return undefined
}
/** Sums and products of larger ones would not be exact any more. */
const LARGEST_UNIT = 1_000_000

export class TooManyValuesError extends RangeError {
  constructor(name: string) {
    super(`${name} has more than ${MOST_CODES - FIRST} different values in one shard; make the shards smaller or leave it out`)
    this.name = 'TooManyValuesError'
  }
}
