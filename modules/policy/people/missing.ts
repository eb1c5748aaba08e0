/** Which facts leave answers open: asked of the closure engine, which can tell, for those alone who are open. */
import { createEngine, type Engine, type Json } from '@dpg/rules'
import { type Column, type FolderInfo, readColumn, TRAITS } from './format.ts'
import type { MeasureRequest } from './measure.ts'
import type { Open } from './tally.ts'

type Facts = Readonly<Record<string, Json>>

/** By fact, in units. */
export function missingOf(
  request: MeasureRequest,
  { shards }: FolderInfo,
  { units, each }: Open,
): Readonly<Record<string, number>> {
  if (units.length === 0) return {}
  const [today, reform] = [createEngine(request.today), createEngine(request.reform)]
  const rows = new Set(units.flatMap(({ before, after }) => [before, after].filter((row) => row !== undefined)))
  const factsOf = reader(request, shards, rows, factsRead([today, reform], request))
  const answers = new Map<string, readonly string[]>()
  const missing = (engine: Engine, side: string, row: number | undefined): readonly string[] => {
    if (row === undefined) return []
    const facts = factsOf(row)
    const key = `${side} ${JSON.stringify(facts)}`
    const known =
      answers.get(key) ?? engine.screen({ facts, asOf: request.asOf, services: [request.service] }).results[0]!.missing
    answers.set(key, known)
    return known
  }
  const counts: Record<string, number> = {}
  for (const { before, after } of units) {
    const facts = new Set([...missing(today, 'today', before), ...missing(reform, 'reform', after)])
    for (const fact of facts) counts[fact] = (counts[fact] ?? 0) + each
  }
  return counts
}

/** Leaves that it reads, and derived facts on the way, whose given value wins. */
function factsRead(engines: readonly Engine[], { today, service }: MeasureRequest): readonly string[] {
  const derived = today.facts.filter(({ derive }) => derive !== undefined).map(({ id }) => id)
  return [...new Set([...engines.flatMap((engine) => engine.factsOf(service)), ...derived])]
}

/** Facts of these rows, counted through all shards. */
function reader(
  { folder }: MeasureRequest,
  shards: number,
  rows: ReadonlySet<number>,
  ids: readonly string[],
): (row: number) => Facts {
  const found = new Map<number, Facts>()
  let first = 0
  for (let shard = 0; shard < shards; shard++) {
    const size = readColumn(folder, shard, TRAITS.household)?.codes.length ?? 0
    const here = [...rows].filter((row) => row >= first && row < first + size)
    if (here.length > 0) {
      const columns = ids.flatMap((id): (readonly [string, Column])[] => {
        const column = readColumn(folder, shard, id)
        return column ? [[id, column]] : []
      })
      for (const row of here) found.set(row, factsAt(columns, row - first))
    }
    first += size
  }
  return (row) => found.get(row) ?? {}
}

export function factsAt(columns: readonly (readonly [string, Column])[], row: number): Facts {
  const facts: Record<string, Json> = {}
  for (const [id, { values, codes }] of columns) {
    const code = codes[row]!
    if (code > 0) facts[id] = values[code - 1]!
  }
  return facts
}
