/** Tells that the database could not be asked from that what was asked of it was wrong. */

/** Whoever asks again later is answered. What became of a statement that was cut off nobody knows. */
export class DatabaseAwayError extends Error {
  constructor(cause: Error) {
    super('the database is away', { cause })
    this.name = 'DatabaseAwayError'
  }
}

/** PostgreSQL's words: connection lost (class 08), shut down, crashed, starting (57P01 to 57P03), too many connections. */
const STATES = /^(08...|57P0[1-3]|53300)$/
/** The way to it is not there, or broke off. */
const SYSTEM = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'])
/** The driver gives these no code. */
const DRIVER = /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered|was closed))/

/** What the driver threw, in our words where it means that the database is away. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code } = error as { code?: unknown }
  const isAway = typeof code === 'string' ? STATES.test(code) || SYSTEM.has(code) : DRIVER.test(error.message)
  return isAway ? new DatabaseAwayError(error) : error
}

/** For whatever goes to the database by itself: fails as `databaseError` says. */
export const fromDatabase = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    throw databaseError(error)
  })

/** Whether an error is that, or was caused by it. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error && (error instanceof DatabaseAwayError || isDatabaseAway(error.cause))

/** What the driver said, for the log: its code and its error, which name an address at most. */
export function whyAway(error: unknown): { readonly code: string | undefined; readonly cause: unknown } {
  let cause = error
  while (cause instanceof Error && isDatabaseAway(cause)) cause = cause.cause
  const { code } = (cause ?? {}) as { readonly code?: unknown }
  return { code: typeof code === 'string' ? code : undefined, cause }
}
