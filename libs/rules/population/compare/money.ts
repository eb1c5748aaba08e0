/** A year's worth of an amount, person by person. */
import { isNum, toNumber } from '../../feel/numbers.ts'
import type { Seen } from '../eval/shard-eval.ts'
import type { Placed } from '../eval/vector.ts'
import type { PlannedAmount } from '../plan/services.ts'
import { planeReader } from './groups.ts'

/** Won a year of somebody of the tile by their place in it; NaN where it is not known. `vector` is the amount's number there. */
export function moneyIn(seen: Seen, amount: PlannedAmount | undefined, vector: Placed | undefined): (row: number) => number {
  if (amount === undefined || vector === undefined) return () => Number.NaN
  const isIn = planeReader(seen)
  const numbers = seen.memory.numbers()
  const { times, exact } = amount
  const { at, unknown, none, doubt } = vector
  return (row) => {
    if (isIn(unknown, row) || isIn(none, row)) return Number.NaN
    const judged = exact && isIn(doubt, row) ? seen.judge(exact, seen.firstRow + row) : undefined
    return (isNum(judged) ? toNumber(judged) : numbers[at / 8 + row]!) * times
  }
}
