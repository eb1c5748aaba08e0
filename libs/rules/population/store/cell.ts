/** One cell of a stored column written over in place; refused where the column has no room for the value. */
import { readSync, writeSync } from 'node:fs'
import { parseDay } from '../../feel/dates.ts'
import type { Json } from '../../types.ts'
import {
  BYTES,
  type Column,
  FIRST,
  NONE,
  NONE_U16,
  NONE_U32,
  UNKNOWN,
  UNKNOWN_U16,
  UNKNOWN_U32,
  ZONE,
} from '../columns/column.ts'
import { planesOf } from '../columns/shard-file.ts'

/** An open file and where its data begins. */
export interface Place {
  readonly file: number
  readonly base: number
  readonly people: number
}

export type Write = () => void

/** What to write for a value; undefined when it does not fit. Days come as ISO days or numbers since 1970. */
export function writeOf(place: Place, column: Column, row: number, value: Json | undefined): Write | undefined {
  if (column.kind === 'bits') return bitsWrite(place, column, row, value)
  if (column.kind === 'codes') return codeWrite(place, column, row, value)
  return numberWrite(place, column, row, value)
}

function bitsWrite(
  place: Place,
  column: Extract<Column, { kind: 'bits' }>,
  row: number,
  value: Json | undefined,
): Write | undefined {
  const { unknown, none } = planesOf(column, place.people)
  if (value === undefined ? unknown === undefined : value === null ? none === undefined : typeof value !== 'boolean')
    return undefined
  const planes: readonly (readonly [number | undefined, boolean])[] = [
    [0, value === true],
    [unknown, value === undefined],
    [none, value === null],
  ]
  return () => {
    for (const [plane, is] of planes) {
      if (plane === undefined) continue
      const at = place.base + column.at + plane + (row >> 3)
      const byte = new Uint8Array(1)
      readSync(place.file, byte, 0, 1, at)
      const mask = 1 << (row & 7)
      byte[0] = is ? byte[0]! | mask : byte[0]! & ~mask
      writeSync(place.file, byte, 0, 1, at)
    }
  }
}

function codeWrite(
  place: Place,
  column: Extract<Column, { kind: 'codes' }>,
  row: number,
  value: Json | undefined,
): Write | undefined {
  const code = codeOf(column, value)
  if (code === undefined) return undefined
  return () => {
    const cell = new Uint8Array(Uint16Array.of(code).buffer, 0, column.width)
    writeSync(place.file, cell, 0, column.width, place.base + column.at + row * column.width)
    const zone = new Uint16Array(2)
    const bytes = new Uint8Array(zone.buffer)
    const at = place.base + column.zones.at + Math.floor(row / ZONE) * 4
    readSync(place.file, bytes, 0, 4, at)
    if (code >= zone[0]! && code <= zone[1]!) return
    zone[0] = Math.min(zone[0]!, code)
    zone[1] = Math.max(zone[1]!, code)
    writeSync(place.file, bytes, 0, 4, at)
  }
}

function codeOf({ dictionary }: Extract<Column, { kind: 'codes' }>, value: Json | undefined): number | undefined {
  if (value === undefined) return UNKNOWN
  if (value === null) return NONE
  if (dictionary.k === 'days') {
    const day = typeof value === 'number' ? value : typeof value === 'string' ? parseDay(value) : undefined
    const at = day === undefined ? -1 : day - dictionary.from
    return at >= 0 && at < dictionary.count ? at + FIRST : undefined
  }
  const values: readonly unknown[] = dictionary.values
  const at = values.indexOf(value)
  return at < 0 ? undefined : at + FIRST
}

function numberWrite(
  place: Place,
  column: Extract<Column, { kind: 'numbers' }>,
  row: number,
  value: Json | undefined,
): Write | undefined {
  if (value === undefined ? !column.hasUnknown : value === null ? !column.hasNone : typeof value !== 'number') return undefined
  const { type, isWhole, unit = 1 } = column
  const at = place.base + column.at + row * BYTES[type]
  const put = (cell: Uint16Array | Uint32Array | Float64Array): Write => {
    return () => void writeSync(place.file, new Uint8Array(cell.buffer), 0, BYTES[type], at)
  }
  if (type === 'f64') {
    const cell = value === undefined ? Number.NaN : value === null ? Number.POSITIVE_INFINITY : Number(value)
    if (isWhole && typeof value === 'number' && !Number.isSafeInteger(cell)) return undefined
    return put(Float64Array.of(cell))
  }
  const [unknown, none] = type === 'u16' ? [UNKNOWN_U16, NONE_U16] : [UNKNOWN_U32, NONE_U32]
  const cell = value === undefined ? unknown : value === null ? none : Number(value) / unit
  if (typeof value === 'number' && (!Number.isInteger(cell) || cell < 0 || cell >= none)) return undefined
  return put(type === 'u16' ? Uint16Array.of(cell) : Uint32Array.of(cell))
}
