/** One person of a shard for the closure back end: the columns at hand as facts. */
import { FUEL, type Run } from '../../compiler/run.ts'
import { startRun } from '../../screening/input.ts'
import type { Plan } from '../plan/services.ts'
import type { LoadedShard } from './loaded.ts'

/** A maker of runs by shard and row: every fact that has a column, derived facts over lists by the key of theirs. */
export function rowRunner({ program, lowering }: Plan, asOf: string): (shard: LoadedShard) => (row: number) => Run {
  // Most questions leave nobody in doubt; what is the same for all shards is made once.
  let made: ReturnType<typeof prepare> | undefined
  const prepare = () => ({
    base: startRun(program, { facts: {}, asOf }),
    names: program.words.facts.map(({ decl, node, derive }) => [
      decl.id,
      ...(derive === undefined ? [] : [lowering.names.keyOf('value', node)]),
    ]),
  })
  return (shard) => {
    let places: readonly { readonly index: number; readonly column: string }[] | undefined
    return (row) => {
      made ??= prepare()
      const { base, names } = made
      places ??= names.flatMap((list, index) => {
        const column = list.find((name) => shard.columns.has(name))
        return column === undefined ? [] : [{ index, column }]
      })
      const run: Run = { ...base, facts: base.facts.slice(), ready: base.ready.slice(), locals: [], fuel: FUEL }
      for (const { index, column } of places) {
        run.facts[index] = shard.valueAt(column, row)
        run.ready[index] = 1
      }
      return run
    }
  }
}
