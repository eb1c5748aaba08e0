/** One person of a shard for the closure back end: the columns at hand as facts. */
import { FUEL, type Run } from '../../compiler/run.ts'
import { startRun } from '../../screening/input.ts'
import type { Plan } from '../plan/services.ts'
import type { Value } from '../../feel/values.ts'
import type { LoadedShard } from './loaded.ts'

/** A maker of runs by row: every fact that has a column, derived facts over lists by the key of theirs. */
export function rowRunner({ program, lowering }: Plan, shard: LoadedShard, asOf: string): (row: number) => Run {
  const { facts } = program.words
  const base = startRun(program, { facts: {}, asOf })
  const places: { index: number; column: string }[] = []
  facts.forEach(({ decl, node, derive }, index) => {
    const key = derive === undefined ? undefined : lowering.derive(node).key
    if (shard.columns.has(decl.id)) places.push({ index, column: decl.id })
    else if (key !== undefined && shard.columns.has(key)) places.push({ index, column: key })
  })
  return (row) => {
    const run: Run = { ...base, facts: base.facts.slice(), ready: base.ready.slice(), locals: [], fuel: FUEL }
    for (const { index, column } of places) {
      const value: Value = shard.valueAt(column, row)
      // A derived fact that is not known by its column may still follow from others.
      if (value === undefined && facts[index]!.derive !== undefined && shard.columns.has(facts[index]!.decl.id)) continue
      run.facts[index] = value
      run.ready[index] = 1
    }
    return run
  }
}
