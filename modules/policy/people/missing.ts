/** Which facts leave answers open: asked of the closure engine, which can tell, for those alone who are open. */
import { createEngine, type Engine, type Json } from '@dpg/rules'
import { type Column, readColumn } from './format.ts'
import type { MeasureRequest } from './measure.ts'
import type { Open } from './tally.ts'

type Facts = Readonly<Record<string, Json>>

/** For each shard, by fact, in units. */
export function missingFrom(request: MeasureRequest): (shard: number, open: Open) => Readonly<Record<string, number>> {
  let engines: readonly [Engine, Engine] | undefined
  const answers = new Map<string, readonly string[]>()
  const missing = (engine: Engine, side: string, facts: Facts): readonly string[] => {
    const key = `${side} ${JSON.stringify(facts)}`
    const known =
      answers.get(key) ?? engine.screen({ facts, asOf: request.asOf, services: [request.service] }).results[0]!.missing
    answers.set(key, known)
    return known
  }
  return (shard, { units, each }) => {
    const counts: Record<string, number> = {}
    if (units.length === 0) return counts
    engines ??= [createEngine(request.today), createEngine(request.reform)]
    const [today, reform] = engines
    const columns = columnsOf(request.folder, shard, factsRead(engines, request))
    for (const { before, after } of units) {
      const facts = new Set([
        ...(before === undefined ? [] : missing(today, 'today', factsAt(columns, before))),
        ...(after === undefined ? [] : missing(reform, 'reform', factsAt(columns, after))),
      ])
      for (const fact of facts) counts[fact] = (counts[fact] ?? 0) + each
    }
    answers.clear()
    return counts
  }
}

const columnsOf = (folder: string, shard: number, ids: readonly string[]): readonly (readonly [string, Column])[] =>
  ids.flatMap((id): (readonly [string, Column])[] => {
    const column = readColumn(folder, shard, id)
    return column ? [[id, column]] : []
  })

/** Leaves that it reads, and derived facts on the way, whose given value wins. */
function factsRead(engines: readonly Engine[], { today, service }: MeasureRequest): readonly string[] {
  const derived = today.facts.filter(({ derive }) => derive !== undefined).map(({ id }) => id)
  return [...new Set([...engines.flatMap((engine) => engine.factsOf(service)), ...derived])]
}

export function factsAt(columns: readonly (readonly [string, Column])[], row: number): Facts {
  const facts: Record<string, Json> = {}
  for (const [id, { values, codes }] of columns) {
    const code = codes[row]!
    if (code > 0) facts[id] = values[code - 1]!
  }
  return facts
}
