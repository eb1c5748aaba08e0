/** FEEL alone: `@dpg/rules/feel`. */
export {
  type Budget,
  compileExpression,
  compileUnaryTests,
  createBudget,
  createWorkspace,
  type Expression,
  type ExpressionOptions,
  readType,
  type UnaryTests,
  type Values,
  type Workspace,
} from './expression.ts'
export { parseTemporal } from './temporal/literal.ts'
export { coerce, conforms, type Type, type Types, typeText } from './types.ts'
export { Context, DateTime, Day, Lambda, Months, Range, Seconds, Time, type Value, valueText } from './values.ts'
export { fromJson, toJson } from './json.ts'
