/** A column while people come in one after another: typed arrays that grow, no objects. */
import { parseDay } from '../../feel/dates.ts'
import { Day, type Value } from '../../feel/values.ts'
import { isNum, type Num, toNumber } from '../../feel/numbers.ts'
import type { FactType, Json } from '../../types.ts'

/** Booleans as 0 unknown, 1 none, 2 false, 3 true; texts as numbers of a list (0 unknown, 1 none). */
export type Built =
  | { readonly k: 'boolean'; readonly cells: Uint8Array }
  | { readonly k: 'text'; readonly cells: Uint32Array; readonly texts: readonly string[] }
  /** NaN unknown, infinity none. */
  | { readonly k: 'number' | 'date'; readonly cells: Float64Array }

export interface Builder {
  /** Adds the next person's value as JSON; undefined is unknown. */
  readonly add: (value: Json | undefined) => void
  readonly built: () => Built
}

/** As a column holds it: what is larger than its numbers is its largest, and so near to all others that closures judge it. */
export const inColumn = (value: Num): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, toNumber(value)))

/** A value of a derived column as JSON that its builder takes. */
export function derivedJson(value: Value): Json | undefined {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isNum(value)) return inColumn(value)
  if (value instanceof Day) return value.days
  return null
}

export function createBuilder(type: FactType, name: string): Builder {
  if (type === 'boolean') return booleans(name)
  if (type === 'string') return texts(name)
  if (type === 'number' || type === 'date') return numbers(type, name)
  throw new TypeError(`${name} is a ${type}; only single values have columns`)
}

class ColumnTypeError extends TypeError {
  constructor(name: string, type: string, value: unknown) {
    super(`${name} should be a ${type} but somebody has ${JSON.stringify(value)}`)
    this.name = 'ColumnTypeError'
  }
}

const START = 4096

function booleans(name: string): Builder {
  let cells = new Uint8Array(START)
  let size = 0
  return {
    add: (value) => {
      if (size === cells.length) cells = grown(cells, new Uint8Array(size * 2))
      if (value !== undefined && value !== null && typeof value !== 'boolean') throw new ColumnTypeError(name, 'boolean', value)
      cells[size++] = value === undefined ? 0 : value === null ? 1 : value ? 3 : 2
    },
    built: () => ({ k: 'boolean', cells: cells.subarray(0, size) }),
  }
}

function texts(name: string): Builder {
  let cells = new Uint32Array(START)
  let size = 0
  const list: string[] = ['', '']
  const known = new Map<string, number>()
  return {
    add: (value) => {
      if (size === cells.length) cells = grown(cells, new Uint32Array(size * 2))
      if (typeof value !== 'string') {
        if (value !== undefined && value !== null) throw new ColumnTypeError(name, 'text', value)
        cells[size++] = value === undefined ? 0 : 1
        return
      }
      let at = known.get(value)
      if (at === undefined) {
        at = list.length
        known.set(value, at)
        list.push(value)
      }
      cells[size++] = at
    },
    built: () => ({ k: 'text', cells: cells.subarray(0, size), texts: list }),
  }
}

function numbers(type: 'number' | 'date', name: string): Builder {
  let cells = new Float64Array(START)
  let size = 0
  const read = (value: Json): number => {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    const day = type === 'date' && typeof value === 'string' ? parseDay(value) : undefined
    if (day === undefined) throw new ColumnTypeError(name, type, value)
    return day
  }
  return {
    add: (value) => {
      if (size === cells.length) cells = grown(cells, new Float64Array(size * 2))
      cells[size++] = value === undefined ? Number.NaN : value === null ? Number.POSITIVE_INFINITY : read(value)
    },
    built: () => ({ k: type, cells: cells.subarray(0, size) }),
  }
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}
