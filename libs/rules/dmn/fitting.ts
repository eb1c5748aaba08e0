/** Does what an expression gives fit what is declared? Told before anything runs where that can be known, and when it happens. */
import { createBudget } from '../feel/expression.ts'
import type { StaticType } from '../feel/functions/index.ts'
import { conforms, type Type, typeText } from '../feel/types.ts'
import { type Known, kindOf, type Value, valueText } from '../feel/values.ts'
import { type Code, findingOf, type Frame, type Making, report } from './code.ts'
import type { Element } from './model.ts'
import { conform, type DmnType } from './types.ts'

/** The code, its value made to fit the type; null where it does not, which is told. */
export function typed(code: Code, type: DmnType | undefined, making: Making, of: Element | undefined): Code {
  if (type === undefined) return code
  return (env, frame) => {
    const value = code(env, frame)
    const fitting = conform(value, type, frame.budget)
    if (fitting === null && value !== null) tellMisfit(value, type, making, of, frame)
    return fitting
  }
}

/** Tells that a value does not fit the type that is declared for it. */
export function tellMisfit(value: Value, type: DmnType, making: Making, of: Element | undefined, frame: Frame): void {
  if (!frame.watch?.problem) return
  const { message, remedy } = misfit(value, type)
  frame.watch.problem(findingOf(making, of, message, remedy))
}

/** What is known of a text before anything runs, held against its declared type. */
export function checkGiven(code: Code, wanted: DmnType | undefined, making: Making, of: Element): void {
  const given = making.gives.get(code)
  if (wanted === undefined || given === undefined || mayFit(given, wanted.type)) return
  report(making, of, `This is a ${given}, where ${typeText(wanted.type)} is declared`, REMEDY)
}

/** The same of a constant, held against allowed values too. */
export function checkConstant(value: Known, wanted: DmnType | undefined, making: Making, of: Element): void {
  if (wanted === undefined || value === null || conform(value, wanted, createBudget()) !== null) return
  const { message, remedy } = misfit(value, wanted)
  report(making, of, message, remedy)
}

const REMEDY = 'Give a value of the declared type, or correct the type'

/** A value that its type does not take: of another kind, or not among the allowed values. */
export function misfit(value: Value, { type }: DmnType): { readonly message: string; readonly remedy: string } {
  if (conforms(value, type) === false) return { message: `${shown(value)} is no ${typeText(type)}`, remedy: REMEDY }
  return {
    message: `${shown(value)} is not among the allowed values`,
    remedy: 'Give one of the allowed values, or correct these',
  }
}

const SHORT = 80

/** A value as people may read it in a sentence. */
export function shown(value: Value): string {
  if (typeof value === 'object' && value !== null && kindOf(value) === 'context') return 'This context'
  const text = Array.isArray(value) && value.length > 10 ? `A list of ${value.length}` : valueText(value)
  const short = text.length > SHORT ? `${text.slice(0, SHORT)}…` : text
  return typeof value === 'string' ? JSON.stringify(short) : short
}

/** Could a value of this kind be, or be made, one of the type? A list of one may stand for its item, a date for its midnight. */
function mayFit(given: StaticType, wanted: Type): boolean {
  if (given === 'any' || given === 'null' || wanted.k === 'any' || given === 'list') return true
  if (wanted.k === 'list') return mayFit(given, wanted.of)
  if (wanted.k !== 'kind') return given === wanted.k
  return given === wanted.kind || (given === 'date' && wanted.kind === 'date and time')
}

/** The type of all single values of a kind. */
export const typeOfKind = (kind: StaticType | undefined): Type | undefined =>
  kind === undefined || kind === 'any' || kind === 'null' || kind === 'list' || kind === 'context' || kind === 'range'
    ? undefined
    : { k: 'kind', kind }
