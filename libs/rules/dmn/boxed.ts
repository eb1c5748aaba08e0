/** Boxed expressions (DMN 1.5, 7 and 10.2) as code over the values of their scope. */
import { Context, hasUnknown, isList, Lambda, Range, type Value } from '../feel/values.ts'
import { equal } from '../feel/equality.ts'
import { steps } from '../feel/operators.ts'
import { and, or } from '../feel/logic.ts'
import type { FunctionType } from '../feel/types.ts'
import { LimitError } from '../errors.ts'
import { type Code, type Env, type Frame, inside, type Making, report, type Scope } from './code.ts'
import { invocationCode } from './invocation.ts'
import { literalCode, NULL, parses } from './literal.ts'
import type { DmnFinding } from './errors.ts'
import type * as model from './model.ts'
import { tableCode } from './table.ts'
import { conform, type DmnType } from './types.ts'

/** Compiles an expression; its value is made to fit its type. No expression is null. */
export function compileBoxed(one: model.Expression | undefined, scope: Scope, making: Making): Code {
  if (one === undefined) return NULL
  const code = bare(one, scope, making)
  return one.kind === 'function' ? code : typed(code, typeOf(one.typeRef, making, one))
}

export const typed = (code: Code, type: DmnType | undefined): Code =>
  type === undefined ? code : (env, frame) => conform(code(env, frame), type, frame.budget)

/** The type of this name; one that does not exist is told. */
export function typeOf(typeRef: string | undefined, making: Making, of: model.Element | undefined): DmnType | undefined {
  const type = making.book.find(typeRef, making.model)
  if (type === undefined && typeRef !== undefined && typeRef !== 'Any')
    report(making, of, `There is no type ${typeRef}`, 'Use number, string, boolean, date … or the name of an item definition')
  return type
}

function bare(one: model.Expression, scope: Scope, making: Making): Code {
  switch (one.kind) {
    case 'literal':
      return literalCode(one, scope, making)
    case 'context':
      return contextCode(one, scope, making)
    case 'relation':
      return relationCode(one, scope, making)
    case 'list':
      return listCode(one.items, scope, making)
    case 'function':
      return functionCode(one, scope, making)
    case 'invocation':
      return invocationCode(one, scope, making)
    case 'conditional':
      return conditionalCode(one, scope, making)
    case 'filter':
      return filterCode(one, scope, making)
    case 'for':
      return forCode(one, scope, making)
    case 'some':
    case 'every':
      return quantifiedCode(one, scope, making)
    case 'table':
      return tableCode(one, scope, making)
  }
}

/** Entries see those before them; one without a name is the value of the whole. */
function contextCode(one: model.ContextExpression, scope: Scope, making: Making): Code {
  const entries: { readonly name: string | undefined; readonly code: Code }[] = []
  let inner = scope
  for (const { variable, value } of one.entries) {
    const at = inside(making, variable ? variable.name : 'result')
    const code = typed(compileBoxed(value, inner, at), typeOf(variable?.typeRef, at, variable))
    entries.push({ name: variable?.name, code })
    if (variable) inner = [...inner, variable.name]
  }
  return (env, frame) => {
    const values = [...env]
    const fields = new Map<string, Value>()
    for (const { name, code } of entries) {
      const value = code(values, frame)
      if (name === undefined) return value
      values.push(value)
      fields.set(name, value)
    }
    return new Context(fields, false)
  }
}

function relationCode(one: model.RelationExpression, scope: Scope, making: Making): Code {
  const types = one.columns.map((column) => typeOf(column.typeRef, making, column))
  const rows = one.rows.map((row, r) =>
    row.items.map((cell, c) => typed(compileBoxed(cell, scope, inside(making, `row ${r + 1}`)), types[c])),
  )
  const names = one.columns.map((column) => column.name)
  return (env, frame) => rows.map((row) => new Context(new Map(row.map((cell, c) => [names[c]!, cell(env, frame)])), false))
}

function listCode(items: readonly model.Expression[], scope: Scope, making: Making): Code {
  const codes = items.map((item, i) => compileBoxed(item, scope, inside(making, `item ${i + 1}`)))
  return (env, frame) => codes.map((code) => code(env, frame))
}

/** A function over its parameters and what is around it. An argument that does not fit means that it is not called: null. */
export function functionCode(one: model.FunctionDefinition, scope: Scope, making: Making): Code {
  if (one.language !== 'FEEL') {
    report(making, one, `Functions in ${one.language} are not called from here`, 'Write the function in FEEL')
    return (_env, _frame) =>
      new Lambda(
        one.parameters.map((each) => each.name),
        () => null,
      )
  }
  const names = one.parameters.map((each) => each.name)
  const types = one.parameters.map((each) => typeOf(each.typeRef, making, each))
  const result = typeOf(one.body?.typeRef, making, undefined)
  const body = compileBoxed(one.body, [...scope, ...names], making)
  const type = functionType(types, result)
  return (env, frame) => {
    // What is around as it was when the function was made: a context goes on adding entries.
    const outer = env.slice(0, scope.length)
    const call = (args: readonly Value[]): Value => {
      const fitting = fittingArgs(args, types, frame)
      return fitting === undefined ? null : within(frame, () => body([...outer, ...fitting], frame))
    }
    return new Lambda(names, call, type)
  }
}

export const functionType = (types: readonly (DmnType | undefined)[], result: DmnType | undefined): FunctionType => ({
  k: 'function',
  params: types.map((each) => each?.type ?? { k: 'any' }),
  gives: result?.type ?? { k: 'any' },
})

/** Arguments made to fit; undefined when one does not. */
export function fittingArgs(
  args: readonly Value[],
  types: readonly (DmnType | undefined)[],
  frame: Frame,
): readonly Value[] | undefined {
  const fitting = types.map((type, i) => conform(args[i], type, frame.budget))
  return fitting.every((value, i) => value !== null || args[i] === null) ? fitting : undefined
}

const MAX_DEPTH = 200

/** One call deeper; what calls itself without end is stopped. */
export function within(frame: Frame, run: () => Value): Value {
  const { budget } = frame
  if (--budget.fuel < 0 || budget.depth >= MAX_DEPTH) throw new LimitError()
  budget.depth++
  try {
    return run()
  } finally {
    budget.depth--
  }
}

function conditionalCode(one: model.ConditionalExpression, scope: Scope, making: Making): Code {
  const cond = childCode(one.cond, scope, making, 'if')
  const yes = childCode(one.yes, scope, making, 'then')
  const no = childCode(one.no, scope, making, 'else')
  return (env, frame) => {
    const test = cond(env, frame)
    if (test !== undefined && test !== null && typeof test !== 'boolean') return null
    if (test !== undefined) return test === true ? yes(env, frame) : no(env, frame)
    const a = yes(env, frame)
    return agree(a, no(env, frame)) ? a : undefined
  }
}

/** Surely the same value. */
export const agree = (a: Value, b: Value): boolean =>
  a === b ? a !== undefined : !hasUnknown(a) && !hasUnknown(b) && equal(a, b) === true

const childCode = (one: model.Child, scope: Scope, making: Making, part: string): Code =>
  typed(compileBoxed(one.value, scope, inside(making, part)), typeOf(one.typeRef, making, undefined))

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

const turn = ({ budget }: Frame): void => {
  if (--budget.fuel < 0) throw new LimitError()
}

function filterCode(one: model.FilterExpression, scope: Scope, making: Making): Code {
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
      turn(frame)
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
  if (!parses(one, [...scope, 'item'], making)) return NULL
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

function forCode(one: model.ForExpression, scope: Scope, making: Making): Code {
  const list = childCode(one.in, scope, making, 'in')
  const body = childCode(one.return, [...scope, one.variable, 'partial'], making, 'return')
  const readsPartial = JSON.stringify(one.return).includes('partial')
  return (env, frame) => {
    const items = itemsOf(list(env, frame))
    if (!isList(items ?? undefined)) return items === undefined ? undefined : null
    const results: Value[] = []
    for (const item of items!) {
      turn(frame)
      results.push(body([...env, item, readsPartial ? [...results] : null], frame))
    }
    return results
  }
}

function quantifiedCode(one: model.QuantifiedExpression, scope: Scope, making: Making): Code {
  const list = childCode(one.in, scope, making, 'in')
  const test = childCode(one.satisfies, [...scope, one.variable], making, 'satisfies')
  const isSome = one.kind === 'some'
  const join = isSome ? or : and
  return (env, frame) => {
    const items = itemsOf(list(env, frame))
    if (!isList(items ?? undefined)) return items === undefined ? undefined : null
    let result: Value = !isSome
    for (const item of items!) {
      turn(frame)
      const value = test([...env, item], frame)
      if (value === isSome) return isSome
      if (value !== undefined && value !== null && typeof value !== 'boolean') return null
      result = join(result, value)
    }
    return result
  }
}
