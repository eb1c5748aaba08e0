/** Shards handed out by PostgreSQL to workers on any number of machines; promises as in `ShardQueue`. */
import { randomUUID } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Query } from '@dpg/kernel/server'
import type { ShardQueue } from '@dpg/rules/population'
import * as store from './store.ts'

/** A killed worker is not waited for much longer; one that was only slow loses nothing but its work on one shard. */
const LEASE_MS = 30_000

export function postgresQueue<Report>(
  db: Query,
  sweep: string,
  { owner = randomUUID(), leaseMs = LEASE_MS }: { readonly owner?: string; readonly leaseMs?: number } = {},
): ShardQueue<Report> {
  return {
    owner,
    leaseMs,
    take: () => store.takeShard(db, sweep, owner, leaseMs),
    renew: (shard) => store.renewShard(db, sweep, shard, owner, leaseMs),
    giveBack: (shard) => store.freeShard(db, sweep, shard, owner),
    report: (shard, report) => store.reportShard(db, sweep, shard, owner, zstdCompressSync(JSON.stringify(report))),
    reports: async () =>
      (await store.reportsOf(db, sweep)).map((bytes): Report => JSON.parse(zstdDecompressSync(bytes).toString())),
    open: () => store.openShards(db, sweep),
  }
}
