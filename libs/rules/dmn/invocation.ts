/** Boxed invocation: a function called with arguments by name. */
import { Lambda, type Value } from '../feel/values.ts'
import type { Type } from '../feel/types.ts'
import { compileBoxed, typeOf } from './boxed.ts'
import { type Code, inside, type Making, naming, report, type Scope } from './code.ts'
import { typed, typeOfKind } from './fitting.ts'
import { NULL, textCode } from './literal.ts'
import type * as model from './model.ts'
import { nameOf } from './read-element.ts'

export function invocationCode(one: model.InvocationExpression, scope: Scope, making: Making): Code {
  const { called } = one
  if (called === undefined) {
    report(making, one, 'The invocation names no function', 'Add <literalExpression> with the name of a function')
    return NULL
  }
  const names = one.bindings.map(({ parameter }) => parameter.name)
  const kinds: (Type | undefined)[] = []
  const args = one.bindings.map(({ parameter, value }) => {
    const at = inside(making, parameter.name)
    const type = typeOf(parameter.typeRef, at, parameter)
    const code = compileBoxed(value, scope, at, type)
    kinds.push(type?.type ?? typeOfKind(making.gives.get(code)))
    return typed(code, type, at, parameter)
  })
  if (called.kind === 'literal' && !isKnown(called.text, scope))
    return builtIn(called, names, args, scope, naming(making, scope, kinds))
  const fn = compileBoxed(called, scope, inside(making, 'function'))
  return (env, frame) => {
    const target = fn(env, frame)
    if (target === undefined) return undefined
    if (!(target instanceof Lambda) || names.some((name) => !target.params.includes(name))) return null
    if (target.params.some((param) => !names.includes(param))) return null
    const values = args.map((arg) => arg(env, frame))
    return target.call(target.params.map((param) => values[names.indexOf(param)]))
  }
}

const isKnown = (text: string, scope: Scope): boolean => {
  const name = nameOf(text)
  return scope.some((one) => name === one || name.startsWith(`${one}.`))
}

/** A function of FEEL itself, called by name; the arguments are names that no model has. */
function builtIn(
  called: model.LiteralExpression,
  names: readonly string[],
  args: readonly Code[],
  scope: Scope,
  making: Making,
): Code {
  const given = args.map((_, i) => `_argument_${i}_`)
  const text = `${called.text.trim()}(${names.map((name, i) => `${name}: ${given[i]}`).join(', ')})`
  const code = textCode(text, [...scope, ...given], inside(making, 'function'), called)
  return (env, frame) => {
    const values: Value[] = args.map((arg) => arg(env, frame))
    return code([...env, ...values], frame)
  }
}
