/** What a built-in function declares about itself. */
import type { Tank } from '../tank.ts'
import { type DateTime, isList, type Kind, type Value } from '../values.ts'

export type StaticType = Kind | 'any'

export interface Fn {
  /** Names of the parameters in order, for calls by name. */
  readonly params: readonly string[]
  /** What it is when called by name, where its parameters have several sets of names; the first that fits. */
  readonly forms?: readonly Fn[]
  readonly min: number
  readonly max: number
  /** Types of the arguments as far as a check before running can use them. */
  readonly takes?: readonly StaticType[]
  readonly gives: StaticType
  /** It looks at unknown arguments itself (Kleene); otherwise anything unknown makes the result unknown. */
  readonly partial?: true
  /** Turns that one call costs, where that is more than reading its arguments (tank.ts). */
  readonly cost?: number
  /** It is partial, yet walks through all parts of its arguments. */
  readonly walks?: true
  /** It reads the day of evaluation. */
  readonly readsToday?: true
  /** Null says that there is no such thing (no age before birth, no third child): nothing has failed (failure.ts). */
  readonly picks?: true
  /** `undefined` from a function that is not partial means "no such value" and becomes null, as FEEL wants. */
  readonly run: (args: readonly Value[], today: number, now?: DateTime, tank?: Tank) => Value
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
    run: takes ? converting(run, takes) : run,
    ...(takes && { takes }),
  }
}

/** A list of one where an item is wanted is that item; what is no list where a list is wanted is a list of one (10.3.2.9.4). */
const converting =
  (run: Fn['run'], takes: readonly StaticType[]): Fn['run'] =>
  (args, today, now, tank) =>
    run(
      args.some((arg, i) => isWrong(arg, takes[i]))
        ? args.map((arg, i) => (isWrong(arg, takes[i]) ? converted(arg) : arg))
        : args,
      today,
      now,
      tank,
    )

const isWrong = (arg: Value, wanted: StaticType | undefined): boolean =>
  wanted !== undefined && wanted !== 'any' && arg !== undefined && arg !== null && isList(arg) !== (wanted === 'list')

const converted = (arg: Value): Value => (isList(arg) ? (arg.length === 1 ? arg[0] : arg) : [arg])

/** A function over one list, or over its arguments as that list. */
export function overList(gives: StaticType, run: (list: readonly Value[]) => Value): Fn {
  return {
    params: ['list'],
    min: 1,
    max: 1000,
    gives,
    run: (args) => {
      const [first] = args
      if (args.length > 1) return run(args)
      return first === null ? null : run(Array.isArray(first) ? first : args)
    },
  }
}

export const partial = (made: Fn): Fn => ({ ...made, partial: true })
export const picking = (made: Fn): Fn => ({ ...made, picks: true })
