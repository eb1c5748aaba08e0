/** Figures of many runs. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('no values')
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]!
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** CPU of this thread for one call, in milliseconds: other processes cannot add to it. The median of `rounds`, after a tenth as many to warm up. */
export function cpuOf(work: (round: number) => unknown, rounds: number): number {
  for (let round = 0; round < Math.max(1, rounds / 10); round++) work(round)
  return median(
    Array.from({ length: rounds }, (_, round) => {
      const before = process.threadCpuUsage()
      work(round)
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1000
    }),
  )
}
