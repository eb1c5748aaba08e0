/** What the inputs of a table may be, cut into the pieces that its cells tell apart: the ground on which a table is analysed. */
import { isNum, numberText } from '../feel/numbers.ts'
import { Day, type Kind, type Known, kindOf, Months, Seconds, type Value, valueText } from '../feel/values.ts'
import { type Axis, createAxis, endsOf } from './axis.ts'
import { type CellSet, isPoint, type Part, passes } from './cells.ts'
import { has, intersect, type Region, runsOf, united, without } from './spans.ts'

/** One thing a table looks at: columns that read the same text are one. Regions of it are runs of positions of its axis. */
export interface Dimension {
  readonly title: string
  readonly axis: Axis
  /** The positions that an input may have. */
  readonly whole: Region
  /** Where no cell tells texts apart, the one position that stands for all texts that no cell names. */
  readonly otherText: number | undefined
  /** Values that cells name by themselves. */
  readonly named: ReadonlySet<Value>
}

/** What the column's type or the caller says of an input. */
export interface Domain {
  readonly kind: Kind | undefined
  readonly allowed: readonly CellSet[]
}

/** null is looked at only where a cell names it. Of texts that no cell names one stands for all, unless cells tell them apart by order. */
export function createDimension(title: string, sets: readonly CellSet[], { kind, allowed }: Domain): Dimension {
  const given = [...sets, ...allowed]
  const all = [...given, ...seedOf(kind, given)]
  const axis = createAxis(all)
  const parts = all.flatMap((set) => set.parts)
  const namesNull = sets.some((set) => set.parts.some((part) => isPoint(part) && part.value === null))
  const isByOrder = parts.some((part) => !isPoint(part) && typeof (part.low ?? part.high) === 'string')
  const named = new Set<Value>(parts.flatMap((part) => (isPoint(part) ? [part.value] : [])))
  const positions: number[] = []
  let otherText: number | undefined
  for (let position = 0; position < axis.size; position++) {
    const example = axis.example(position)
    if (example === undefined || (example === null ? !namesNull : kind !== undefined && kindOf(example) !== kind)) continue
    if (example !== null && !allowed.every((set) => passes(set, example) === true)) continue
    if (typeof example === 'string' && !isByOrder && axis.isBetween(position)) {
      if (otherText !== undefined) continue
      otherText = position
    }
    positions.push(position)
  }
  // Where nothing is told apart, one position stands for everything.
  return { title, axis, whole: runsOf(positions.length > 0 ? positions : [1]), otherText, named }
}

const BOTH: CellSet = { isAny: false, parts: [{ value: false }, { value: true }], negated: false }

const SEEDS: ReadonlyMap<Kind, Known> = new Map<Kind, Known>([
  ['number', 0],
  ['string', 'text'],
  ['date', new Day(0)],
  ['months', new Months(0)],
  ['seconds', new Seconds(0)],
])

/** Both truth values; for another kind a value of it where no cell names one, so that the axis has a place for it. */
function seedOf(kind: Kind | undefined, given: readonly CellSet[]): readonly CellSet[] {
  if (kind === 'boolean') return [BOTH]
  const value = kind === undefined ? undefined : SEEDS.get(kind)
  const isNamed = given.some((set) => set.parts.some((part) => endsOf(part).some((end) => end != null && kindOf(end) === kind)))
  return value === undefined || isNamed ? [] : [{ isAny: false, parts: [{ value }], negated: false }]
}

/** Where all these cells pass. */
export function regionOf({ axis, whole }: Dimension, sets: readonly CellSet[]): Region {
  let region = whole
  for (const set of sets) {
    if (set.isAny) continue
    const named = spansOf(set.parts, axis)
    // What passes `not(…)` is of the kind the cell names, or null: asked for each position.
    region = set.negated || named === undefined ? passing(axis, region, set) : intersect(region, named)
  }
  return region
}

function passing(axis: Axis, region: Region, set: CellSet): Region {
  const kept: number[] = []
  for (const { from, to } of region)
    for (let position = from; position <= to; position++) if (passes(set, axis.example(position)) === true) kept.push(position)
  return runsOf(kept)
}

function spansOf(parts: readonly Part[], axis: Axis): Region | undefined {
  const spans = parts.map(axis.spanOf)
  return spans.every((span) => span !== undefined) ? united(spans) : undefined
}

/** A value that lies in the region. */
export function exampleIn({ axis, otherText, named }: Dimension, region: Region): Value {
  const at = region[0]?.from
  if (at === undefined) return undefined
  return at === otherText && !named.has(OTHER) ? OTHER : axis.example(at)
}

const OTHER = 'other'

/** The region as unary tests: `[10..20), 30`, `not("a", "b")`, `-`. */
export function regionText({ axis, whole, otherText }: Dimension, region: Region): string {
  const missing = without(whole, region)
  if (missing.length === 0) return '-'
  if (otherText !== undefined && has(region, otherText)) return `not(${texts(axis, missing).join(', ')})`
  return texts(axis, region).join(', ')
}

function texts(axis: Axis, region: Region): readonly string[] {
  return region.flatMap(({ from, to }) => {
    const runs: string[] = []
    for (let start = from; start <= to; ) {
      // A run ends with its kind; truth values stand alone.
      let end = start
      while (end < to && !axis.isLast(end) && typeof axis.example(start) !== 'boolean') end++
      const text = start === 0 ? 'null' : runText(axis, start, end)
      if (text !== undefined) runs.push(text)
      start = start === 0 ? 1 : end + 1
    }
    return runs
  })
}

function runText(axis: Axis, first: number, last: number): string | undefined {
  if (first === last && !axis.isBetween(first))
    return axis.example(first) === undefined ? undefined : literal(axis.example(first))
  if (typeof axis.example(first) === 'boolean') return undefined
  const lowIn = !axis.isBetween(first)
  const highIn = !axis.isBetween(last)
  const isOpenBelow = axis.isFirst(first)
  const isOpenAbove = axis.isLast(last)
  const low = literal(axis.example(lowIn ? first : first - 1))
  const high = literal(axis.example(highIn ? last : last + 1))
  if (isOpenBelow && isOpenAbove) return '-'
  if (isOpenBelow) return `${highIn ? '<=' : '<'} ${high}`
  if (isOpenAbove) return `${lowIn ? '>=' : '>'} ${low}`
  return `${lowIn ? '[' : '('}${low}..${high}${highIn ? ']' : ')'}`
}

/** A value as FEEL text. */
export function literal(value: Value): string {
  if (value === undefined || value === null || typeof value === 'boolean') return String(value ?? null)
  if (isNum(value)) return numberText(value)
  return typeof value === 'string' ? JSON.stringify(value) : `@"${valueText(value)}"`
}
