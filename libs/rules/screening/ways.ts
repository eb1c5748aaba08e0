/** Ways to make a condition come true: each a list of changes that are needed together, the fewest first. */
import type { Node, NodeOf } from '../compiler/ir.ts'
import { isList } from '../feel/values.ts'
import type { Change, Json } from '../types.ts'
import { changeFor } from './change.ts'
import type { Evaluation } from './evaluation.ts'

export type Way = readonly Change[]

/** More are not looked at: of many ways the shortest count. */
const MOST = 8
const NOTHING_TO_DO: readonly Way[] = [[]]

/** Ways to make a condition come to `wanted`; none when we can name none. */
export function waysFor(node: Node, evaluation: Evaluation, wanted = true): readonly Way[] {
  const { program, run } = evaluation
  if (program.words.compile(node)(run) === wanted) return NOTHING_TO_DO
  switch (node.k) {
    case 'not':
      return waysFor(node.a, evaluation, !wanted)
    case 'and':
    case 'or': {
      const parts = node.items.map((item) => waysFor(item, evaluation, wanted))
      return (node.k === 'and') === wanted ? together(parts) : shortest(parts.flat())
    }
    case 'if':
      return shortest([
        ...together([waysFor(node.cond, evaluation, true), waysFor(node.yes, evaluation, wanted)]),
        ...together([waysFor(node.cond, evaluation, false), waysFor(node.no, evaluation, wanted)]),
      ])
    case 'some':
      return wanted ? ofItems(node, evaluation) : []
    case 'fact': {
      const { decl, derive } = program.words.facts[node.index]!
      const below = derive && !decl.askable && evaluation.given[node.index] === 0 ? inside(evaluation, derive, wanted) : []
      if (below.length > 0) return below
    }
  }
  const change = changeFor(node, evaluation, wanted)
  return change === undefined ? [] : [[change]]
}

/** What a fact is derived from does not see the names around it. */
function inside(evaluation: Evaluation, derive: Node, wanted: boolean): readonly Way[] {
  const { run } = evaluation
  const outer = run.locals
  run.locals = []
  const ways = waysFor(derive, evaluation, wanted)
  run.locals = outer
  return ways
}

/** Of a list only days that come by themselves can be told: its members are given as a whole. */
function ofItems(node: NodeOf<'some' | 'every'>, evaluation: Evaluation): readonly Way[] {
  const { program, run } = evaluation
  const list = program.words.compile(node.list)(run)
  if (!isList(list) || node.to !== undefined) return []
  const ways = list.flatMap((item) => {
    run.locals[node.slot] = item
    return waysFor(node.body, evaluation)
  })
  return shortest(ways.filter((way) => way.every(({ kind }) => kind === 'date')))
}

/** One way of each part, all together. */
export function together(parts: readonly (readonly Way[])[]): readonly Way[] {
  return parts.reduce<readonly Way[]>(
    (all, ways) => shortest(all.flatMap((way) => ways.flatMap((more) => joined([...way, ...more]) ?? []))),
    NOTHING_TO_DO,
  )
}

/** How much a way asks for: waiting counts once, however many days are waited for. */
export const sizeOf = (way: Way): number =>
  way.filter(({ kind }) => kind !== 'date').length + (way.some(({ kind }) => kind === 'date') ? 1 : 0)

const shortest = (ways: readonly Way[]): readonly Way[] => ways.toSorted((a, b) => sizeOf(a) - sizeOf(b)).slice(0, MOST)

/** One change for a fact where there are several; nothing when they contradict each other. In a list, for it is flattened. */
function joined(changes: Way): readonly [Way] | undefined {
  const result: Change[] = []
  for (const change of changes) {
    const at = result.findIndex((other) => other.fact === change.fact && isAlike(other, change))
    const both = at < 0 ? change : bothOf(result[at]!, change)
    if (both === undefined) return undefined
    if (at < 0) result.push(both)
    else result[at] = both
  }
  return [result]
}

const isUpper = (change: Change): boolean => change.kind === 'threshold' && (change.op === '<' || change.op === '<=')

const isAlike = (a: Change, b: Change): boolean => a.kind === b.kind && (a.kind !== 'threshold' || isUpper(a) === isUpper(b))

function bothOf(a: Change, b: Change): Change | undefined {
  if (a.kind === 'date' && b.kind === 'date') return a.from < b.from ? b : a
  if (a.kind === 'threshold' && b.kind === 'threshold') return isUpper(a) === a.value <= b.value ? a : b
  if (a.kind !== 'value' || b.kind !== 'value') return undefined
  const has = (value: Json) => b.values.some((other) => JSON.stringify(other) === JSON.stringify(value))
  const values = a.values.filter(has)
  return values.length === 0 ? undefined : { ...a, values }
}
