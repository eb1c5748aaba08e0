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
      const error =
        cause instanceof Error
          ? { error: cause.message, stack: cause.stack }
          : cause === undefined
            ? {}
            : { error: String(cause) }
      write(`${JSON.stringify({ time: new Date().toISOString(), level: at, event, ...fields, ...error })}\n`)
    }
  return { error: line('error'), warn: line('warn'), info: line('info'), debug: line('debug') }
}

/** A log that says nothing, for tests. */
export const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
