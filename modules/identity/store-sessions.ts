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

/** A session that begins by a passkey: by the answer to a question. */
export interface ByPasskey {
  readonly begun: BegunSession
  readonly question: Buffer
  readonly expiresAt: string
  readonly passkey: PasskeyId
  readonly counter: number
}

/** `isNew`: nobody has answered the question before. `isOriginal`: the counter has grown, so that the passkey is no copy (as `usePasskey`). */
export interface Answered {
  readonly question: Buffer
  readonly isNew: boolean
  readonly isOriginal: boolean
}

/**
 * By one statement, for everybody who signs in waits for it: of each the question is answered, the passkey used, the session begun; or
 * the first of them that may not be, and nothing after it. No question and no passkey may be there twice.
 */
export const insertSessionsByPasskey = (on: Query, all: readonly ByPasskey[]): Promise<Answered[]> =>
  on.query(
    `with asked as (
       select * from unnest((select $1::bytea[]), (select $2::timestamptz[]), (select $3::text[]), (select $4::text[]), (select $5::bigint[]),
         (select $6::timestamptz[]), (select $7::text[]), (select $8::bytea[]), (select $9::text[]), (select $10::text[]),
         (select $11::text[]), (select $12::boolean[]))
         as a (question, expires_at, account, passkey, counter, at, session, token_hash, way, assurance, device, device_bound)),
     answered as (
       insert into identity.answered (question, expires_at) select question, expires_at from asked
       on conflict (question) do nothing returning question),
     used as (
       update identity.passkeys p set counter = a.counter, last_used_at = a.at from asked a join answered using (question)
       where p.account = a.account and p.id = a.passkey and (a.counter > p.counter or (a.counter = 0 and p.counter = 0))
       returning a.question),
     begun as (
       insert into identity.sessions (account, id, token_hash, way, assurance, device, started_at, last_seen_at, proved_at, device_bound)
       select account, session, token_hash, way, assurance, device, at, at, at, device_bound from asked join used using (question))
     select question, exists (select from answered n where n.question = a.question) as "isNew",
       exists (select from used u where u.question = a.question) as "isOriginal" from asked a`,
    [
      all.map(({ question }) => question),
      all.map(({ expiresAt }) => expiresAt),
      all.map(({ begun }) => begun.account),
      all.map(({ passkey }) => passkey),
      all.map(({ counter }) => counter),
      all.map(({ begun }) => begun.at),
      all.map(({ begun }) => begun.session),
      all.map(({ begun }) => begun.tokenHash),
      all.map(({ begun }) => begun.way),
      all.map(({ begun }) => begun.assurance),
      all.map(({ begun }) => begun.device),
      all.map(({ begun }) => begun.deviceBound),
    ],
  )

/** What the cookies of a request lead to: a session by its hash and, for the provider, a record of it beside it. */
export interface Cookies {
  readonly tokenHash: Buffer
  readonly record: Buffer | null
}

/** `place`: of what was asked, from one. `payload`: of the record, if it is there. */
export interface FoundSession extends LiveSession {
  readonly place: bigint
  readonly payload: Buffer | null
}

/** Sessions that have not ended (planned once: `sign-on/store-records.ts`), were seen since `idleSince` and began after `startedSince`. */
export const findSessions = (
  on: Query,
  cookies: readonly Cookies[],
  idleSince: string,
  startedSince: string,
): Promise<FoundSession[]> =>
  on.query(
    `select ${ACCOUNT}, s.id as session, s.way, s.assurance, s.started_at as "startedAt", s.last_seen_at as "lastSeenAt",
       s.proved_at as "provedAt", s.device_bound as "deviceBound", s.acting, w.place, r.payload
     from unnest((select $1::bytea[]), (select $4::bytea[])) with ordinality as w (hash, record, place)
       cross join lateral (select * from identity.sessions where token_hash = w.hash offset 0) s
       cross join lateral (select * from identity.accounts where id = s.account offset 0) a
       left join lateral (select payload from identity.records where id = w.record offset 0) r on true
     where s.ended_at is null and s.last_seen_at > $2 and s.started_at > $3`,
    [cookies.map(({ tokenHash }) => tokenHash), idleSince, startedSince, cookies.map(({ record }) => record)],
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
