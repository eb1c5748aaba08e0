/** Which rules of a table match: cells that are sets are looked up in an index, the others are evaluated for the rules that are left. */
import type { Truth } from '../feel/logic.ts'
import type { Value } from '../feel/values.ts'
import { type Axis, createAxis, type Span } from './axis.ts'
import { type BoxIndex, createBoxIndex } from './box-index.ts'
import { type CellSet, passes } from './cells.ts'
import type { Env, Frame } from './code.ts'
import type { Tests } from './literal.ts'

/** One cell: a set, or tests to evaluate; `undefined` tests never pass (they do not parse). */
export type Cell = { readonly set: CellSet } | { readonly tests: Tests | undefined }

export const isSet = (cell: Cell): cell is { readonly set: CellSet } => 'set' in cell

/** `sure`: every cell passes. `possible`: none fails, but what is unknown decides. In the order of the rules. */
export interface Matches {
  readonly sure: readonly number[]
  readonly possible: readonly number[]
}

export type Matcher = (values: readonly Value[], env: Env, frame: Frame) => Matches

/** Below this many rules looking at each is as quick. */
const FEW = 12

export function createMatcher(rules: readonly (readonly Cell[])[]): Matcher {
  const columns = rules[0]?.map((_, c) => c) ?? []
  const candidates = rules.length <= FEW ? undefined : indexed(rules, columns)
  const every = rules.map((_, r) => r)
  return (values, env, frame) => {
    const sure: number[] = []
    const possible: number[] = []
    for (const r of candidates?.(values) ?? every) {
      const truth = matches(rules[r]!, values, env, frame)
      if (truth === true) sure.push(r)
      else if (truth === undefined) possible.push(r)
    }
    return { sure, possible }
  }
}

/** True, false (some cell does not pass) or unknown. */
function matches(cells: readonly Cell[], values: readonly Value[], env: Env, frame: Frame): boolean | undefined {
  let isUnknown = false
  for (const [c, cell] of cells.entries()) {
    const truth = truthOf(cell, values[c], env, frame)
    if (truth === undefined) isUnknown = true
    else if (truth !== true) return false
  }
  return isUnknown ? undefined : true
}

function truthOf(cell: Cell, value: Value, env: Env, frame: Frame): Truth {
  if (isSet(cell)) return passes(cell.set, value)
  return cell.tests === undefined ? false : cell.tests(value, env, frame)
}

/** Rules that may match, by their sets. */
function indexed(
  rules: readonly (readonly Cell[])[],
  columns: readonly number[],
): (values: readonly Value[]) => readonly number[] {
  const useful = columns.filter((c) => rules.some((cells) => narrows(cells[c]!)))
  const axes = useful.map((c) => createAxis(setsIn(rules, c)))
  const owners: number[] = []
  const boxes: (readonly Span[])[] = []
  for (const [r, cells] of rules.entries()) {
    for (const box of boxesOf(useful.map((c, i) => spansOf(cells[c]!, axes[i]!)))) {
      owners.push(r)
      boxes.push(box)
    }
  }
  const index: BoxIndex = createBoxIndex(owners, boxes, useful.length)
  return (values) =>
    index.find(
      useful.map((c, i) => {
        const value = values[c]
        return value === undefined ? undefined : axes[i]!.positionOf(value)
      }),
    )
}

const narrows = (cell: Cell): boolean => isSet(cell) && !cell.set.isAny && !cell.set.negated

function* setsIn(rules: readonly (readonly Cell[])[], c: number): Iterable<CellSet> {
  for (const cells of rules) {
    const cell = cells[c]!
    if (isSet(cell) && !cell.set.negated) yield cell.set
  }
}

/** The spans of a cell; the whole axis where it does not narrow. */
function spansOf(cell: Cell, axis: Axis): readonly Span[] {
  const whole = [{ from: 0, to: axis.size }]
  if (!isSet(cell) || !narrows(cell)) return whole
  const spans = cell.set.parts.map(axis.spanOf)
  return spans.every((span) => span !== undefined) ? spans : whole
}

const MAX_BOXES = 32

/** Every choice of one span a column; where these are too many, the span around them. */
function boxesOf(spans: readonly (readonly Span[])[]): readonly (readonly Span[])[] {
  const count = spans.reduce((product, each) => product * each.length, 1)
  if (count > MAX_BOXES) return [spans.map(around)]
  return spans.reduce<readonly (readonly Span[])[]>(
    (boxes, each) => boxes.flatMap((box) => each.map((span) => [...box, span])),
    [[]],
  )
}

const around = (spans: readonly Span[]): Span => ({
  from: spans.reduce((least, span) => Math.min(least, span.from), Number.MAX_SAFE_INTEGER),
  to: spans.reduce((most, span) => Math.max(most, span.to), 0),
})
