/** Boxed expressions (DMN 1.5, 7 and 10.2) as code over the values of their scope. */
import { equal } from '../feel/equality.ts'
import { Context, hasUnknown, type Value } from '../feel/values.ts'
import { type Code, inside, type Making, naming, report, type Scope } from './code.ts'
import { typed, typeOfKind } from './fitting.ts'
import { functionCode } from './functions.ts'
import { invocationCode } from './invocation.ts'
import { filterCode, forCode, quantifiedCode } from './iterators.ts'
import { literalCode, NULL } from './literal.ts'
import type * as model from './model.ts'
import { tableCode } from './table.ts'
import type { DmnType } from './types.ts'

/** Compiles an expression; its value is made to fit its type. `around`: the type that is declared for it outside. No expression is null. */
export function compileBoxed(one: model.Expression | undefined, scope: Scope, making: Making, around?: DmnType): Code {
  if (one === undefined) return NULL
  if (one.kind === 'function') return functionCode(one, scope, making)
  const type = typeOf(one.typeRef, making, one)
  return typed(bare(one, scope, making, type ?? around), type, making, one)
}

/** The type of this name; one that does not exist is told. */
export function typeOf(typeRef: string | undefined, making: Making, of: model.Element | undefined): DmnType | undefined {
  const type = making.book.find(typeRef, making.model)
  if (type === undefined && typeRef !== undefined && typeRef !== 'Any')
    report(making, of, `There is no type ${typeRef}`, 'Use number, string, boolean, date … or the name of an item definition')
  return type
}

function bare(
  one: Exclude<model.Expression, model.FunctionDefinition>,
  scope: Scope,
  making: Making,
  wanted: DmnType | undefined,
): Code {
  switch (one.kind) {
    case 'literal':
      return literalCode(one, scope, making, wanted)
    case 'context':
      return contextCode(one, scope, making)
    case 'relation':
      return relationCode(one, scope, making)
    case 'list':
      return listCode(one.items, scope, making)
    case 'invocation':
      return invocationCode(one, scope, making)
    case 'conditional':
      return conditionalCode(one, scope, making, wanted)
    case 'filter':
      return filterCode(one, scope, making)
    case 'for':
      return forCode(one, scope, making)
    case 'some':
    case 'every':
      return quantifiedCode(one, scope, making)
    case 'table':
      return tableCode(one, scope, making, wanted)
  }
}

/** Entries see those before them; one without a name is the value of the whole. */
function contextCode(one: model.ContextExpression, scope: Scope, making: Making): Code {
  const entries: { readonly name: string | undefined; readonly code: Code }[] = []
  let inner = scope
  let knowing = making
  for (const { variable, value } of one.entries) {
    const at = inside(knowing, variable ? variable.name : 'result')
    const type = typeOf(variable?.typeRef, at, variable)
    const given = compileBoxed(value, inner, at, type)
    entries.push({ name: variable?.name, code: typed(given, type, at, variable) })
    if (!variable) continue
    knowing = naming(knowing, inner, [type?.type ?? typeOfKind(making.gives.get(given))])
    inner = [...inner, variable.name]
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
    row.items.map((cell, c) => {
      const here = inside(making, `row ${r + 1}`)
      return typed(compileBoxed(cell, scope, here, types[c]), types[c], here, cell)
    }),
  )
  const names = one.columns.map((column) => column.name)
  return (env, frame) => rows.map((row) => new Context(new Map(row.map((cell, c) => [names[c]!, cell(env, frame)])), false))
}

function listCode(items: readonly model.Expression[], scope: Scope, making: Making): Code {
  const codes = items.map((item, i) => compileBoxed(item, scope, inside(making, `item ${i + 1}`)))
  return (env, frame) => codes.map((code) => code(env, frame))
}

function conditionalCode(one: model.ConditionalExpression, scope: Scope, making: Making, wanted: DmnType | undefined): Code {
  const cond = childCode(one.cond, scope, making, 'if', making.book.find('boolean', making.model))
  const yes = childCode(one.yes, scope, making, 'then', wanted)
  const no = childCode(one.no, scope, making, 'else', wanted)
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

export function childCode(one: model.Child, scope: Scope, making: Making, part: string, around?: DmnType): Code {
  const type = typeOf(one.typeRef, making, undefined)
  const here = inside(making, part)
  return typed(compileBoxed(one.value, scope, here, type ?? around), type, here, one.value)
}
