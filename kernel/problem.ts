/** A refusal: a stable type, a status, typed values. At the HTTP border it becomes RFC 9457 problem details. */

/** One broken field of a form or body; `pointer` is a JSON Pointer (RFC 6901). */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
}

export type ProblemValues = Readonly<Record<string, unknown>>

export class Problem extends Error {
  readonly type: string
  readonly status: number
  readonly values: ProblemValues
  readonly errors: readonly FieldError[]

  constructor(type: string, status: number, values: ProblemValues, errors: readonly FieldError[] = [], options?: ErrorOptions) {
    super(type, options)
    this.name = 'Problem'
    this.type = type
    this.status = status
    this.values = values
    this.errors = errors
  }
}

export interface ProblemKind<V extends object> {
  (values: V, options?: { errors?: readonly FieldError[]; cause?: unknown }): Problem
  readonly type: string
  readonly status: number
}

/** Declares a problem in a contract: its stable type (`cases/not-found`), its status, the values its texts may name. */
export function defineProblem<V extends object>(type: string, status: number): ProblemKind<V> {
  const make = (values: V, options?: { errors?: readonly FieldError[]; cause?: unknown }) =>
    new Problem(
      type,
      status,
      { ...values } as ProblemValues,
      options?.errors,
      options?.cause === undefined ? undefined : { cause: options.cause },
    )
  return Object.assign(make, { type, status })
}
