/** Runs of the closure back end for many people: what is the same for all is made once, only the facts asked for are read. */
import { FUEL, type Run } from '../../compiler/run.ts'
import { FactTypeError } from '../../errors.ts'
import { factValue } from '../../feel/values.ts'
import { startRun } from '../../screening/input.ts'
import type { Program } from '../../screening/program.ts'
import type { Json } from '../../types.ts'

type Facts = Readonly<Record<string, Json>>

/** A maker of runs that know the given facts (ids) of one person. Throws FactTypeError. */
export function runner(program: Program, ids: readonly string[], asOf: string): (facts: Facts) => Run {
  const { base, put } = reading(program, ids, asOf)
  return (given) => {
    const run = copyOf(base)
    for (const id of ids) put(run, id, given)
    return run
  }
}

/** The same for a person who changes: the run before and the one after, which differ in these facts only. */
export function pairRunner(
  program: Program,
  ids: readonly string[],
  asOf: string,
): (before: Facts, after: Facts, changed: ReadonlySet<string>) => readonly [Run, Run] {
  const { base, put } = reading(program, ids, asOf)
  return (before, after, changed) => {
    const was = copyOf(base)
    for (const id of ids) put(was, id, before)
    const is = copyOf(was)
    for (const id of changed) put(is, id, after)
    return [was, is]
  }
}

const copyOf = (run: Run): Run => ({ ...run, facts: run.facts.slice(), ready: run.ready.slice(), locals: [], fuel: FUEL })

function reading(program: Program, ids: readonly string[], asOf: string) {
  const { facts, factIndex } = program.words
  const base = startRun(program, { facts: {}, asOf })
  const places = new Map(
    ids.map((id) => {
      const index = factIndex.get(id)
      if (index === undefined) throw new RangeError(`There is no fact ${id}`)
      return [id, { index, type: facts[index]!.decl.type }] as const
    }),
  )
  /** What somebody has of a fact; nothing where it is none of those read. */
  const put = (run: Run, id: string, given: Facts): void => {
    const place = places.get(id)
    if (place === undefined) return
    const { index, type } = place
    const json = given[id]
    const value = json === undefined ? undefined : factValue(type, json)
    if (json !== undefined && value === undefined) throw new FactTypeError(id, type)
    run.facts[index] = json === undefined ? base.facts[index] : value
    run.ready[index] = json === undefined ? base.ready[index]! : 1
  }
  return { base, put }
}
