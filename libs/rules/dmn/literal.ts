/** FEEL texts of a model: compiled, with what is wrong told as findings; a text that does not parse is null, as an error is in DMN. */
import { FeelError } from '../errors.ts'
import { compileExpression, compileUnaryTests } from '../feel/expression.ts'
import type { Expr } from '../feel/ast.ts'
import type { StaticType } from '../feel/functions/index.ts'
import type { Truth } from '../feel/logic.ts'
import { type Empty, emptyIn } from '../feel/empty.ts'
import { parseFeel, parseUnaryTests } from '../feel/parser.ts'
import type { Type } from '../feel/types.ts'
import { kindOf, type Value } from '../feel/values.ts'
import type { Finding } from '../types.ts'
import { plainConstant } from './cells.ts'
import { type Code, type Env, findingOf, type Frame, type Making, report, type Scope } from './code.ts'
import { DmnError } from './errors.ts'
import { checkConstant, checkGiven } from './fitting.ts'
import type { Element, LiteralExpression, UnaryTests } from './model.ts'
import { isFeel } from './namespaces.ts'
import { nothingFinder } from './nothing.ts'
import type { DmnType } from './types.ts'

export const NULL: Code = () => null

/** Code of a literal expression; `wanted` is the type that is declared for its value. */
export function literalCode(one: LiteralExpression, scope: Scope, making: Making, wanted?: DmnType): Code {
  if (!speaksFeel(one, making) || one.importedValues !== undefined) {
    if (one.importedValues !== undefined)
      report(making, one, 'Values imported from another document are not read', 'Write them into the model')
    return NULL
  }
  const text = one.text.trim()
  if (text === '') return NULL
  const value = plainConstant(text)
  if (value !== undefined) {
    checkConstant(value, wanted, making, one)
    return giving(() => value, kindOf(value), making)
  }
  const code = textCode(one.text, scope, making, one)
  checkGiven(code, wanted, making, one)
  if (code === NULL || !BRANCHES.test(text)) return code
  making.parts.expressions.push({ where: making.where, expression: one, scope, fields: making.fields })
  const watched: Code = (env, frame) => {
    frame.watch?.evaluated?.(one, env, frame)
    return code(env, frame)
  }
  return giving(watched, making.gives.get(code) ?? 'any', making)
}

function giving(code: Code, kind: StaticType, { gives }: Making): Code {
  gives.set(code, kind)
  return code
}

/** Words of an expression that may take one way or another. */
const BRANCHES = /\b(?:if|and|or)\b/

/** Does the text parse by itself? If not, it is told. */
export function parses(one: LiteralExpression, scope: Scope, making: Making): boolean {
  return tried(() => parseFeel(one.text, [...scope, ...making.fields]), scope, making, one) !== undefined
}

/** Code of a FEEL text. */
export function textCode(text: string, scope: Scope, making: Making, of: LiteralExpression | undefined): Code {
  const compiled = tried(() => compileExpression(text, scope, options(making, scope)), scope, making, of)
  if (compiled === undefined) return NULL
  told(compiled.findings, making, of)
  if (compiled.findings.length === 0) toldEmpty(emptyIn(text, [...scope, ...making.fields]), making, of)
  const why = whyNothing(text, scope, making, of, () => parseFeel(text, [...scope, ...making.fields]))
  const readsClock = CLOCK.test(text)
  const code: Code = (env, frame) => {
    if (readsClock) needClock(making, frame)
    const value = compiled.evaluate(env, frame.budget)
    if (value === null && frame.watch?.problem) why(env, frame)
    return value
  }
  return giving(code, compiled.gives, making)
}

/** Tells, when a text came to null, which part of it did. */
function whyNothing(
  text: string,
  scope: Scope,
  making: Making,
  of: Element | undefined,
  read: () => Expr,
): (env: Env, frame: Frame) => void {
  const find = nothingFinder(text, scope, options(making, scope), read)
  return (env, frame) => {
    const part = find(env, frame)
    if (part !== undefined) frame.watch?.problem?.(findingOf(making, of, `${short(part.text)} gives nothing`, VALUES, part))
  }
}

const VALUES = 'Look at the values that it is given'

const SHORT = 80
const short = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text)

/** What comes to nothing whatever the values are. Rules that are compiled tell of days and times that there are not themselves. */
function toldEmpty(found: readonly Empty[], making: Making, of: LiteralExpression | UnaryTests | undefined): void {
  for (const { why, start, text } of found) {
    const place = { start, end: start + text.length }
    if (why === 'zero') report(making, of, `${short(text)} divides by zero`, 'Divide by something else', place)
    if (why === 'nothing')
      report(making, of, `${short(text)} always gives nothing`, 'Correct it, or write null', place, 'warning')
    if (why === 'pattern') report(making, of, `${short(text)} is no regular expression`, 'Write one as XPath has them', place)
  }
}

const CLOCK = /\b(?:now|today)\s*\(/

function needClock({ where }: Making, { hasClock }: Frame): void {
  if (!hasClock) throw new DmnError(`${where} asks what day it is`, undefined, 'Give the option now')
}

/** Unary tests over the names of the scope; undefined when they do not parse (told). An empty text passes everything, as `-` does. */
export function testsOf(one: UnaryTests, scope: Scope, making: Making, input?: Type): Tests | undefined {
  if (!speaksFeel(one, making)) return undefined
  const text = one.text.trim() === '' ? '-' : one.text
  const compiled = tried(() => compileUnaryTests(text, scope, options(making, scope), input), scope, making, one)
  if (compiled === undefined) return undefined
  told(compiled.findings, making, one)
  const read = () => parseUnaryTests(text, [...scope, ...making.fields])
  if (compiled.findings.length === 0) toldEmpty(emptyIn(text, ['?', ...scope, ...making.fields], read), making, one)
  if (!CLOCK.test(text)) return (value, env, frame) => compiled.test(value, env, frame.budget)
  return (value, env, frame) => {
    needClock(making, frame)
    return compiled.test(value, env, frame.budget)
  }
}

/** Does the value pass? Only true is a pass; unknown may become one. */
export type Tests = (value: Value, env: Env, frame: Frame) => Truth

const options = ({ fields, workspace, types, typesOf }: Making, scope: Scope) => ({
  fields,
  workspace,
  types,
  known: scope.map((_, i) => typesOf[i]),
})

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
