/** What one evaluation reads: facts and parameters by index, the day, the names bound on the way. */
export { burn, FUEL } from '../feel/tank.ts'
import type { DateTime, Value } from '../feel/values.ts'

export type Code = (run: Run) => Value

export interface Run {
  /** By fact index; a derived fact is filled in when first read. */
  readonly facts: Value[]
  /** 1 where `facts` is final: given, not derived, or derived already. */
  readonly ready: Uint8Array
  readonly derive: readonly (Code | undefined)[]
  readonly params: readonly Value[]
  readonly today: number
  /** The moment of `now()`; absent, the midnight (UTC) that begins `today`. */
  readonly now?: DateTime | undefined
  locals: Value[]
  /** How many more turns of loops and calls of functions this evaluation may take. */
  fuel: number
  /** What took too many turns (screening/give-up.ts), and the turns that what comes after it has. */
  givenUp?: ReadonlySet<Code>
  spare?: number
  /** How many calls of functions are under way inside one another. */
  depth?: number
}

/** The value of a fact, derived once. */
export function readFact(run: Run, index: number): Value {
  if (run.ready[index] === 1) return run.facts[index]
  run.ready[index] = 1
  const code = run.derive[index]
  if (code === undefined) return run.facts[index]
  const value = withLocals(run, [], code)
  run.facts[index] = value
  return value
}

export function withLocals(run: Run, locals: Value[], code: Code): Value {
  const outer = run.locals
  run.locals = locals
  const value = code(run)
  run.locals = outer
  return value
}
