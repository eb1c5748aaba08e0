/** Figures of many runs. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('no values')
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]!
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** So much at least is measured in one go: the clock of the processor counts in steps. */
const LEAST_MS = 20

/** V8 compiles what runs often while it runs: for so long nothing is measured, for a server is warm. */
const WARM_MS = 500

/**
 * CPU of this thread for one call, in milliseconds: other processes cannot add to it. The median of `rounds` goes, each of as many
 * calls as it takes to measure, after `warmMs` of the same work (by the clock).
 */
export function cpuOf(work: (round: number) => unknown, rounds: number, warmMs = WARM_MS): number {
  for (const started = performance.now(); performance.now() - started < warmMs; ) timed(work, 1)
  const calls = Math.max(1, Math.ceil(LEAST_MS / Math.max(0.001, timed(work, 3))))
  return median(Array.from({ length: rounds }, () => cpuPerCall(work, calls)))
}

/** By the clock, for a first guess only. */
function timed(work: (round: number) => unknown, calls: number): number {
  const started = performance.now()
  for (let call = 0; call < calls; call++) work(call)
  return (performance.now() - started) / calls
}

function cpuPerCall(work: (round: number) => unknown, calls: number): number {
  const before = process.threadCpuUsage()
  for (let call = 0; call < calls; call++) work(call)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000 / calls
}
