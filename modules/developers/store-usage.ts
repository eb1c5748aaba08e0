/** SQL of what apps have used: windows of the quota, counts by day, requests that went wrong. */
import type { Query } from '@dpg/kernel/server'
import type { AppId, Failure, FailureId, KeyKind, UsageRow } from './contract.ts'

export interface Used {
  readonly kind: KeyKind
  readonly policy: 'minute' | 'day'
  readonly used: number
}

/** Takes one of each window; a row whose window is over begins anew. */
export const takeOne = (on: Query, app: AppId, kind: KeyKind, minute: string, day: string) =>
  on.query<Used>(
    `insert into developers.windows as w (app, kind, policy, starts_at, used) values ($1, $2, 'minute', $3, 1), ($1, $2, 'day', $4, 1)
     on conflict (app, kind, policy) do update
       set used = case when w.starts_at = excluded.starts_at then w.used + 1 else 1 end, starts_at = excluded.starts_at
     returning kind, policy, used`,
    [app, kind, minute, day],
  )

export const listUsed = (on: Query, app: AppId, minute: string, day: string) =>
  on.query<Used>(
    `select kind, policy, used from developers.windows where app = $1
       and ((policy = 'minute' and starts_at = $2) or (policy = 'day' and starts_at = $3))`,
    [app, minute, day],
  )

export const addUsage = (
  on: Query,
  {
    app,
    day,
    kind,
    operation,
    status,
    ms,
  }: { app: AppId; day: string; kind: KeyKind; operation: string; status: number; ms: number },
) =>
  on.query(
    `insert into developers.usage as u (app, day, kind, operation, status, calls, ms) values ($1, $2, $3, $4, $5, 1, $6)
     on conflict (app, day, kind, operation, status) do update set calls = u.calls + 1, ms = u.ms + excluded.ms`,
    [app, day, kind, operation, status, ms],
  )

export const listUsage = async (on: Query, app: AppId, since: string): Promise<readonly UsageRow[]> =>
  (
    await on.query<Omit<UsageRow, 'calls' | 'meanMs'> & { calls: bigint; ms: bigint }>(
      `select day::text as day, kind, operation, status, calls, ms from developers.usage
       where app = $1 and day >= $2 order by day desc, calls desc, operation, status limit 2000`,
      [app, since],
    )
  ).map(({ calls, ms, ...row }) => ({ ...row, calls: Number(calls), meanMs: Math.round(Number(ms) / Number(calls)) }))

export interface StoredFailure extends Failure {
  readonly request: Buffer
}
const FAILURE = 'id, at, kind, operation, status, type, again'

export const insertFailure = (on: Query, app: AppId, failure: StoredFailure) =>
  on.query(
    `insert into developers.failures (app, id, at, kind, operation, status, type, again, request)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [app, failure.id, failure.at, failure.kind, failure.operation, failure.status, failure.type, failure.again, failure.request],
  )

export const listFailures = (on: Query, app: AppId) =>
  on.query<Failure>(`select ${FAILURE} from developers.failures where app = $1 order by at desc, id limit 100`, [app])

export const findFailure = async (on: Query, app: AppId, id: FailureId): Promise<StoredFailure | undefined> =>
  (await on.query<StoredFailure>(`select ${FAILURE}, request from developers.failures where app = $1 and id = $2`, [app, id]))[0]

export const forgetFailuresOf = (on: Query, app: AppId) => on.query('delete from developers.failures where app = $1', [app])

/** Older ones, and of each app all but the newest. */
export async function sweepFailures(on: Query, before: string, most: number): Promise<void> {
  await on.query('delete from developers.failures where at < $1', [before])
  await on.query(
    `delete from developers.failures f using (
       select app, id from (select app, id, row_number() over (partition by app order by at desc) as nth from developers.failures) numbered
       where nth > $1) old
     where f.app = old.app and f.id = old.id`,
    [most],
  )
}
