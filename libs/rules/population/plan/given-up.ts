/**
 * What takes too many turns for somebody is unknown for them and nothing else is (as screening/give-up.ts has it for one person); which
 * expressions these are is told by their text and the services that read them.
 */
import { FUEL, type Run } from '../../compiler/run.ts'
import { isOverflow, LimitError } from '../../errors.ts'
import type { Value } from '../../feel/values.ts'
import type { GivenUp } from '../types.ts'
import type { Bool, Num, PerCode } from './nodes.ts'
import type { Plan } from './services.ts'

/** Keys of expressions; what was worked out by key is kept from question to question, and so is this. */
const givenUp = new Set<string>()
const MOST_KEPT = 4000

/** Says that an expression was given up for somebody. */
export function giveUp(key: string): void {
  if (givenUp.size >= MOST_KEPT) givenUp.clear()
  givenUp.add(key)
}

export const isGivenUp = (key: string): boolean => givenUp.has(key)

/** Everybody has all the turns for each expression, whatever others took. */
export const bounded =
  (key: string, work: (run: Run) => Value): ((run: Run) => Value) =>
  (run) => {
    run.fuel = FUEL
    try {
      return work(run)
    } catch (cause) {
      if (!(cause instanceof LimitError) && !isOverflow(cause)) throw cause
      run.locals = []
      giveUp(key)
      return undefined
    }
  }

/** Of the expressions of a plan, by text, with the services that read them. */
export function givenUpIn({ groups, services }: Plan): readonly GivenUp[] {
  const texts = textsOf()
  const byText = new Map<string, string[]>()
  const byGroup = groups.map(({ items }) => new Set(items.flatMap((item) => [...texts.bool(item)])))
  for (const { id, group, amount } of services) {
    const found = new Set([...byGroup[group]!, ...(amount ? texts.num(amount.num) : [])])
    for (const text of found) byText.set(text, [...(byText.get(text) ?? []), id])
  }
  return [...byText].map(([text, list]) => ({ text, services: list }))
}

/** By text, each service once, in order. */
export function mergedGivenUp(lists: readonly (readonly GivenUp[])[]): readonly GivenUp[] {
  const byText = new Map<string, Set<string>>()
  for (const { text, services } of lists.flat()) byText.set(text, new Set([...(byText.get(text) ?? []), ...services]))
  return [...byText]
    .map(([text, services]) => ({ text, services: [...services].sort() }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
}

type Texts = ReadonlySet<string>
const NONE: Texts = new Set()

/** The texts of what was given up below a condition or a number; each is looked at once. */
function textsOf() {
  const bools = new Map<number, Texts>()
  const nums = new Map<number, Texts>()
  const all = (lists: readonly Texts[]): Texts => {
    const some = lists.filter(({ size }) => size > 0)
    return some.length === 0 ? NONE : new Set(some.flatMap((list) => [...list]))
  }
  const own = (key: string, text: string): Texts => (isGivenUp(key) ? new Set([text]) : NONE)
  // The column may be a derived one.
  const ofCode = ({ valueKey, column, shown }: PerCode): Texts => all([own(valueKey, shown), own(column, shown)])
  const tooLong = (text: string | undefined): Texts => (text === undefined ? NONE : new Set([text]))
  const once = <T extends { readonly id: number }>(known: Map<number, Texts>, look: (one: T) => Texts) => {
    return (one: T): Texts => {
      const before = known.get(one.id)
      if (before !== undefined) return before
      const made = look(one)
      known.set(one.id, made)
      return made
    }
  }
  const bool: (one: Bool) => Texts = once<Bool>(bools, (one) => {
    switch (one.k) {
      case 'const':
        return tooLong(one.tooLong)
      case 'bits':
        return NONE
      case 'table':
        return ofCode(one.per)
      case 'and':
      case 'or':
        return all(one.items.map(bool))
      case 'not':
      case 'met':
        return bool(one.a)
      case 'if':
        return all([one.cond, one.yes, one.no].map(bool))
      case 'compare':
        return all([own(one.exact.key, one.exact.shown), num(one.a), num(one.b)])
      case 'within':
        return all([own(one.exact.key, one.exact.shown), num(one.x)])
      case 'isNone':
        return num(one.x)
      case 'person':
        return own(one.derived.key, one.derived.shown)
    }
  })
  const num: (one: Num) => Texts = once<Num>(nums, (one) => {
    switch (one.k) {
      case 'scalar':
        return tooLong(one.tooLong)
      case 'lookup':
        return ofCode(one.per)
      case 'numbers':
        return NONE
      case 'arith':
        return all([num(one.a), num(one.b)])
      case 'extreme':
        return all(one.items.map(num))
      case 'choose':
        return all([bool(one.cond), num(one.yes), num(one.no)])
      case 'round':
        return num(one.x)
      case 'personNumber':
        return own(one.derived.key, one.derived.shown)
    }
  })
  return { bool, num }
}
