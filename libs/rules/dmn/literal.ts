/** FEEL texts of a model: compiled, with what is wrong told as findings; a text that does not parse is null, as an error is in DMN. */
import { FeelError } from '../errors.ts'
import { compileExpression, compileUnaryTests, type UnaryTests } from '../feel/expression.ts'
import type { Finding } from '../types.ts'
import { plainConstant } from './cells.ts'
import { type Code, type Making, report, type Scope } from './code.ts'
import type { LiteralExpression, UnaryTests as Tests } from './model.ts'
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
    frame.watch?.evaluated?.(one, env)
    return code(env, frame)
  }
}

/** Words of an expression that may take one way or another. */
const BRANCHES = /\b(?:if|and|or)\b/

/** Code of a FEEL text. */
export function textCode(text: string, scope: Scope, making: Making, of: LiteralExpression | undefined): Code {
  const compiled = tried(() => compileExpression(text, scope, options(making)), making, of)
  if (compiled === undefined) return NULL
  told(compiled.findings, making, of)
  return (env, frame) => compiled.evaluate(env, frame.budget)
}

/** Unary tests over the names of the scope; undefined when they do not parse (told). An empty text passes everything, as `-` does. */
export function testsOf(one: Tests, scope: Scope, making: Making): UnaryTests | undefined {
  if (!speaksFeel(one, making)) return undefined
  const text = one.text.trim() === '' ? '-' : one.text
  const compiled = tried(() => compileUnaryTests(text, scope, options(making)), making, one)
  if (compiled !== undefined) told(compiled.findings, making, one)
  return compiled
}

const options = ({ fields, workspace, types }: Making) => ({ fields, workspace, types })

function speaksFeel(one: LiteralExpression | Tests, making: Making): boolean {
  const language = one.expressionLanguage ?? making.model.expressionLanguage
  if (isFeel(language)) return true
  report(making, one, `${language} is not a language we evaluate`, 'Write it in FEEL')
  return false
}

function tried<T>(compile: () => T, making: Making, of: LiteralExpression | Tests | undefined): T | undefined {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    report(making, of, error.message, `Expected ${error.expected}`, error)
    return undefined
  }
}

function told(findings: readonly Finding[], making: Making, of: LiteralExpression | Tests | undefined): void {
  for (const one of findings) report(making, of, one.message, one.remedy, one)
}
