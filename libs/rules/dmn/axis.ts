/** The values of one column put in order: every end that its cells name, and what lies between. */
import { midpoint } from './between.ts'
import { type Kind, kindOf, type Known, order, type Value } from '../feel/values.ts'
import { type CellSet, isPoint, type Part } from './cells.ts'

/** Kinds whose values have one order, so that between two of them there is a place. */
const ORDERED: ReadonlySet<Kind> = new Set<Kind>(['number', 'string', 'boolean', 'date', 'months', 'seconds'])

/** From..to, both included, in positions of the axis. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Axis {
  /** Positions are 0 … size - 1. */
  readonly size: number
  /** null is 0; what no cell can name is 1; then, kind by kind: before the first end, the first end, between … */
  readonly positionOf: (value: Known) => number
  /** Where the part lies; undefined when it cannot be said (an end of a kind without order). */
  readonly spanOf: (part: Part) => Span | undefined
  /** A value that lies there; undefined for 1, and where there is none (between two days that follow each other). */
  readonly example: (position: number) => Value
  /** No end, but what lies between two, before the first or after the last of its kind. */
  readonly isBetween: (position: number) => boolean
  readonly isFirst: (position: number) => boolean
  readonly isLast: (position: number) => boolean
}

interface Block {
  readonly kind: Kind
  readonly ends: readonly Known[]
  /** Position of "before the first end". */
  readonly start: number
}

const FIRST = 2

export function createAxis(sets: Iterable<CellSet>): Axis {
  const byKind = new Map<Kind, Known[]>()
  const add = (value: Known | undefined): void => {
    if (value === undefined || value === null) return
    const kind = kindOf(value)
    if (!ORDERED.has(kind)) return
    const ends = byKind.get(kind)
    if (ends === undefined) byKind.set(kind, [value])
    else ends.push(value)
  }
  for (const set of sets) for (const part of set.parts) for (const end of endsOf(part)) add(end)
  let next = FIRST
  const blocks = new Map<Kind, Block>()
  for (const [kind, values] of byKind) {
    const ends = sortedOnce(values)
    blocks.set(kind, { kind, ends, start: next })
    next += 2 * ends.length + 1
  }
  const all = [...blocks.values()]
  const blockAt = (position: number): Block | undefined =>
    all.find(({ start, ends }) => position >= start && position <= start + 2 * ends.length)
  const positionOf = (value: Known): number => {
    if (value === null) return 0
    const block = blocks.get(kindOf(value))
    return block === undefined ? 1 : block.start + placeIn(block.ends, value)
  }
  return {
    size: next,
    positionOf,
    spanOf: (part) => spanOf(part, blocks, positionOf),
    example: (position) => (position === 0 ? null : exampleIn(blockAt(position), position)),
    isBetween: (position) => {
      const block = blockAt(position)
      return block !== undefined && (position - block.start) % 2 === 0
    },
    isFirst: (position) => blockAt(position)?.start === position,
    isLast: (position) => {
      const block = blockAt(position)
      return block !== undefined && position === block.start + 2 * block.ends.length
    },
  }
}

export const endsOf = (part: Part): readonly (Known | undefined)[] => (isPoint(part) ? [part.value] : [part.low, part.high])

function sortedOnce(values: readonly Known[]): readonly Known[] {
  const sorted = values.every((value) => typeof value === 'number')
    ? Float64Array.from(values).sort()
    : [...values].sort((a, b) => compare(a, b))
  const once: Known[] = []
  for (const value of sorted) if (once.length === 0 || compare(once.at(-1)!, value) !== 0) once.push(value)
  return once
}

/** false before true. */
const compare = (a: Known, b: Known): number => (typeof a === 'boolean' ? Number(a) - Number(b) : (order(a, b) ?? 0))

/** Twice the number of ends below, and one more where the value is an end. */
function placeIn(ends: readonly Known[], value: Known): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    const c = typeof value === 'number' && typeof ends[middle] === 'number' ? ends[middle] - value : compare(ends[middle]!, value)
    if (c === 0) return 2 * middle + 1
    if (c < 0) low = middle + 1
    else high = middle
  }
  return 2 * low
}

function spanOf(part: Part, blocks: ReadonlyMap<Kind, Block>, positionOf: (value: Known) => number): Span | undefined {
  if (isPoint(part)) {
    if (part.value !== null && !blocks.has(kindOf(part.value))) return undefined
    const at = positionOf(part.value)
    return { from: at, to: at }
  }
  const end = part.low ?? part.high
  const block = end == null ? undefined : blocks.get(kindOf(end))
  if (block === undefined || (part.low != null && part.high != null && kindOf(part.low) !== kindOf(part.high))) return undefined
  const from = part.low == null ? block.start : positionOf(part.low) + (part.lowIn ? 0 : 1)
  const to = part.high == null ? block.start + 2 * block.ends.length : positionOf(part.high) - (part.highIn ? 0 : 1)
  return { from, to }
}

function exampleIn(block: Block | undefined, position: number): Value {
  if (block === undefined) return undefined
  const at = position - block.start
  if (at % 2 === 1) return block.ends[(at - 1) / 2]
  return midpoint(block.ends[at / 2 - 1], block.ends[at / 2])
}
