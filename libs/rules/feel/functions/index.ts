/** Every built-in function by name. */
import { hasUnknown, identical, Lambda, type Value } from '../values.ts'
import { not } from '../logic.ts'
import { contexts } from './context.ts'
import { dates } from './date.ts'
import { type Fn, fn, partial, picking } from './function.ts'
import { law } from './law.ts'
import { list } from './list.ts'
import { numeric } from './numeric.ts'
import { pattern } from './pattern.ts'
import { ranges } from './range.ts'
import { rangeText } from './range-text.ts'
import { text } from './text.ts'

export type { Fn, StaticType } from './function.ts'

export const FUNCTIONS: ReadonlyMap<string, Fn> = new Map(
  Object.entries({
    is: fn('value1?, value2?', 'boolean', ([a = null, b = null]) => identical(a, b)),
    not: picking(partial(fn('negand', 'boolean', ([negand]): Value => not(negand)))),
    ...numeric,
    ...text,
    ...list,
    ...dates,
    ...pattern,
    ...ranges,
    ...rangeText,
    ...contexts,
    ...law,
  }),
)

export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()]

/** A built-in function as a value; none that reads the day, for a value has none. */
export function builtInValue(name: string): Lambda | undefined {
  const known = FUNCTIONS.get(name)
  if (known === undefined || known.readsToday) return undefined
  const { params, isPartial, run } = { ...known, isPartial: known.partial === true }
  const apply = (args: readonly Value[]): Value => {
    if (!isPartial && args.some(hasUnknown)) return undefined
    const result = run(args, 0)
    return result === undefined && !isPartial ? null : result
  }
  return new Lambda(params, apply, undefined, name)
}
