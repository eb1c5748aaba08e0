/** Subscribers of the notifier, the days that wake them, and what they were told. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { NewsId } from './contract.ts'

export interface SubscriberRow {
  readonly person: PersonId
  readonly sealed: Buffer | null
  readonly lookedAt: string | null
  /** ISO day. */
  readonly aheadFrom: string | null
}

const COLUMNS = 'person, sealed, looked_at as "lookedAt", ahead_from as "aheadFrom"'

export async function insertSubscriber(on: Query, person: PersonId, at: string): Promise<boolean> {
  const rows = await on.query(
    'insert into benefits.subscribers (person, since) values ($1, $2) on conflict (person) do nothing returning person',
    [person, at],
  )
  return rows.length > 0
}

/** Everything that was kept for the subscription. */
export async function deleteSubscriber(on: Query, person: PersonId): Promise<void> {
  for (const table of ['subscribers', 'wakes', 'told', 'news'])
    await on.query(`delete from benefits.${table} where person = $1`, [person])
}

export async function findSubscriber(on: Query, person: PersonId): Promise<SubscriberRow | undefined> {
  return (await on.query<SubscriberRow>(`select ${COLUMNS} from benefits.subscribers where person = $1`, [person]))[0]
}

/** Locked: two looks at the same person follow one another, and the second knows what the first told. */
export async function lockSubscriber(on: Query, person: PersonId): Promise<SubscriberRow | undefined> {
  return (await on.query<SubscriberRow>(`select ${COLUMNS} from benefits.subscribers where person = $1 for update`, [person]))[0]
}

/** `aheadFrom`: the coming year is to be computed from that day on; an earlier one that waits stays. */
export async function keepProjection(
  on: Query,
  person: PersonId,
  sealed: Buffer,
  lookedAt: string,
  aheadFrom: string | null,
): Promise<void> {
  await on.query(
    `update benefits.subscribers set sealed = $2, looked_at = $3, ahead_from = least(ahead_from, $4::date) where person = $1`,
    [person, sealed, lookedAt, aheadFrom],
  )
}

export const listSubscribersAfter = (on: Query, after: string, limit: number): Promise<SubscriberRow[]> =>
  on.query(`select ${COLUMNS} from benefits.subscribers where person > $1 and sealed is not null order by person limit $2`, [
    after,
    limit,
  ])

/** The coming year is to be computed again. */
export async function markAhead(on: Query, person: PersonId, from: string): Promise<void> {
  await on.query(
    'update benefits.subscribers set ahead_from = least(ahead_from, $2::date) where person = $1 and sealed is not null',
    [person, from],
  )
}

/** Somebody whose coming year is to be computed, held by this transaction alone. */
export async function takeAhead(on: Query): Promise<SubscriberRow | undefined> {
  const [row] = await on.query<SubscriberRow>(
    `select ${COLUMNS} from benefits.subscribers where ahead_from is not null and sealed is not null
     order by ahead_from limit 1 for update skip locked`,
  )
  return row
}

export async function keepWakes(on: Query, person: PersonId, days: readonly string[]): Promise<void> {
  await on.query(
    `with old as (delete from benefits.wakes where person = $1 and day <> all($2::date[]))
     insert into benefits.wakes (person, day) select $1, * from unnest($2::date[]) on conflict do nothing`,
    [person, days],
  )
  await on.query('update benefits.subscribers set ahead_from = null where person = $1', [person])
}

/** Days that come to those there are. */
export async function addWakes(on: Query, person: PersonId, days: readonly string[]): Promise<void> {
  if (days.length === 0) return
  await on.query('insert into benefits.wakes (person, day) select $1, * from unnest($2::date[]) on conflict do nothing', [
    person,
    days,
  ])
}

export async function listWakes(on: Query, person: PersonId, after: string): Promise<string[]> {
  const rows = await on.query<{ day: string }>(
    'select day from benefits.wakes where person = $1 and day > $2::date order by day',
    [person, after],
  )
  return rows.map(({ day }) => day)
}

/** Days that have come; they are taken out, so that each wakes once. */
export const takeDueWakes = (on: Query, today: string, limit: number): Promise<{ person: PersonId; day: string }[]> =>
  on.query(
    `delete from benefits.wakes where (person, day) in
       (select person, day from benefits.wakes where day <= $1::date order by day limit $2 for update skip locked)
     returning person, day`,
    [today, limit],
  )

/** The keys among these that were not told before; from now on they are. */
export async function insertTold(on: Query, person: PersonId, keys: readonly Buffer[], at: string): Promise<readonly string[]> {
  const rows = await on.query<{ key: Buffer }>(
    `insert into benefits.told (person, key, at) select $1, key, $3 from unnest($2::bytea[]) as fresh (key)
     on conflict do nothing returning key`,
    [person, keys, at],
  )
  return rows.map(({ key }) => key.toString('base64'))
}

export interface NewsRow {
  readonly id: NewsId
  readonly at: string
  readonly sealed: Buffer
}

export async function insertNews(on: Query, person: PersonId, { id, at, sealed }: NewsRow): Promise<void> {
  await on.query('insert into benefits.news (person, id, at, sealed) values ($1, $2, $3, $4)', [person, id, at, sealed])
}

export const listNews = (on: Query, person: PersonId, limit: number, before: string | undefined): Promise<NewsRow[]> =>
  on.query(
    `select id, at, sealed from benefits.news where person = $1 and ($3::text is null or id < $3) order by id desc limit $2`,
    [person, limit, before ?? null],
  )
