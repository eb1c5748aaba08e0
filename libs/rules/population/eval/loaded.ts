/** The columns of a shard in memory, where kernels find them; single values of single people for the closure back end. */
import { Day, fromJson, type Value } from '../../feel/values.ts'
import {
  BYTES,
  type Column,
  countOf,
  FIRST,
  NONE,
  NONE_U16,
  NONE_U32,
  planeBytes,
  UNKNOWN,
  UNKNOWN_U16,
  UNKNOWN_U32,
} from '../columns/column.ts'
import { columnsOf, planesOf, type ShardFile } from '../columns/shard-file.ts'
import type { Memory } from './memory.ts'

export interface LoadedBits {
  readonly kind: 'bits'
  readonly yes: number
  readonly unknown: number | undefined
  readonly none: number | undefined
}

export interface LoadedCodes {
  readonly kind: 'codes'
  readonly at: number
  readonly column: Extract<Column, { kind: 'codes' }>
  readonly zones: Uint16Array
}

export interface LoadedNumbers {
  readonly kind: 'numbers'
  readonly at: number
  readonly column: Extract<Column, { kind: 'numbers' }>
  /** No value is larger in size. */
  readonly most: number
}

export type Loaded = LoadedBits | LoadedCodes | LoadedNumbers

export interface LoadedShard {
  readonly people: number
  readonly tiles: number
  readonly columns: Map<string, Loaded>
  readonly valueAt: (column: string, row: number) => Value
}

/** Reads the columns asked for; those that the shard does not hold are left out. `tile`: people of one tile. */
export function loadShard(memory: Memory, file: ShardFile, names: Iterable<string>, tile: number): LoadedShard {
  const { people } = file.meta
  const tiles = Math.ceil(people / tile)
  const room = tiles * tile
  const byName = columnsOf(file.meta)
  const columns = new Map<string, Loaded>()

  const read = (at: number, bytes: number, takes: number): number => {
    const to = memory.take(takes, bytes)
    file.read({ at, bytes }, memory.bytes().subarray(to, to + bytes))
    return to
  }
  const load = (column: Column): Loaded => {
    if (column.kind === 'bits') {
      const { size, unknown, none } = planesOf(column, people)
      const plane = (offset: number) => read(column.at + offset, size, planeBytes(room))
      return {
        kind: 'bits',
        yes: plane(0),
        unknown: unknown === undefined ? undefined : plane(unknown),
        none: none === undefined ? undefined : plane(none),
      }
    }
    if (column.kind === 'codes') {
      const zones = new Uint16Array(column.zones.bytes / 2)
      file.read(column.zones, new Uint8Array(zones.buffer))
      return { kind: 'codes', at: read(column.at, column.bytes, room * column.width), column, zones }
    }
    const { type, unit = 1 } = column
    const at = read(column.at, column.bytes, room * BYTES[type])
    const most = type === 'f64' ? mostOf(memory, at, room) : unit * ((type === 'u16' ? NONE_U16 : NONE_U32) - 1)
    return { kind: 'numbers', at, column, most }
  }
  for (const name of names) {
    const column = byName.get(name)
    if (column !== undefined && !columns.has(name)) columns.set(name, load(column))
  }

  const valueAt = (name: string, row: number): Value => {
    const column = columns.get(name)
    if (column === undefined) return undefined
    if (column.kind === 'bits') return bitsAt(memory, column, row)
    return column.kind === 'codes' ? codeAt(memory, column, row) : numberAt(memory, column, row)
  }
  return { people, tiles, columns, valueAt }
}

/** The largest size of a number; room beyond the people is 0. */
function mostOf(memory: Memory, at: number, room: number): number {
  const to = memory.take(8)
  memory.kernels.largest(to, at, at + room * 8)
  return memory.numbers()[to / 8]!
}

const bitAt = (bytes: Uint8Array, plane: number, row: number): boolean => ((bytes[plane + (row >> 3)]! >> (row & 7)) & 1) === 1

function bitsAt(memory: Memory, { yes, unknown, none }: LoadedBits, row: number): Value {
  const bytes = memory.bytes()
  if (unknown !== undefined && bitAt(bytes, unknown, row)) return undefined
  if (none !== undefined && bitAt(bytes, none, row)) return null
  return bitAt(bytes, yes, row)
}

/** The value that a code of the column stands for. */
export function valueOfCode({ dictionary }: Extract<Column, { kind: 'codes' }>, code: number): Value {
  if (code === UNKNOWN) return undefined
  if (code === NONE) return null
  if (dictionary.k === 'days') return new Day(dictionary.from + code - FIRST)
  const value = dictionary.values[code - FIRST]
  return typeof value === 'number' ? fromJson(value, false) : value
}

function codeAt(memory: Memory, { at, column }: LoadedCodes, row: number): Value {
  const bytes = memory.bytes()
  const code = column.width === 1 ? bytes[at + row]! : bytes[at + 2 * row]! | (bytes[at + 2 * row + 1]! << 8)
  return valueOfCode(column, code)
}

/** Reads numbers by row: NaN is unknown, infinity none. It is good until the memory grows. */
export function floatsOf(memory: Memory, { at, column: { type, unit = 1 } }: LoadedNumbers): (row: number) => number {
  if (type === 'f64') {
    const numbers = memory.numbers()
    return (row) => numbers[at / 8 + row]!
  }
  const [stored, first] = type === 'u16' ? [memory.halves(), at / 2] : [memory.words(), at / 4]
  const [unknown, none] = type === 'u16' ? [UNKNOWN_U16, NONE_U16] : [UNKNOWN_U32, NONE_U32]
  return (row) => {
    const cell = stored[first + row]!
    return cell === unknown ? Number.NaN : cell === none ? Number.POSITIVE_INFINITY : cell * unit
  }
}

function numberAt(memory: Memory, column: LoadedNumbers, row: number): Value {
  const value = floatsOf(memory, column)(row)
  return Number.isNaN(value) ? undefined : value === Number.POSITIVE_INFINITY ? null : fromJson(value, false)
}

/** 1 for each code that somebody has. Only days have codes that nobody has. */
export function usedCodes(memory: Memory, { at, column }: LoadedCodes, people: number): Uint8Array {
  const size = FIRST + countOf(column.dictionary)
  const used = new Uint8Array(size)
  if (column.dictionary.k !== 'days') return used.fill(1)
  const bytes = memory.bytes()
  if (column.width === 1) for (let row = 0; row < people; row++) used[bytes[at + row]!] = 1
  else for (const code of new Uint16Array(bytes.buffer, at, people)) used[code] = 1
  return used
}
