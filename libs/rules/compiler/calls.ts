/** Closures that call: built-in functions, functions that are values, and functions written in FEEL. */
import { isOverflow, LimitError } from '../errors.ts'
import { type Failed, isFailedCall } from '../feel/failure.ts'
import { weigh } from '../feel/tank.ts'
import { ANY, coerce, type FunctionType } from '../feel/types.ts'
import { holdsUnknown, Lambda, type Value } from '../feel/values.ts'
import type { Compiler } from './compile.ts'
import type { NodeOf } from './ir.ts'
import { burn, type Code, type Run, withLocals } from './run.ts'

export function call({ fn, args }: NodeOf<'call'>, compile: Compiler, failed: Failed): Code {
  const codes = args.map((arg) => arg && compile(arg))
  return (run) => {
    const values: Value[] = []
    for (const code of codes) {
      const value = code?.(run)
      if (typeof value === 'number' || typeof value === 'boolean') values.push(value)
      else {
        if (code !== undefined && !fn.partial && holdsUnknown(value, run)) return undefined
        if (fn.walks) holdsUnknown(value, run)
        weigh(run, value)
        values.push(value)
      }
    }
    if (fn.cost !== undefined) burn(run, fn.cost)
    const result = fn.run(values, run.today, run.now, run)
    if (typeof result !== 'number') weigh(run, result)
    if (result === undefined && fn.partial) return undefined
    if (result !== undefined && result !== null) return result
    return isFailedCall(fn, values) ? failed : null
  }
}

export function invoke(node: NodeOf<'invoke'>, compile: Compiler): Code {
  const of = compile(node.of)
  const args = node.args.map(compile)
  const { names } = node
  return (run) => {
    const fn = of(run)
    if (fn === undefined) return undefined
    if (!(fn instanceof Lambda) || fn.params.length !== args.length) return null
    burn(run)
    const given = args.map((arg) => arg(run))
    if (names === undefined) return fn.call(given)
    return fn.params.every((name) => names.includes(name)) ? fn.call(fn.params.map((name) => given[names.indexOf(name)])) : null
  }
}

/** Calls inside one another. */
const MAX_CALLS = 500

const TURNS_OF_A_FUNCTION = 4

export function lambda(node: NodeOf<'lambda'>, compile: Compiler): Code {
  const body = compile(node.body)
  const { params, types } = node
  const type: FunctionType | undefined = types.some((one) => one !== undefined)
    ? { k: 'function', params: types.map((one) => one ?? ANY), gives: ANY }
    : undefined
  return (run: Run) => {
    // A function costs as much as some turns: it keeps the names around it.
    burn(run, TURNS_OF_A_FUNCTION)
    const outer = [...run.locals]
    const apply = (args: readonly Value[]): Value => {
      const locals = [...outer]
      node.slots.forEach((slot, i) => {
        locals[slot] = types[i] === undefined ? args[i] : coerce(args[i], types[i])
      })
      return inCall(run, locals, body)
    }
    return new Lambda(params, apply, type)
  }
}

/** One call deeper; calls inside one another end in a LimitError, never in an overflow. */
function inCall(run: Run, locals: Value[], body: Code): Value {
  burn(run)
  const depth = run.depth ?? 0
  if (depth >= MAX_CALLS) throw new LimitError('Functions call each other too deeply: fewer calls inside one another are needed')
  run.depth = depth + 1
  try {
    return withLocals(run, locals, body)
  } catch (error) {
    throw isOverflow(error) ? new LimitError('The evaluation is nested too deeply: simpler functions are needed') : error
  } finally {
    run.depth = depth
  }
}
