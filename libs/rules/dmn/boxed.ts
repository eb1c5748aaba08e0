/** Boxed expressions (DMN 1.5, 7 and 10.2) as code over the values of their scope. */
import { equal } from '../feel/equality.ts'
import { Context, hasUnknown, type Value } from '../feel/values.ts'
import { type Code, inside, type Making, report, type Scope } from './code.ts'
import { functionCode } from './functions.ts'
import { invocationCode } from './invocation.ts'
import { filterCode, forCode, quantifiedCode } from './iterators.ts'
import { literalCode, NULL } from './literal.ts'
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

export const childCode = (one: model.Child, scope: Scope, making: Making, part: string): Code =>
  typed(compileBoxed(one.value, scope, inside(making, part)), typeOf(one.typeRef, making, undefined))
