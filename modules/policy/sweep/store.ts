/** Sweeps and their shards. The clock is the database's own: workers on several machines share no other. */
import type { Query, Tx } from '@dpg/kernel/server'

/** True when it is new; the same one again adds nothing. */
export async function insertSweep(
  tx: Tx,
  sweep: { readonly id: string; readonly task: string; readonly shards: readonly string[]; readonly isRun?: boolean },
): Promise<boolean> {
  const rows = await tx.query(
    'insert into policy.sweeps (id, created_at, task, is_run) values ($1, now(), $2, $3) on conflict (id) do nothing returning id',
    [sweep.id, sweep.task, sweep.isRun ?? false],
  )
  await fillShards(tx, sweep.id, sweep.shards)
  return rows.length > 0
}

export async function fillShards(on: Query, sweep: string, shards: readonly string[]): Promise<void> {
  await on.query(
    'insert into policy.sweep_shards (sweep, shard) select $1, shard from unnest($2::text[]) as shard on conflict do nothing',
    [sweep, shards],
  )
}

export async function taskOf(on: Query, sweep: string): Promise<string | undefined> {
  const [row] = await on.query<{ task: string }>('select task from policy.sweeps where id = $1', [sweep])
  return row?.task
}

/** Rows that another takes at this moment are passed over, not waited for. */
export async function takeShard(on: Query, sweep: string, owner: string, leaseMs: number): Promise<string | undefined> {
  const [row] = await on.query<{ shard: string }>(
    `update policy.sweep_shards set owner = $2, leased_until = clock_timestamp() + $3 * interval '1 millisecond'
     where sweep = $1 and shard = (
       select shard from policy.sweep_shards
       where sweep = $1 and report is null and (leased_until is null or leased_until < clock_timestamp())
       order by shard limit 1 for update skip locked)
     returning shard`,
    [sweep, owner, leaseMs],
  )
  return row?.shard
}

/** A lease that ran out is still the owner's until another takes the shard. */
export async function renewShard(on: Query, sweep: string, shard: string, owner: string, leaseMs: number): Promise<boolean> {
  const rows = await on.query(
    `update policy.sweep_shards set leased_until = clock_timestamp() + $4 * interval '1 millisecond'
     where sweep = $1 and shard = $2 and owner = $3 and report is null returning shard`,
    [sweep, shard, owner, leaseMs],
  )
  return rows.length > 0
}

export async function freeShard(on: Query, sweep: string, shard: string, owner: string): Promise<void> {
  await on.query(
    `update policy.sweep_shards set owner = null, leased_until = null
     where sweep = $1 and shard = $2 and owner = $3 and report is null`,
    [sweep, shard, owner],
  )
}

/** False when it is reported already, or held by another. */
export async function reportShard(on: Query, sweep: string, shard: string, owner: string, report: Uint8Array): Promise<boolean> {
  const rows = await on.query(
    `update policy.sweep_shards set report = $4, leased_until = null
     where sweep = $1 and shard = $2 and owner = $3 and report is null returning shard`,
    [sweep, shard, owner, report],
  )
  return rows.length > 0
}

export async function reportsOf(on: Query, sweep: string): Promise<readonly Uint8Array[]> {
  const rows = await on.query<{ report: Uint8Array }>(
    'select report from policy.sweep_shards where sweep = $1 and report is not null order by shard',
    [sweep],
  )
  return rows.map(({ report }) => report)
}

export async function openShards(on: Query, sweep: string): Promise<readonly string[]> {
  const rows = await on.query<{ shard: string }>(
    'select shard from policy.sweep_shards where sweep = $1 and report is null order by shard',
    [sweep],
  )
  return rows.map(({ shard }) => shard)
}

/** Some of its shards wait for somebody. */
export async function hasFreeShards(on: Query, sweep: string): Promise<boolean> {
  const rows = await on.query(
    `select 1 from policy.sweep_shards
     where sweep = $1 and report is null and (leased_until is null or leased_until < clock_timestamp()) limit 1`,
    [sweep],
  )
  return rows.length > 0
}

/** What was reported goes with it. */
export async function deleteSweep(on: Query, sweep: string): Promise<void> {
  await on.query('delete from policy.sweeps where id = $1', [sweep])
}

/** Runs that nobody came back to. */
export async function deleteOldRuns(on: Query): Promise<void> {
  await on.query(`delete from policy.sweeps where is_run and created_at < now() - interval '1 day'`)
}

/** Sweeps of the last week with shards to be done, the oldest first; an older one is worked on where somebody says so. */
export async function openSweeps(on: Query): Promise<readonly string[]> {
  const rows = await on.query<{ id: string }>(
    `select id from policy.sweeps s where created_at > now() - interval '7 days' and not is_run
       and exists (select from policy.sweep_shards where sweep = s.id and report is null)
     order by created_at, id`,
  )
  return rows.map(({ id }) => id)
}
