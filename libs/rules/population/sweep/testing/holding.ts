/** A worker that is killed at the worst moment: it has evaluated a shard, holds it, and has not reported it. */
import type { ShardQueue } from '../queue.ts'

/** Says so instead of reporting, and waits to be killed. */
export const holding = <Report>(queue: ShardQueue<Report>): ShardQueue<Report> => ({
  ...queue,
  report: (shard) => {
    console.log(`holding ${shard}`)
    return new Promise(() => {})
  },
})
