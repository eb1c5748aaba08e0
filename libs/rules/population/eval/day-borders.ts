/** Conditions over days: on which days their answers change. Worked out once for each condition, whichever shard or question asks. */
import { FUEL } from '../../compiler/run.ts'
import { Day } from '../../feel/values.ts'
import type { PerCode } from '../plan/nodes.ts'
import { truthOf } from './truth-of.ts'

/** From this day on the answer is `truth`. */
export interface DayBorder {
  readonly day: number
  readonly truth: number
}

interface Known {
  readonly from: number
  readonly truths: Uint8Array
  readonly borders: readonly DayBorder[]
}

/** By the key of the expression: equal keys, equal answers. */
const known = new Map<string, Known>()
const MOST_KEPT = 4000
/** Two centuries are kept; days further apart are asked again. */
const MOST_DAYS = 73_050

/** The answer on the first of these days and where it changes after it, for each condition. */
export function dayBorders(pers: readonly PerCode[], from: number, count: number): readonly (readonly DayBorder[])[] {
  if (count === 0) return pers.map(() => [])
  const end = from + count
  const fresh = pers.filter((per) => {
    const one = known.get(nameOf(per))
    return one === undefined || from < one.from || end > one.from + one.truths.length
  })
  if (known.size + fresh.length > MOST_KEPT) known.clear()
  // Those of one program share a run, and so what is derived from a day.
  for (const [start, list] of Map.groupBy(fresh, (per) => per.fresh)) workOut(start, list, from, end)
  return pers.map((per) => {
    const { borders } = known.get(nameOf(per))!
    const first = borders.findLastIndex(({ day }) => day <= from)
    return [{ day: from, truth: borders[first]!.truth }, ...borders.slice(first + 1).filter(({ day }) => day < end)]
  })
}

const nameOf = ({ column, key }: PerCode): string => `${column} ${key}`

function workOut(start: PerCode['fresh'], pers: readonly PerCode[], from: number, end: number): void {
  const run = start()
  const ready = run.ready.slice()
  const parts = pers.map((per) => {
    const before = known.get(nameOf(per))
    const low = Math.min(from, before?.from ?? from)
    const high = Math.max(end, before === undefined ? end : before.from + before.truths.length)
    const kept = high - low > MOST_DAYS ? undefined : before
    const [first, last] = kept === undefined ? [from, end] : [low, high]
    const truths = new Uint8Array(last - first)
    if (kept !== undefined) truths.set(kept.truths, kept.from - first)
    return { per, kept, first, last, truths }
  })
  const [low, high] = [Math.min(...parts.map(({ first }) => first)), Math.max(...parts.map(({ last }) => last))]
  for (let day = low; day < high; day++) {
    let isSet = false
    for (const { per, kept, first, last, truths } of parts) {
      const isKnown = kept !== undefined && day >= kept.from && day < kept.from + kept.truths.length
      if (isKnown || day < first || day >= last) continue
      if (!isSet) {
        run.ready.set(ready)
        per.set(run, new Day(day))
        isSet = true
      }
      run.fuel = FUEL
      truths[day - first] = truthOf(per.code(run))
    }
  }
  for (const { per, first, truths } of parts) {
    const borders: DayBorder[] = []
    truths.forEach((truth, i) => {
      if (i === 0 || truth !== truths[i - 1]) borders.push({ day: first + i, truth })
    })
    known.set(nameOf(per), { from: first, truths, borders })
  }
}
