/** Events are facts in the past (`cases.decided`). They carry ids, never personal facts. */
export interface EventKind<P extends object> {
  readonly name: string
  /** Only for the type of the payload. */
  readonly payload?: P
}

/** Declares an event in a contract. */
export const defineEvent = <P extends object>(name: string): EventKind<P> => ({ name })
