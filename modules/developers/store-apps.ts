/** SQL of apps and their keys. */
import type { Query } from '@dpg/kernel/server'
import type { App, AppDetails, AppId, AppKey, AppKeyId, KeyKind, WaitingApp } from './contract.ts'

export type StoredApp = Omit<App, 'keys'> & { readonly owner: string; readonly askedAt: string | null }

const APP = `owner, id, name, about, homepage, state, reason, made_at as "madeAt", asked_at as "askedAt"`
const KEY = `id, kind, hint, made_at as "madeAt", ends_at as "endsAt"`

/** False: there are `most` already. */
export async function insertApp(
  on: Query,
  app: AppDetails & { owner: string; id: AppId; at: string },
  most: number,
): Promise<boolean> {
  const made = await on.query(
    `insert into developers.apps (owner, id, name, about, homepage, state, made_at)
     select $1, $2, $3, $4, $5, 'sandbox', $6
     where (select count(*) from developers.apps where owner = $1 and state <> 'ended') < $7 returning id`,
    [app.owner, app.id, app.name, app.about, app.homepage, app.at, most],
  )
  return made.length > 0
}

/** Whoever says something else than what waits for review, or was refused, asks anew. */
export const updateApp = async (on: Query, owner: string, id: AppId, { name, about, homepage }: AppDetails) =>
  (
    await on.query(
      `update developers.apps set name = $3, about = $4, homepage = $5,
         state = case when state in ('waiting', 'refused') then 'sandbox' else state end
       where owner = $1 and id = $2 and state <> 'ended' returning id`,
      [owner, id, name, about, homepage],
    )
  ).length > 0

export const endApp = async (on: Query, owner: string, id: AppId): Promise<boolean> =>
  (
    await on.query(`update developers.apps set state = 'ended' where owner = $1 and id = $2 and state <> 'ended' returning id`, [
      owner,
      id,
    ])
  ).length > 0

export const listApps = (on: Query, owner: string) =>
  on.query<StoredApp>(`select ${APP} from developers.apps where owner = $1 and state <> 'ended' order by made_at desc`, [owner])

export const findApp = async (on: Query, owner: string, id: AppId): Promise<StoredApp | undefined> =>
  (
    await on.query<StoredApp>(`select ${APP} from developers.apps where owner = $1 and id = $2 and state <> 'ended'`, [owner, id])
  )[0]

export const askReview = async (on: Query, owner: string, id: AppId, at: string): Promise<boolean> =>
  (
    await on.query(
      `update developers.apps set state = 'waiting', asked_at = $3, reason = null
       where owner = $1 and id = $2 and state in ('sandbox', 'refused') returning id`,
      [owner, id, at],
    )
  ).length > 0

export const listWaiting = (on: Query) =>
  on.query<WaitingApp>(
    `select id, name, about, homepage, state, reason, made_at as "madeAt", asked_at as "askedAt"
     from developers.apps where state = 'waiting' order by asked_at limit 100`,
  )

export const decideApp = async (
  on: Query,
  id: AppId,
  { isAllowed, reason, by, at }: { isAllowed: boolean; reason: string | null; by: string; at: string },
): Promise<boolean> =>
  (
    await on.query(
      `update developers.apps set state = case when $2 then 'allowed' else 'refused' end, reason = $3, decided_by = $4, decided_at = $5
       where id = $1 and state = 'waiting' and owner <> $4 returning id`,
      [id, isAllowed, reason, by, at],
    )
  ).length > 0

export const insertKey = async (
  on: Query,
  key: { app: AppId; id: AppKeyId; kind: KeyKind; hash: Buffer; hint: string; at: string },
): Promise<AppKey> =>
  (
    await on.query<AppKey>(
      `insert into developers.keys (app, id, kind, hash, hint, made_at) values ($1, $2, $3, $4, $5, $6) returning ${KEY}`,
      [key.app, key.id, key.kind, key.hash, key.hint, key.at],
    )
  )[0]!

/** Those that open something at that time, newest first. */
export const listKeys = (on: Query, app: AppId, at: string) =>
  on.query<AppKey>(
    `select ${KEY} from developers.keys where app = $1 and (ends_at is null or ends_at > $2) order by made_at desc, id desc`,
    [app, at],
  )

/** Undefined: there is none of that id that still opens something. */
export const endKey = async (on: Query, app: AppId, id: AppKeyId, endsAt: string, now: string): Promise<KeyKind | undefined> =>
  (
    await on.query<{ kind: KeyKind }>(
      `update developers.keys set ends_at = least(ends_at, $3::timestamptz)
       where app = $1 and id = $2 and (ends_at is null or ends_at > $4) returning kind`,
      [app, id, endsAt, now],
    )
  )[0]?.kind

export interface Caller {
  readonly app: AppId
  readonly kind: KeyKind
}

/** Whose key it is, while it opens something: asked at every request, so that a change counts on the next one. */
export const findCaller = async (on: Query, hash: Buffer, at: string): Promise<Caller | undefined> =>
  (
    await on.query<Caller>(
      `select k.app, k.kind from developers.keys k join developers.apps a on a.id = k.app
       where k.hash = $1 and (k.ends_at is null or k.ends_at > $2) and a.state <> 'ended' and (k.kind = 'test' or a.state = 'allowed')`,
      [hash, at],
    )
  )[0]

export const findName = async (on: Query, app: AppId): Promise<string | undefined> =>
  (await on.query<{ name: string }>('select name from developers.apps where id = $1', [app]))[0]?.name
