/** Why a text came to null: the smallest part that gives nothing although all that it is made of gives something. */
import type { Expr } from '../feel/ast.ts'
import { childrenOf } from '../feel/empty.ts'
import { compileExpression, createBudget, type Expression, type ExpressionOptions } from '../feel/expression.ts'
import type { Value } from '../feel/values.ts'
import type { Env, Frame, Scope } from './code.ts'

/** Not what stands under names of its own (loops, filters, functions, contexts): outside of it, it means nothing. */
const BINDS: readonly Expr['k'][] = ['for', 'some', 'every', 'filter', 'function', 'context']
/** Elsewhere (a field, an item, `if`) nothing may be meant. */
const COUNTS: readonly Expr['k'][] = ['binary', 'call', 'neg', 'compare']
/** What looking may cost. */
const FUEL = 100_000

export interface Part {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Finds the part, of an expression read from `text`, with the values that it came to null with. */
export function nothingFinder(
  text: string,
  scope: Scope,
  options: ExpressionOptions,
  read: () => Expr,
): (env: Env, frame: Frame) => Part | undefined {
  let expr: Expr | undefined
  const compiled = new Map<string, Expression | undefined>()
  const codeOf = (part: string): Expression | undefined => {
    if (!compiled.has(part)) compiled.set(part, compile(part, scope, options))
    return compiled.get(part)
  }
  return (env, { budget }) => {
    expr ??= read()
    const spent = { ...createBudget(budget.now), fuel: FUEL }
    const isNothing = (part: Expr): boolean => {
      const code = codeOf(text.slice(part.start, part.end))
      return code !== undefined && attempted(() => code.evaluate(env, spent)) === null
    }
    const look = (part: Expr): Part | undefined => {
      const parts = BINDS.includes(part.k) ? [] : childrenOf(part)
      for (const inner of parts) {
        const found = look(inner)
        if (found !== undefined) return found
      }
      if (!COUNTS.includes(part.k) || !isNothing(part) || parts.some(isNothing)) return undefined
      return { text: text.slice(part.start, part.end), start: part.start, end: part.end }
    }
    return look(expr)
  }
}

function compile(part: string, scope: Scope, options: ExpressionOptions): Expression | undefined {
  try {
    const code = compileExpression(part, scope, options)
    return code.findings.some(({ kind }) => kind === 'name') ? undefined : code
  } catch {
    // A side of a unary test is no expression by itself.
    return undefined
  }
}

/** What goes on without end says nothing here: whoever evaluates the whole is told of it. */
const attempted = (run: () => Value): Value => {
  try {
    return run()
  } catch {
    return undefined
  }
}
