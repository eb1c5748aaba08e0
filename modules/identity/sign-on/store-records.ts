/**
 * The provider's records: many read or written by one statement, for many people sign in at the same moment.
 * `(select $1)` keeps from PostgreSQL how many there are: it plans once a connection, not anew for each number of them, which takes
 * longer than the work. `lateral … offset 0`: looked up one by one, however small the tables were when that was planned.
 */
import type { Query } from '@dpg/kernel/server'

export interface StoredRecord {
  readonly id: Buffer
  readonly payload: Buffer
  readonly grant: Buffer | null
  /** Sessions of the provider: by their second name. */
  readonly uid: Buffer | null
  /** Of what came of one of them: its second name. */
  readonly of: Buffer | null
  readonly session: string | null
  readonly sweptAfter: string
  /** Written only if this one was used up now. */
  readonly once: Buffer | null
}

export interface FoundRecord {
  readonly id: Buffer
  readonly payload: Buffer
  readonly consumed: boolean
}

/** A record with the grant and the session of the provider that it came of: whoever looks at the one looks at the others. */
export interface FoundTogether extends FoundRecord {
  readonly grant: Buffer | null
  readonly grantPayload: Buffer | null
  readonly of: Buffer | null
  readonly ofId: Buffer | null
  readonly ofPayload: Buffer | null
}

const FIELDS = 'id, payload, consumed_at is not null as consumed'

export const findRecords = (on: Query, ids: readonly Buffer[]): Promise<FoundTogether[]> =>
  on.query(
    `select r.id, r.payload, r.consumed_at is not null as consumed, g.id as grant, g.payload as "grantPayload",
       s.uid_key as of, s.id as "ofId", s.payload as "ofPayload"
     from unnest((select $1::bytea[])) as w (id)
       cross join lateral (select * from identity.records where id = w.id offset 0) r
       left join lateral (select id, payload from identity.records where id = r.grant_key offset 0) g on true
       left join lateral (select id, uid_key, payload from identity.records where uid_key = r.session_key offset 0) s on true`,
    [ids],
  )

const ROW = 'id, payload, grant_key, uid_key, session_key, session, swept_after'
const ROWS = `(select $1::bytea[]), (select $2::bytea[]), (select $3::bytea[]), (select $4::bytea[]), (select $5::bytea[]),
  (select $6::text[]), (select $7::timestamptz[])`
/** A record that is there is replaced; what was used up stays used up. */
const REPLACED = `on conflict (id) do update set payload = excluded.payload, grant_key = excluded.grant_key, uid_key = excluded.uid_key,
  session_key = excluded.session_key, session = excluded.session, swept_after = excluded.swept_after`
const valuesOf = (rows: readonly StoredRecord[]) => [
  rows.map(({ id }) => id),
  rows.map(({ payload }) => payload),
  rows.map(({ grant }) => grant),
  rows.map(({ uid }) => uid),
  rows.map(({ of }) => of),
  rows.map(({ session }) => session),
  rows.map(({ sweptAfter }) => sweptAfter),
]

/**
 * What is half made, written and removed together. It need not be on disk before the answer leaves: should the database die, half a
 * second of it is begun anew.
 */
export async function writeSoon(on: Query, rows: readonly StoredRecord[], gone: readonly Buffer[]): Promise<void> {
  const write = `insert into identity.records (${ROW}) select r.* from unnest(${ROWS}) as r (${ROW}),
    (select set_config('synchronous_commit', 'off', true)) as soon ${REPLACED}`
  // Seldom is anything removed: what is not in a statement takes no time in it.
  if (gone.length === 0) await on.query(write, valuesOf(rows))
  else
    await on.query(`with gone as (delete from identity.records where id = any((select $8::bytea[])::bytea[])) ${write}`, [
      ...valuesOf(rows),
      gone,
    ])
}

/**
 * What is used up, written and removed, altogether and on disk; what hangs on something used up before is not written. Answers with what
 * was used up now: of two that come at once, one has it.
 */
export async function writeOnce(
  on: Query,
  rows: readonly StoredRecord[],
  gone: readonly Buffer[],
  { ids, at }: { readonly ids: readonly Buffer[]; readonly at: string },
): Promise<Set<string>> {
  const removed = ', gone as (delete from identity.records where id = any((select $11::bytea[])::bytea[]))'
  const used = await on.query<{ id: Buffer }>(
    `with used as (
       update identity.records set consumed_at = $9 where id = any((select $8::bytea[])::bytea[]) and consumed_at is null returning id),
     written as (
       insert into identity.records (${ROW}) select ${ROW} from unnest(${ROWS}, (select $10::bytea[])) as r (${ROW}, once)
       where r.once is null or r.once in (select id from used) ${REPLACED})${gone.length === 0 ? '' : removed}
     select id from used`,
    [...valuesOf(rows), ids, at, rows.map(({ once }) => once), ...(gone.length === 0 ? [] : [gone])],
  )
  return new Set(used.map(({ id }) => id.toString('latin1')))
}

/** Those that were new: of two that come at once, one. */
export async function claimRecords(on: Query, rows: readonly StoredRecord[]): Promise<Set<string>> {
  const made = await on.query<{ id: Buffer }>(
    `insert into identity.records (id, payload, swept_after) select * from unnest($1::bytea[], $2::bytea[], $3::timestamptz[])
     on conflict (id) do nothing returning id`,
    [rows.map(({ id }) => id), rows.map(({ payload }) => payload), rows.map(({ sweptAfter }) => sweptAfter)],
  )
  return new Set(made.map(({ id }) => id.toString('hex')))
}

/** What came of grants; with them, nothing that was given for them counts any more. */
export async function deleteGrants(on: Query, grants: readonly Buffer[], areTaken: boolean): Promise<void> {
  await on.query('delete from identity.records where grant_key = any($1) or ($2 and id = any($1))', [grants, areTaken])
}

export async function findRecordByUid(on: Query, uid: Buffer): Promise<FoundRecord | undefined> {
  const [row] = await on.query<FoundRecord>(`select ${FIELDS} from identity.records where uid_key = $1`, [uid])
  return row
}

/** What the provider keeps for one of our sessions. */
export const findRecordsOfSession = (on: Query, session: string): Promise<FoundRecord[]> =>
  on.query(`select ${FIELDS} from identity.records where session = $1`, [session])

/** At most `limit`; whoever sweeps goes on until fewer are gone. */
export async function sweepRecords(on: Query, before: string, limit: number): Promise<number> {
  const gone = await on.query(
    `delete from identity.records where id in
       (select id from identity.records where swept_after < $1 order by swept_after limit $2 for update skip locked) returning 1`,
    [before, limit],
  )
  return gone.length
}
