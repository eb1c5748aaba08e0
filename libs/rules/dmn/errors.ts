/** What can be wrong with a DMN document or model. */
import type { Place } from './xml-tree.ts'

/** The document cannot be read: line, column and what to do. */
export class DmnError extends Error {
  override readonly name = 'DmnError'
  readonly at: Place | undefined
  readonly remedy: string
  constructor(message: string, at: Place | undefined, remedy: string) {
    super(at === undefined ? message : `${at.line}:${at.column}: ${message}`)
    this.at = at
    this.remedy = remedy
  }
}

/**
 * Something wrong with one element of a model, or with one evaluation of it: `where` names it (`decision Discount / rule 3 / input 1`), `at` is its place in the document,
 * `start` and `end` are offsets into the FEEL text where the fault lies inside one.
 */
export interface DmnFinding {
  readonly where: string
  readonly message: string
  readonly remedy: string
  readonly at?: Place
  readonly start?: number
  readonly end?: number
  /** It gives nothing and may be meant so; without it, it is wrong. */
  readonly severity?: 'warning'
}
