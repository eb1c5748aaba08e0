/** People of a tile sorted into groups by a FEEL expression: values, bands of numbers, or parts of equal size. */
import { isNum, toNumber } from '../../feel/numbers.ts'
import { fromJson, toJson, type Value } from '../../feel/values.ts'
import { MOST_CODES } from '../columns/column.ts'
import { type LoadedShard, valueOfCode } from '../eval/loaded.ts'
import type { Placed } from '../eval/vector.ts'
import type { Seen } from '../eval/shard-eval.ts'
import { planGrouping } from '../plan/grouping.ts'
import type { Num, PerCode, Pool } from '../plan/nodes.ts'
import type { Plan } from '../plan/services.ts'
import type { GroupBy } from '../types.ts'

/** Names of groups as they turn up, by the number that stands for each. */
export interface Labels {
  readonly names: string[]
  readonly numberOf: (name: string) => number
}

export function createLabels(): Labels {
  const names: string[] = []
  const known = new Map<string, number>()
  return {
    names,
    numberOf: (name) => {
      const at = known.get(name) ?? names.push(name) - 1
      known.set(name, at)
      return at
    },
  }
}

/** How the groups of one grouping are told in a tile. */
export interface Sorter {
  /** A number that the tile must have; undefined where none is needed. */
  readonly num: Num | undefined
  /** The group of each person of the tile; `vector` is the tile's number. */
  readonly sort: (seen: Seen, vector: Placed | undefined, into: Uint16Array) => void
}

/** `borders`: lower ends of the parts of equal size. Throws FeelError where the expression is wrong. */
export function createSorter(by: GroupBy, plan: Plan, pool: Pool, labels: Labels, borders: readonly number[]): Sorter {
  const group = (value: Value): number => labels.numberOf(labelOf(value, by, borders))
  const way = planGrouping(by, plan, pool)
  if (way.k === 'code') return { num: undefined, sort: codeSorter(way.per, group) }
  if (way.k === 'number') return { num: way.num, sort: numberSorter(group) }
  const { key } = way.derived
  return {
    num: undefined,
    sort: (seen, _vector, into) => {
      for (let i = 0; i < seen.people; i++) into[i] = group(seen.shard.valueAt(key, seen.firstRow + i))
    },
  }
}

function codeSorter(per: PerCode, group: (value: Value) => number): Sorter['sort'] {
  let shard: LoadedShard | undefined
  let groups = new Int32Array(0)
  return (seen, _vector, into) => {
    const column = seen.shard.columns.get(per.column)
    if (column?.kind !== 'codes') throw new TypeError(`${per.column} is not coded in this shard`)
    if (shard !== seen.shard) {
      shard = seen.shard
      groups = new Int32Array(MOST_CODES).fill(-1)
    }
    const { at, column: form } = column
    const { buffer } = seen.memory.bytes()
    const room = seen.shard.people
    const codes = form.width === 1 ? new Uint8Array(buffer, at, room) : new Uint16Array(buffer, at, room)
    for (let i = 0; i < seen.people; i++) {
      const code = codes[seen.firstRow + i]!
      if (groups[code]! < 0) {
        const run = per.fresh()
        per.set(run, valueOfCode(form, code))
        groups[code] = group(per.code(run))
      }
      into[i] = groups[code]!
    }
  }
}

function numberSorter(group: (value: Value) => number): Sorter['sort'] {
  const byValue = new Map<number, number>()
  return (seen, vector, into) => {
    if (vector === undefined) throw new TypeError('a grouping by number needs the number')
    const numbers = seen.memory.numbers()
    const isIn = planeReader(seen)
    const [unknown, none] = [group(undefined), group(null)]
    for (let i = 0; i < seen.people; i++) {
      if (isIn(vector.unknown, i)) into[i] = unknown
      else if (isIn(vector.none, i)) into[i] = none
      else {
        const value = numbers[vector.at / 8 + i]!
        const known = byValue.get(value) ?? group(fromJson(value, false))
        if (byValue.size < MOST_KEPT) byValue.set(value, known)
        into[i] = known
      }
    }
  }
}

const MOST_KEPT = 100_000

/** Reads planes of a tile, the constant ones too. */
export function planeReader({ memory }: Seen): (plane: number, i: number) => boolean {
  const bytes = memory.bytes()
  return (plane, i) => (plane < 64 ? plane === 1 : ((bytes[plane + (i >> 3)]! >> (i & 7)) & 1) === 1)
}

function labelOf(value: Value, { bands, quantiles }: GroupBy, borders: readonly number[]): string {
  if (value === undefined) return 'unknown'
  if (value === null) return 'none'
  if (quantiles !== undefined && isNum(value)) return String(1 + borders.filter((border) => toNumber(value) >= border).length)
  if (bands !== undefined && isNum(value)) return bandOf(toNumber(value), bands)
  const json = toJson(value)
  return typeof json === 'string' ? json : JSON.stringify(json)
}

function bandOf(value: number, bands: readonly number[]): string {
  const at = bands.findLastIndex((low) => value >= low)
  if (at < 0) return `<${bands[0]}`
  const [low, next] = [bands[at]!, bands[at + 1]]
  if (next === undefined) return `${low}+`
  return next - low === 1 ? String(low) : `${low}-${next - 1}`
}

/** In the order in which people read them: numbers by size, then texts, unknown and none last. */
export function byName(a: string, b: string): number {
  const rank = (name: string): number => (name === 'unknown' ? 2 : name === 'none' ? 1 : 0)
  const number = (name: string): number => (name.startsWith('<') ? Number.NEGATIVE_INFINITY : Number.parseFloat(name))
  const [x, y] = [number(a), number(b)]
  const isBoth = !Number.isNaN(x) && !Number.isNaN(y)
  return rank(a) - rank(b) || (isBoth && x !== y ? x - y : a < b ? -1 : a > b ? 1 : 0)
}
