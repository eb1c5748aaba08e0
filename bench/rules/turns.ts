/** How long others wait while something is done: the longest turn of the event loop, in CPU of this thread, so that other work on the machine does not count. */
export async function longestTurn<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly ms: number; readonly cpuMs: number }> {
  let longest = 0
  let isDone = false
  const used = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  const begun = used()
  let last = begun
  const watch = () => {
    const now = used()
    longest = Math.max(longest, now - last)
    last = now
    if (!isDone) setTimeout(watch, 1)
  }
  setImmediate(watch)
  try {
    const result = await work()
    return { result, ms: Math.max(longest, used() - last), cpuMs: used() - begun }
  } finally {
    isDone = true
  }
}
