/** The log is for operators: JSON lines, a short event name, ids and numbers. No personal data, no bodies. */
export type Level = 'error' | 'warn' | 'info' | 'debug'
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  error(event: string, fields?: LogFields & { cause?: never }, cause?: unknown): void
  warn(event: string, fields?: LogFields, cause?: unknown): void
  info(event: string, fields?: LogFields): void
  debug(event: string, fields?: LogFields): void
}

const ORDER: readonly Level[] = ['error', 'warn', 'info', 'debug']

/** Writes lines at or above `level` to `write` (standard error unless told). An error's stack is its own field. */
export function createLog(level: Level, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const wanted = ORDER.indexOf(level)
  const line =
    (at: Level) =>
    (event: string, fields: LogFields = {}, cause?: unknown) => {
      if (ORDER.indexOf(at) > wanted) return
      const error = cause === undefined ? {} : { error: failureOf(cause), ...stackOf(cause) }
      write(`${JSON.stringify({ time: new Date().toISOString(), level: at, event, ...fields, ...error })}\n`)
    }
  return { error: line('error'), warn: line('warn'), info: line('info'), debug: line('debug') }
}

/**
 * What went wrong, in words that hold nothing of what was read: a parser (of JSON, or PostgreSQL's of a value, class 22) repeats in
 * its message what it could not read.
 */
export function failureOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const code = (cause as { code?: unknown }).code
  if (cause instanceof SyntaxError) return cause.name
  return typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code) ? `${cause.name} ${code}` : cause.message
}

/** Where it went wrong; the first lines of a stack are the message again. */
function stackOf(cause: unknown): { readonly stack?: string } {
  if (!(cause instanceof Error) || !cause.stack) return {}
  const at = cause.stack.search(/^ {4}at /m)
  return at < 0 ? {} : { stack: `${failureOf(cause)}\n${cause.stack.slice(at)}` }
}

/** A log that says nothing, for tests. */
export const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
