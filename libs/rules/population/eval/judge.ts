/** One person of a shard for the closure back end: the columns at hand as facts. */
import { FUEL, type Run } from '../../compiler/run.ts'
import { startRun } from '../../screening/input.ts'
import type { Plan } from '../plan/services.ts'
import type { Value } from '../../feel/values.ts'
import type { LoadedShard } from './loaded.ts'

/** A maker of runs by row: every fact that has a column, derived facts over lists by the key of theirs. */
export function rowRunner({ program, lowering }: Plan, shard: LoadedShard, asOf: string): (row: number) => Run {
  // Most shards leave nobody in doubt.
  let made: ReturnType<typeof prepare> | undefined
  const prepare = () => {
    const places: { index: number; column: string }[] = []
    program.words.facts.forEach(({ decl, node, derive }, index) => {
      const key = derive === undefined ? undefined : lowering.derive(node).key
      if (shard.columns.has(decl.id)) places.push({ index, column: decl.id })
      else if (key !== undefined && shard.columns.has(key)) places.push({ index, column: key })
    })
    return { base: startRun(program, { facts: {}, asOf }), places }
  }
  return (row) => {
    made ??= prepare()
    const { base, places } = made
    const run: Run = { ...base, facts: base.facts.slice(), ready: base.ready.slice(), locals: [], fuel: FUEL }
    for (const { index, column } of places) {
      const value: Value = shard.valueAt(column, row)
      run.facts[index] = value
      run.ready[index] = 1
    }
    return run
  }
}
