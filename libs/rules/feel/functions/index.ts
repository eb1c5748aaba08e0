/** Every built-in function by name. */
import type { Value } from '../values.ts'
import { not } from '../logic.ts'
import { contexts } from './context.ts'
import { dates } from './date.ts'
import { type Fn, fn, partial } from './function.ts'
import { law } from './law.ts'
import { list } from './list.ts'
import { numeric } from './numeric.ts'
import { text } from './text.ts'

export type { Fn, StaticType } from './function.ts'

export const FUNCTIONS: ReadonlyMap<string, Fn> = new Map(
  Object.entries({
    not: partial(fn('negand', 'boolean', ([negand]): Value => not(negand))),
    ...numeric,
    ...text,
    ...list,
    ...dates,
    ...contexts,
    ...law,
  }),
)

export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()]
