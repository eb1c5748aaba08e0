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

/** All that is wrong with a set of declarations, at once. */
export class RuleErrors extends Error {
  override readonly name = 'RuleErrors'
  readonly errors: readonly RuleError[]
  constructor(errors: readonly RuleError[]) {
    super(errors.map((e) => `${e.where} (${e.start}-${e.end}): ${e.message}. ${e.remedy}`).join('\n'))
    this.errors = errors
  }
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
  constructor(message = 'The evaluation takes too long: loops over fewer items are needed') {
    super(message)
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
