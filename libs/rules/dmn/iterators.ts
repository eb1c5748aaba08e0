/** Boxed iterators and filters: for, some, every, filter. */
import { and, or } from '../feel/logic.ts'
import { steps } from '../feel/operators.ts'
import { burn } from '../feel/tank.ts'
import { isList, Range, type Value } from '../feel/values.ts'
import { childCode } from './boxed.ts'
import { type Code, type Env, type Frame, inside, type Making, type Scope } from './code.ts'
import type { DmnFinding } from './errors.ts'
import { literalCode, parses } from './literal.ts'
import type * as model from './model.ts'

/** The items of what a boxed iterator runs over; null where there are none. */
function itemsOf(value: Value): readonly Value[] | null | undefined {
  if (value === undefined) return undefined
  if (value === null) return null
  if (value instanceof Range) {
    const all = steps(value.low, value.high)
    return isList(all) ? all : null
  }
  return isList(value) ? value : [value]
}

export function filterCode(one: model.FilterExpression, scope: Scope, making: Making): Code {
  const list = childCode(one.in, scope, making, 'in')
  // Inside, fields of the item may be named without `item.`: FEEL's own filter knows how.
  const match = matchCode(one.match, scope, making)
  return (env, frame) => {
    const items = itemsOf(list(env, frame))
    if (items === undefined) return undefined
    return items === null ? [] : match(items, env, frame)
  }
}

type Match = (items: readonly Value[], env: Env, frame: Frame) => Value

function matchCode(one: model.Child, scope: Scope, making: Making): Match {
  const { value } = one
  if (value?.kind === 'literal') return feelMatch(value, scope, inside(making, 'match'))
  const code = childCode(one, [...scope, 'item'], making, 'match')
  return (items, env, frame) => {
    const kept: Value[] = []
    for (const item of items) {
      burn(frame.budget)
      const test = code([...env, item], frame)
      if (test === undefined) return undefined
      if (test === true) kept.push(item)
    }
    return kept
  }
}

/** Fields of the item may be named without `item.`: FEEL's own filter knows how. A condition that is no truth value is an error, so null. */
function feelMatch(one: model.LiteralExpression, scope: Scope, making: Making): Match {
  const { text } = one
  if (!parses(one, [...scope, 'item'], making)) return () => null
  const findings: DmnFinding[] = []
  const codeOf = (whole: string, into: DmnFinding[]) =>
    literalCode({ ...one, text: whole }, [...scope, LIST], { ...making, findings: into })
  const opening = `${LIST}[`
  const code = codeOf(`${opening}${text}\n]`, findings)
  const odd = codeOf(`count(${LIST}[(${text}\n) != null and not((${text}\n) instance of boolean)]) > 0`, [])
  const moved = (offset: number | undefined) => (offset === undefined ? 0 : Math.max(0, offset - opening.length))
  making.findings.push(...findings.map((each) => ({ ...each, start: moved(each.start), end: moved(each.end) })))
  return (items, env, frame) => {
    const values = [...env, items]
    return odd(values, frame) === true ? null : code(values, frame)
  }
}

/** A name that no model has. */
const LIST = '_the_list_'

export function forCode(one: model.ForExpression, scope: Scope, making: Making): Code {
  const list = childCode(one.in, scope, making, 'in')
  const body = childCode(one.return, [...scope, one.variable, 'partial'], making, 'return')
  const readsPartial = JSON.stringify(one.return).includes('partial')
  return (env, frame) => {
    const items = itemsOf(list(env, frame))
    if (!isList(items ?? undefined)) return items === undefined ? undefined : null
    const results: Value[] = []
    for (const item of items!) {
      burn(frame.budget)
      results.push(body([...env, item, readsPartial ? [...results] : null], frame))
    }
    return results
  }
}

export function quantifiedCode(one: model.QuantifiedExpression, scope: Scope, making: Making): Code {
  const list = childCode(one.in, scope, making, 'in')
  const test = childCode(one.satisfies, [...scope, one.variable], making, 'satisfies')
  const isSome = one.kind === 'some'
  const join = isSome ? or : and
  return (env, frame) => {
    const items = itemsOf(list(env, frame))
    if (!isList(items ?? undefined)) return items === undefined ? undefined : null
    let result: Value = !isSome
    for (const item of items!) {
      burn(frame.budget)
      const value = test([...env, item], frame)
      if (value === isSome) return isSome
      if (value !== undefined && value !== null && typeof value !== 'boolean') return null
      result = join(result, value)
    }
    return result
  }
}
