/** Boxed functions: closures over their parameters and what is around them. */
import { LimitError } from '../errors.ts'
import { burn } from '../feel/tank.ts'
import type { FunctionType } from '../feel/types.ts'
import { Lambda, type Value } from '../feel/values.ts'
import { compileBoxed, typeOf } from './boxed.ts'
import { type Code, type Frame, type Making, naming, report, type Scope } from './code.ts'
import { tellMisfit } from './fitting.ts'
import type * as model from './model.ts'
import { conform, type DmnType } from './types.ts'

/** A function over its parameters and what is around it. An argument that does not fit means that it is not called: null. */
export function functionCode(one: model.FunctionDefinition, scope: Scope, making: Making, wanted?: DmnType): Code {
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
  const known = types.map((each) => each?.type)
  const body = compileBoxed(one.body, [...scope, ...names], naming(making, scope, known), wanted)
  const type = functionType(types, result)
  return (env, frame) => {
    // What is around as it was when the function was made: a context goes on adding entries.
    const outer = env.slice(0, scope.length)
    const call = (args: readonly Value[]): Value => {
      const fitting = fittingArgs(args, types, frame, making)
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
  making: Making,
): readonly Value[] | undefined {
  const fitting = types.map((type, i) => conform(args[i], type, frame.budget))
  const wrong = fitting.findIndex((value, i) => value === null && args[i] !== null)
  if (wrong < 0) return fitting
  tellMisfit(args[wrong], types[wrong]!, making, undefined, frame)
  return undefined
}

const MAX_DEPTH = 200

/** One call deeper; what calls itself without end is stopped. */
export function within(frame: Frame, run: () => Value): Value {
  const { budget } = frame
  burn(budget)
  if (budget.depth >= MAX_DEPTH) throw new LimitError('Functions call each other too deeply')
  budget.depth++
  try {
    return run()
  } finally {
    budget.depth--
  }
}
