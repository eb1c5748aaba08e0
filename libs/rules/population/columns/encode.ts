/** A built column in the order and the form in which it is stored. */
import type { Built } from './builder.ts'
import { type Dictionary, FIRST, MOST_CODES, NONE, NONE_U32, planeBytes, UNKNOWN, UNKNOWN_U32, ZONE } from './column.ts'

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
      readonly data: Uint32Array | Float64Array
      readonly type: 'u32' | 'f64'
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
  let [hasUnknown, hasNone, isWhole, isSmall] = [false, false, true, true]
  for (const cell of cells) {
    if (Number.isNaN(cell)) hasUnknown = true
    else if (cell === Number.POSITIVE_INFINITY) hasNone = true
    else {
      if (!Number.isSafeInteger(cell)) isWhole = false
      if (!(cell >= 0 && cell < NONE_U32)) isSmall = false
    }
  }
  if (!isWhole || !isSmall) {
    const data = Float64Array.from(order, (row) => cells[row]!)
    return { kind: 'numbers', data, type: 'f64', hasUnknown, hasNone, isWhole }
  }
  const data = Uint32Array.from(order, (row) => {
    const cell = cells[row]!
    return Number.isNaN(cell) ? UNKNOWN_U32 : Number.isFinite(cell) ? cell : NONE_U32
  })
  return { kind: 'numbers', data, type: 'u32', hasUnknown, hasNone, isWhole }
}

export class TooManyValuesError extends RangeError {
  constructor(name: string) {
    super(`${name} has more than ${MOST_CODES - FIRST} different values in one shard; make the shards smaller or leave it out`)
    this.name = 'TooManyValuesError'
  }
}
