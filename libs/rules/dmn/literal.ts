/** FEEL texts of a model: compiled, with what is wrong told as findings; a text that does not parse is null, as an error is in DMN. */
import { FeelError } from '../errors.ts'
import { compileExpression, compileUnaryTests } from '../feel/expression.ts'
import type { Truth } from '../feel/logic.ts'
import { parseFeel } from '../feel/parser.ts'
import type { Value } from '../feel/values.ts'
import type { Finding } from '../types.ts'
import { plainConstant } from './cells.ts'
import { type Code, type Env, type Frame, type Making, report, type Scope } from './code.ts'
import { DmnError } from './errors.ts'
import type { LiteralExpression, UnaryTests } from './model.ts'
import { isFeel } from './namespaces.ts'

export const NULL: Code = () => null

export function literalCode(one: LiteralExpression, scope: Scope, making: Making): Code {
  if (!speaksFeel(one, making) || one.importedValues !== undefined) {
    if (one.importedValues !== undefined)
      report(making, one, 'Values imported from another document are not read', 'Write them into the model')
    return NULL
  }
  const text = one.text.trim()
  if (text === '') return NULL
  const value = plainConstant(text)
  if (value !== undefined) return () => value
  const code = textCode(one.text, scope, making, one)
  if (code === NULL || !BRANCHES.test(text)) return code
  making.parts.expressions.push({ where: making.where, expression: one, scope, fields: making.fields })
  return (env, frame) => {
    frame.watch?.evaluated?.(one, env, frame)
    return code(env, frame)
  }
}

/** Words of an expression that may take one way or another. */
const BRANCHES = /\b(?:if|and|or)\b/

/** Does the text parse by itself? If not, it is told. */
export function parses(one: LiteralExpression, scope: Scope, making: Making): boolean {
  return tried(() => parseFeel(one.text, [...scope, ...making.fields]), scope, making, one) !== undefined
}

/** Code of a FEEL text. */
export function textCode(text: string, scope: Scope, making: Making, of: LiteralExpression | undefined): Code {
  const compiled = tried(() => compileExpression(text, scope, options(making)), scope, making, of)
  if (compiled === undefined) return NULL
  told(compiled.findings, making, of)
  if (!CLOCK.test(text)) return (env, frame) => compiled.evaluate(env, frame.budget)
  return (env, frame) => {
    needClock(making, frame)
    return compiled.evaluate(env, frame.budget)
  }
}

const CLOCK = /\b(?:now|today)\s*\(/

function needClock({ where }: Making, { hasClock }: Frame): void {
  if (!hasClock) throw new DmnError(`${where} asks what day it is`, undefined, 'Give the option now')
}

/** Unary tests over the names of the scope; undefined when they do not parse (told). An empty text passes everything, as `-` does. */
export function testsOf(one: UnaryTests, scope: Scope, making: Making): Tests | undefined {
  if (!speaksFeel(one, making)) return undefined
  const text = one.text.trim() === '' ? '-' : one.text
  const compiled = tried(() => compileUnaryTests(text, scope, options(making)), scope, making, one)
  if (compiled === undefined) return undefined
  told(compiled.findings, making, one)
  if (!CLOCK.test(text)) return (value, env, frame) => compiled.test(value, env, frame.budget)
  return (value, env, frame) => {
    needClock(making, frame)
    return compiled.test(value, env, frame.budget)
  }
}

/** Does the value pass? Only true is a pass; unknown may become one. */
export type Tests = (value: Value, env: Env, frame: Frame) => Truth

const options = ({ fields, workspace, types }: Making) => ({ fields, workspace, types })

function speaksFeel(one: LiteralExpression | UnaryTests, making: Making): boolean {
  const language = one.expressionLanguage ?? making.model.expressionLanguage
  if (isFeel(language)) return true
  report(making, one, `${language} is not a language we evaluate`, 'Write it in FEEL')
  return false
}

function tried<T>(compile: () => T, scope: Scope, making: Making, of: LiteralExpression | UnaryTests | undefined): T | undefined {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    // A name of several words that is not required is several words.
    const unseen = making.model.elements.find(({ name }) => /\W/u.test(name) && !scope.includes(name) && of?.text.includes(name))
    report(making, of, error.message, unseen ? notRequired(unseen.name) : `Expected ${error.expected}`, error)
    return undefined
  }
}

const notRequired = (name: string): string => `Require ${name}: it is in the model, but not among the requirements`

function told(findings: readonly Finding[], making: Making, of: LiteralExpression | UnaryTests | undefined): void {
  for (const one of findings) report(making, of, messageOf(one), remedyFor(one, making, of?.text), one)
}

/** FEEL speaks of facts and parameters, a model of what it requires. */
const messageOf = ({ kind, message }: Finding): string =>
  kind === 'name' ? message.replace('no fact, parameter or name', 'no name') : message

function remedyFor({ kind, remedy, start, end }: Finding, { model }: Making, text: string | undefined): string {
  if (kind !== 'name' && kind !== 'function') return remedy
  const words = text?.slice(start, end).trim() ?? ''
  const element = model.elements.find(({ name }) => words === name || words.startsWith(`${name}.`))
  if (element !== undefined) return notRequired(element.name)
  return remedy.startsWith('Did you mean')
    ? remedy
    : 'Add it to the model as input data, a decision or a function, and require it'
}
