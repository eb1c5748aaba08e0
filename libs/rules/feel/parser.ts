/** FEEL (DMN 1.5, chapter 10.3) by recursive descent; the grammar's parts stand in `grammar/`. */
import type { Expr, TypeName } from './ast.ts'
import { createCursor } from './cursor.ts'
import { boxedExpressions } from './grammar/boxed.ts'
import type { Grammar } from './grammar/grammar.ts'
import { operators } from './grammar/operators.ts'
import { postfixes } from './grammar/postfix.ts'
import { primaries } from './grammar/primary.ts'
import { types } from './grammar/types.ts'
import { unaryTests } from './grammar/unary-tests.ts'

/**
 * Parses one expression. `names` are names in scope (or of fields) that hold spaces or signs, `typeNames` those of types; single
 * words and dotted ids need not be told. Throws FeelError with the place and what was expected.
 */
export function parseFeel(source: string, names: readonly string[] = [], typeNames: readonly string[] = []): Expr {
  const grammar = grammarOver(source, names, typeNames)
  return ended(grammar, grammar.expression())
}

/**
 * Parses unary tests (the cell of a decision table) as one condition on the name `?`: `-` is true, `< 5, [7..9]` a disjunction,
 * `not(…)` a negation. Throws FeelError.
 */
export const parseUnaryTests = (source: string, names: readonly string[] = [], typeNames: readonly string[] = []): Expr =>
  unaryTests(grammarOver(source, names, typeNames))

/** Parses a type: `number`, `list<string>`, `tPerson`. Throws FeelError. */
export function parseTypeName(source: string, typeNames: readonly string[] = []): TypeName {
  const grammar = grammarOver(source, [], typeNames)
  return ended(grammar, grammar.typeName())
}

function ended<T>({ cursor }: Grammar, result: T): T {
  return cursor.peek().kind === 'end' ? result : cursor.fail('the end')
}

function grammarOver(source: string, names: readonly string[], typeNames: readonly string[]): Grammar {
  const cursor = createCursor(source, names, typeNames)
  const expression = (): Expr => cursor.deeper(() => grammar.boxed() ?? grammar.disjunction())
  // The parts call each other only while parsing, when all of them are there.
  const grammar = { cursor, expression } as Grammar
  return Object.assign(
    grammar,
    boxedExpressions(grammar),
    operators(grammar),
    postfixes(grammar),
    primaries(grammar),
    types(grammar),
  )
}
