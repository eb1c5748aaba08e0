/** Every error this library throws. */
import type { Finding } from './types.ts'

/** The text is not FEEL (or names what is not there): where, and what was expected. */
export class FeelError extends Error {
  override readonly name = 'FeelError'
  readonly start: number
  readonly end: number
  readonly expected: string
  constructor(message: string, start: number, end: number, expected: string) {
    super(message)
    this.start = start
    this.end = end
    this.expected = expected
  }
}

/** One broken rule: `where` is `facts/<id>`, `parameters/<id>` or `services/<id>/<criterion or step>`. */
export interface RuleError extends Finding {
  readonly where: string
  readonly source: string
}

/** A broken rule with the line of its expression and the column in that line, both from 1. */
export interface PlacedRuleError extends RuleError {
  readonly line: number
  readonly column: number
}

/** All that is wrong with a set of declarations, at once. */
export class RuleErrors extends Error {
  override readonly name = 'RuleErrors'
  readonly errors: readonly PlacedRuleError[]
  constructor(errors: readonly RuleError[]) {
    const placed = errors.map((error) => ({ ...error, ...placeIn(error.source, error.start) }))
    super(placed.map((e) => `${e.where}, line ${e.line}, column ${e.column}: ${e.message}. ${e.remedy}`).join('\n'))
    this.errors = placed
  }
}

/** The line and the column of an offset into a text, both from 1. */
export function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/)
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

/** A fact was given a value that its type does not take. */
export class FactTypeError extends Error {
  override readonly name = 'FactTypeError'
  readonly fact: string
  readonly expected: string
  constructor(fact: string, expected: string) {
    super(`${fact} must be ${expected}`)
    this.fact = fact
    this.expected = expected
  }
}

/** A fact was given that nobody declared. */
export class UnknownFactError extends Error {
  override readonly name = 'UnknownFactError'
  readonly fact: string
  constructor(fact: string) {
    super(`There is no fact ${fact}`)
    this.fact = fact
  }
}

/** A service was asked for that nobody declared. */
export class UnknownServiceError extends Error {
  override readonly name = 'UnknownServiceError'
  readonly service: string
  constructor(service: string) {
    super(`There is no service ${service}`)
    this.service = service
  }
}

/** An expression takes too many turns to evaluate, or a pattern to match. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  /** What was being evaluated, where that has a name: `decision Discount`. */
  readonly where: string | undefined
  constructor(message = 'The evaluation takes too long: loops over fewer items are needed', where?: string) {
    super(where === undefined ? message : `${where}: ${message}`)
    this.where = where
  }
}

/** Has the platform run out of stack? Each says so in its own way. */
export const isOverflow = (error: unknown): boolean =>
  error instanceof Error && /call stack|too much recursion/i.test(error.message)

/** `asOf` is not an ISO day. */
export class AsOfError extends Error {
  override readonly name = 'AsOfError'
  constructor() {
    super('asOf must be a day like 2026-03-01')
  }
}
