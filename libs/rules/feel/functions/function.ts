/** What a built-in function declares about itself. */
import type { DateTime, Kind, Value } from '../values.ts'

export type StaticType = Kind | 'any'

export interface Fn {
  /** Names of the parameters in order, for calls by name. */
  readonly params: readonly string[]
  /** Other names it takes instead: `date(from: …)` beside `date(year: …, month: …, day: …)`. */
  readonly forms?: readonly (readonly string[])[]
  readonly min: number
  readonly max: number
  /** Types of the arguments as far as a check before running can use them. */
  readonly takes?: readonly StaticType[]
  readonly gives: StaticType
  /** It looks at unknown arguments itself (Kleene); otherwise anything unknown makes the result unknown. */
  readonly partial?: true
  /** It reads the day of evaluation. */
  readonly readsToday?: true
  /** `undefined` from a function that is not partial means "no such value" and becomes null, as FEEL wants. */
  readonly run: (args: readonly Value[], today: number, now?: DateTime) => Value
}

export type Functions = Readonly<Record<string, Fn>>

/** A function of fixed parameters; those with a `?` may be left out. */
export function fn(params: string, gives: StaticType, run: Fn['run'], takes?: readonly StaticType[]): Fn {
  const names = params === '' ? [] : params.split(',').map((name) => name.trim())
  const required = names.filter((name) => !name.endsWith('?')).length
  return {
    params: names.map((name) => name.replace('?', '')),
    min: required,
    max: names.length,
    gives,
    run,
    ...(takes && { takes }),
  }
}

/** A function over one list, or over its arguments as that list. */
export function overList(gives: StaticType, run: (list: readonly Value[]) => Value): Fn {
  return {
    params: ['list'],
    min: 1,
    max: 1000,
    gives,
    run: (args) => (args.length === 1 && Array.isArray(args[0]) ? run(args[0]) : args[0] === null ? null : run(args)),
  }
}

export const partial = (made: Fn): Fn => ({ ...made, partial: true })
