/** A rule that takes too many turns, or is nested too deeply, is not worked out: it is unknown, and all others are answered. */
import { isOverflow, LimitError } from '../errors.ts'
import { type Code, FUEL, type Run } from '../compiler/run.ts'

/**
 * After something (`what`) was given up: what comes next has half of what the last one had, so that many such rules take no longer than
 * two. Throws what is neither a LimitError nor an overflow of the stack.
 */
export function giveUp(run: Run, cause: unknown, what?: Code): void {
  if (!(cause instanceof LimitError) && !isOverflow(cause)) throw cause
  if (what !== undefined) run.givenUp = new Set([...(run.givenUp ?? []), what])
  run.spare = (run.spare ?? FUEL) >> 1
  run.fuel = run.spare
  run.locals = []
}
