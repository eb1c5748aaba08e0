/** Runs of the closure back end for many people: what is the same for all is made once, only the facts asked for are read. */
import { FUEL, type Run } from '../../compiler/run.ts'
import { FactTypeError } from '../../errors.ts'
import { factValue } from '../../feel/values.ts'
import { startRun } from '../../screening/input.ts'
import type { Program } from '../../screening/program.ts'
import type { Json } from '../../types.ts'

/** A maker of runs that know the given facts (ids) of one person. Throws FactTypeError. */
export function runner(program: Program, ids: readonly string[], asOf: string): (facts: Readonly<Record<string, Json>>) => Run {
  const { facts, factIndex } = program.words
  const base = startRun(program, { facts: {}, asOf })
  const read = ids.map((id) => {
    const index = factIndex.get(id)
    if (index === undefined) throw new RangeError(`There is no fact ${id}`)
    return { id, index, type: facts[index]!.decl.type }
  })
  return (given) => {
    const run: Run = { ...base, facts: base.facts.slice(), ready: base.ready.slice(), locals: [], fuel: FUEL }
    for (const { id, index, type } of read) {
      const json = given[id]
      if (json === undefined) continue
      const value = factValue(type, json)
      if (value === undefined) throw new FactTypeError(id, type)
      run.facts[index] = value
      run.ready[index] = 1
    }
    return run
  }
}
