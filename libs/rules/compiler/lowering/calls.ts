/** Calls of functions, built-in ones and those that are values, and functions written in FEEL. */
import type { Expr } from '../../feel/ast.ts'
import { type Fn, FUNCTIONS } from '../../feel/functions/index.ts'
import { suggest } from '../../feel/names.ts'
import { resolveType, type Type } from '../../feel/types.ts'
import type { Node } from '../ir.ts'
import { bind, expectType, type Lowering, type Place } from './place.ts'

type Call = Extract<Expr, { k: 'call' }>

export function calls(lowering: Lowering) {
  const { store, vocabulary, report, go } = lowering
  const { make } = store

  function call(expr: Call, place: Place): Node {
    const name = expr.fn.k === 'name' ? expr.fn.name : undefined
    const fn = name === undefined || place.names.has(name) ? undefined : FUNCTIONS.get(name)
    if (name !== undefined && fn !== undefined) return builtIn(name, fn, expr, place)
    if (name !== undefined && !place.names.has(name) && vocabulary.find(name) === undefined && place.filters.length === 0) {
      report('function', expr.fn, `There is no function ${name}`, suggest(name, FUNCTIONS.keys(), 'Use a function of FEEL'))
      return store.constant(null)
    }
    const args = expr.args.map((arg) => go(arg, place))
    return make({ k: 'invoke', of: go(expr.fn, place), args, names: expr.names }, 'any')
  }

  function builtIn(name: string, known: Fn, expr: Call, place: Place): Node {
    const given = expr.args.map((arg) => go(arg, place))
    const { names } = expr
    const fn = names === undefined ? known : formOf(known, names)
    const wrong = names?.find((param) => !fn.params.includes(param))
    if (wrong !== undefined) {
      report('function', expr, `${name} has no parameter ${wrong}`, `Its parameters: ${fn.params.join(', ')}`)
      return store.constant(null)
    }
    const args = names ? fn.params.map((param) => given[names.indexOf(param)]) : given
    while (args.length > 0 && args.at(-1) === undefined) args.pop()
    const isTwice = names !== undefined && new Set(names).size < names.length
    if (isTwice || args.length < fn.min || args.slice(0, fn.min).includes(undefined) || args.length > fn.max) {
      report('function', expr, `${name} does not take ${given.length} arguments`, `${name}(${fn.params.join(', ')})`)
      return store.constant(null)
    }
    if (!names)
      for (const [i, type] of (fn.takes ?? []).entries()) if (args[i]) expectType(lowering, args[i], type, expr.args[i]!)
    if (name === 'not') return args[0] ? store.not(expectType(lowering, args[0], 'boolean', expr)) : store.constant(null)
    return make({ k: 'call', name, fn, args }, fn.gives)
  }

  function lambda(expr: Extract<Expr, { k: 'function' }>, place: Place): Node {
    const slots = expr.params.map((_, i) => place.slot + i)
    const inner = expr.params.reduce(
      (at, name, i) => bind(at, name, make({ k: 'var', slot: slots[i]!, name, source: undefined }, 'any')),
      place,
    )
    const types = expr.types.map((written): Type | undefined => {
      const type = written && resolveType(written, vocabulary.types ?? new Map())
      if (written && !type) report('type', expr, `There is no type ${written.name}`, 'Use number, string, boolean, date …')
      return type
    })
    return make({ k: 'lambda', params: expr.params, slots, types, body: go(expr.body, inner) }, 'function')
  }

  return { call, lambda }
}

/** The form of a function that has parameters of all these names. */
const formOf = (fn: Fn, given: readonly string[]): Fn =>
  fn.forms?.find(({ params }) => given.every((name) => params.includes(name))) ?? fn
