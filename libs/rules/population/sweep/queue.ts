/**
 * Shards waiting to be evaluated by workers on any number of machines. A worker holds a shard by a lease that it renews while it works;
 * a lease that ran out is free for others. Whatever hands shards out keeps these promises (`testing/queue.ts` holds each to them):
 *
 * 1. A shard is held by one worker at a time, and the shard of a worker that died is handed out again.
 * 2. The first report of a shard counts, and it is on the disk before it does; every other is nothing.
 * 3. What a worker reports that has lost its lease is nothing: whoever holds it now reports the same.
 */
export interface ShardQueue<Report> {
  /** Names this worker among all that ever were: never a process number, which other machines and containers have too. */
  readonly owner: string
  /** So long a lease lasts without being renewed. */
  readonly leaseMs: number
  /** The next shard, now held by this worker; undefined when none is free. */
  readonly take: () => Promise<string | undefined>
  /** Lengthens the lease; false when it is lost. */
  readonly renew: (shard: string) => Promise<boolean>
  /** Lets go of a shard that this worker will not report. */
  readonly giveBack: (shard: string) => Promise<void>
  /** Reports a shard for good. False when it had been reported before, or the lease is lost: then this report is dropped. */
  readonly report: (shard: string, report: Report) => Promise<boolean>
  readonly reports: () => Promise<readonly Report[]>
  /** Shards that are not reported yet, those that somebody holds too. */
  readonly open: () => Promise<readonly string[]>
}
