/** Relying sites, read one by one: there are tens of thousands. */
import type { Query } from '@dpg/kernel/server'
import type { SiteConfig, SiteId } from '../contract.ts'
import type { SiteState } from './site.ts'

export interface StoredSite {
  readonly id: SiteId
  readonly owner: string
  readonly proposed: SiteConfig
  readonly allowed: SiteConfig | null
  readonly state: SiteState
  readonly secretHash: string | null
  readonly testHash: string | null
  readonly reason: string | null
  readonly askedAt: string | null
  readonly decidedAt: string | null
  readonly madeAt: string
}

const FIELDS = `id, owner, proposed, allowed, state, secret_hash as "secretHash", test_hash as "testHash", reason,
  asked_at as "askedAt", decided_at as "decidedAt", made_at as "madeAt"`

export async function findSite(on: Query, id: string): Promise<StoredSite | undefined> {
  const [site] = await on.query<StoredSite>(`select ${FIELDS} from identity.sites where id = $1`, [id])
  return site
}

/** What the provider needs of a site, or of its test twin: what it was last allowed, or what it proposes. */
export interface SiteInUse extends Pick<StoredSite, 'id'> {
  readonly isTest: boolean
  readonly config: SiteConfig
  readonly secretHash: string | null
}

/** Nobody signs in to others. Written as in `sign-on/store-records.ts`, to be planned once. */
export const findSitesInUse = (
  on: Query,
  wanted: readonly { readonly id: string; readonly isTest: boolean }[],
): Promise<SiteInUse[]> =>
  on.query(
    `select s.id, w.test as "isTest", case when w.test then s.proposed else s.allowed end as config,
       case when w.test then s.test_hash else s.secret_hash end as "secretHash"
     from unnest((select $1::text[]), (select $2::boolean[])) as w (id, test)
       cross join lateral (select * from identity.sites where id = w.id offset 0) s
     where s.state <> 'ended' and (w.test or s.allowed is not null)`,
    [wanted.map(({ id }) => id), wanted.map(({ isTest }) => isTest)],
  )

/**
 * Sites that have changed since a moment of before, and the moment of now. A moment is the oldest transaction still under way: whatever
 * was not seen then is counted later, however long it takes to commit.
 */
export async function findChangedSites(
  on: Query,
  since: string | undefined,
): Promise<{ readonly moment: string; readonly ids: readonly SiteId[] }> {
  const [seen] = await on.query<{ moment: string; ids: SiteId[] }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as moment,
       array(select id from identity.sites where changed >= $1::xid8) as ids`,
    [since ?? null],
  )
  return seen!
}

export const listSitesOf = (on: Query, owner: string): Promise<StoredSite[]> =>
  on.query(`select ${FIELDS} from identity.sites where owner = $1 and state <> 'ended' order by made_at desc limit 200`, [owner])

/** Oldest first, a page at a time. */
export const listWaitingSites = (on: Query, after: string | null, limit: number): Promise<StoredSite[]> =>
  on.query(
    `select ${FIELDS} from identity.sites where state = 'waiting' and ($1::timestamptz is null or asked_at > $1)
     order by asked_at limit $2`,
    [after, limit],
  )

export async function insertSite(
  on: Query,
  site: Pick<StoredSite, 'id' | 'owner' | 'proposed' | 'secretHash' | 'testHash' | 'madeAt'>,
): Promise<void> {
  await on.query(
    `insert into identity.sites (id, owner, proposed, state, secret_hash, test_hash, made_at)
     values ($1, $2, $3, 'testing', $4, $5, $6)`,
    [site.id, site.owner, site.proposed, site.secretHash, site.testHash, site.madeAt],
  )
}

/** Changes apply at once where test people sign in; where people do, once they are allowed. */
export async function proposeSite(on: Query, owner: string, id: SiteId, proposed: SiteConfig): Promise<boolean> {
  const rows = await on.query(
    `update identity.sites set proposed = $3, state = 'testing', reason = null where id = $2 and owner = $1 and state <> 'ended' returning 1`,
    [owner, id, proposed],
  )
  return rows.length > 0
}

export async function askReview(on: Query, owner: string, id: SiteId, at: string): Promise<boolean> {
  const rows = await on.query(
    `update identity.sites set state = 'waiting', asked_at = $3, reason = null
     where id = $2 and owner = $1 and state in ('testing', 'refused') returning 1`,
    [owner, id, at],
  )
  return rows.length > 0
}

/** Only what was read is decided: a site that was changed meanwhile waits no longer. */
export async function decideSite(
  on: Query,
  id: SiteId,
  decision: { readonly isAllowed: boolean; readonly reason: string | null; readonly by: string; readonly at: string },
): Promise<boolean> {
  const rows = await on.query(
    `update identity.sites set state = case when $2 then 'allowed' else 'refused' end,
       allowed = case when $2 then proposed else allowed end, reason = $3, decided_by = $4, decided_at = $5
     where id = $1 and state = 'waiting' and owner <> $4 returning 1`,
    [id, decision.isAllowed, decision.reason, decision.by, decision.at],
  )
  return rows.length > 0
}

export async function revokeSite(
  on: Query,
  id: SiteId,
  { reason, by, at }: { readonly reason: string; readonly by: string; readonly at: string },
): Promise<void> {
  await on.query(
    `update identity.sites set state = 'refused', allowed = null, reason = $2, decided_by = $3, decided_at = $4
     where id = $1 and allowed is not null and state <> 'ended'`,
    [id, reason, by, at],
  )
}

export async function renewSecret(on: Query, owner: string, id: SiteId, isTest: boolean, hash: string): Promise<boolean> {
  const column = isTest ? 'test_hash' : 'secret_hash'
  const rows = await on.query(
    `update identity.sites set ${column} = $3 where id = $2 and owner = $1 and state <> 'ended' and ${column} is not null returning 1`,
    [owner, id, hash],
  )
  return rows.length > 0
}

export async function endSite(on: Query, owner: string, id: SiteId): Promise<boolean> {
  const rows = await on.query(
    "update identity.sites set state = 'ended', allowed = null where id = $2 and owner = $1 and state <> 'ended' returning 1",
    [owner, id],
  )
  return rows.length > 0
}
