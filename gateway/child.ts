/** The life of a child process: told what to be by its parent over the channel between them, and gone when the parent is. */

/** Starts once the parent has said how. Later words of the parent go to what `start` returns. */
export function runAsChild<C>(start: (config: C, tell: (message: object) => void) => Promise<(message: unknown) => void>): void {
  // The channel closes when the parent ends, however it ends: a killed parent leaves no child behind.
  process.on('disconnect', () => process.exit(0))
  // An end in good order leaves what was compiled to the next start.
  process.on('SIGTERM', () => process.exit(0))
  // Ctrl-C reaches the whole group; the parent decides when its children stop.
  process.on('SIGINT', () => {})
  const tell = (message: object) => {
    if (process.connected) process.send?.(message)
  }
  process.once('message', (config) => {
    start(config as C, tell).then(
      (hear) => void process.on('message', hear),
      (cause: unknown) => {
        tell({ failed: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
        process.exitCode = 1
        process.disconnect?.()
      },
    )
  })
}
