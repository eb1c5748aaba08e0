/** Sessions, keyed by whose they are. */
import type { SessionId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Level, PasskeyId, Way } from './contract.ts'
import { ACCOUNT, type Account } from './store.ts'

export interface LiveSession extends Account {
  readonly session: SessionId
  readonly way: Way
  readonly assurance: Level
  readonly startedAt: string
  readonly lastSeenAt: string
  /** When they last showed who they are. */
  readonly provedAt: string
  /** Shown by a key that cannot leave its device. */
  readonly deviceBound: boolean
  /** Id of the mandate it acts under. */
  readonly acting?: string | null
}

/** A session that begins. */
export interface BegunSession extends Pick<LiveSession, 'session' | 'way' | 'assurance' | 'deviceBound'> {
  readonly account: string
  readonly tokenHash: Buffer
  readonly device: string
  readonly at: string
}

export async function insertSession(on: Query, begun: BegunSession): Promise<void> {
  const { account, session: id, tokenHash, way, assurance, deviceBound, device, at } = begun
  await on.query(
    `insert into identity.sessions (account, id, token_hash, way, assurance, device, started_at, last_seen_at, proved_at, device_bound)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8)`,
    [account, id, tokenHash, way, assurance, device, at, deviceBound],
  )
}

/**
 * By one statement, for everybody who signs in waits for it: the question is answered, the passkey used, the session begun; or the
 * first of them that may not be, and nothing after it. `isNew`: nobody has answered the question before. `isOriginal`: the counter
 * has grown, so that the passkey is no copy (as `usePasskey`).
 */
export async function insertSessionByPasskey(
  on: Query,
  begun: BegunSession,
  by: { readonly question: Buffer; readonly expiresAt: string; readonly passkey: PasskeyId; readonly counter: number },
): Promise<{ readonly isNew: boolean; readonly isOriginal: boolean }> {
  const { account, session, tokenHash, way, assurance, deviceBound, device, at } = begun
  const [row] = await on.query<{ isNew: boolean; isOriginal: boolean }>(
    `with answered as (
       insert into identity.answered (question, expires_at) values ($1, $2) on conflict (question) do nothing returning 1),
     used as (
       update identity.passkeys set counter = $5, last_used_at = $6 from answered
       where account = $3 and id = $4 and ($5 > counter or ($5 = 0 and counter = 0)) returning 1),
     begun as (
       insert into identity.sessions (account, id, token_hash, way, assurance, device, started_at, last_seen_at, proved_at, device_bound)
       select $3, $7, $8, $9, $10, $11, $6, $6, $6, $12 from used)
     select exists (select from answered) as "isNew", exists (select from used) as "isOriginal"`,
    [by.question, by.expiresAt, account, by.passkey, by.counter, at, session, tokenHash, way, assurance, device, deviceBound],
  )
  return row!
}

/** Sessions that have not ended (planned once: `sign-on/store-records.ts`), were seen since `idleSince` and began after `startedSince`. */
export const findSessions = (
  on: Query,
  tokenHashes: readonly Buffer[],
  idleSince: string,
  startedSince: string,
): Promise<(LiveSession & { readonly tokenHash: Buffer })[]> =>
  on.query(
    `select ${ACCOUNT}, s.id as session, s.way, s.assurance, s.started_at as "startedAt", s.last_seen_at as "lastSeenAt",
       s.proved_at as "provedAt", s.device_bound as "deviceBound", s.acting, s.token_hash as "tokenHash"
     from unnest((select $1::bytea[])) as w (hash)
       cross join lateral (select * from identity.sessions where token_hash = w.hash offset 0) s
       cross join lateral (select * from identity.accounts where id = s.account offset 0) a
     where s.ended_at is null and s.last_seen_at > $2 and s.started_at > $3`,
    [tokenHashes, idleSince, startedSince],
  )

export async function touchSession(on: Query, account: string, id: SessionId, at: string): Promise<void> {
  await on.query('update identity.sessions set last_seen_at = $3 where account = $1 and id = $2', [account, id, at])
}

export async function findSessionById(
  on: Query,
  account: string,
  id: SessionId,
): Promise<Pick<LiveSession, 'way' | 'assurance' | 'provedAt'> | undefined> {
  const [session] = await on.query<Pick<LiveSession, 'way' | 'assurance' | 'provedAt'>>(
    'select way, assurance, proved_at as "provedAt" from identity.sessions where account = $1 and id = $2 and ended_at is null',
    [account, id],
  )
  return session
}

/** Whether a session of this account still counts. */
export async function isSessionAlive(
  on: Query,
  account: string,
  id: string,
  idleSince: string,
  startedSince: string,
): Promise<boolean> {
  const rows = await on.query(
    `select 1 from identity.sessions
     where account = $1 and id = $2 and ended_at is null and last_seen_at > $3 and started_at > $4`,
    [account, id, idleSince, startedSince],
  )
  return rows.length > 0
}

/** Who showed more than before has more from now on; never less. */
export async function raiseSession(
  on: Query,
  account: string,
  id: SessionId,
  way: Way,
  assurance: Level,
  at: string,
  deviceBound = false,
) {
  await on.query(
    `update identity.sessions set way = $3, assurance = $4, proved_at = $5, last_seen_at = $5, device_bound = device_bound or $6
     where account = $1 and id = $2 and ended_at is null`,
    [account, id, way, assurance, at, deviceBound],
  )
}

export const listSessions = (on: Query, account: string, idleSince: string, startedSince: string) =>
  on.query<{ id: SessionId; startedAt: string; lastSeenAt: string; way: Way; assurance: Level; device: string }>(
    `select id, started_at as "startedAt", last_seen_at as "lastSeenAt", way, assurance, device from identity.sessions
     where account = $1 and ended_at is null and last_seen_at > $2 and started_at > $3 order by last_seen_at desc`,
    [account, idleSince, startedSince],
  )

export async function endSession(on: Query, id: SessionId, account: string | null, at: string): Promise<boolean> {
  const rows = await on.query(
    'update identity.sessions set ended_at = $3 where id = $1 and ($2::text is null or account = $2) and ended_at is null returning id',
    [id, account, at],
  )
  return rows.length > 0
}

export async function endSessionsOf(on: Query, account: string, at: string): Promise<SessionId[]> {
  const rows = await on.query<{ id: SessionId }>(
    'update identity.sessions set ended_at = $2 where account = $1 and ended_at is null returning id',
    [account, at],
  )
  return rows.map(({ id }) => id)
}
