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

export interface Kept {
  readonly person: PersonId
  readonly sealed: Buffer
}

/** `aheadFrom`: their coming year is to be computed from that day on; an earlier one that waits stays. */
export async function keepProjections(
  on: Query,
  kept: readonly Kept[],
  lookedAt: string,
  aheadFrom: string | null,
): Promise<void> {
  await on.query(
    `update benefits.subscribers s set looked_at = $4, ahead_from = least(s.ahead_from, $5::date),
       sealed = substring($2::bytea from kept.first for kept.length)
     from unnest($1::text[], $3::int[], $6::int[]) as kept (person, first, length) where s.person = kept.person`,
    [
      kept.map(({ person }) => person),
      ...inOne(kept.map(({ sealed }) => sealed)),
      lookedAt,
      aheadFrom,
      kept.map(({ sealed }) => sealed.length),
    ],
  )
}

/** One value of bytes goes as it is, many in an array as text, twice as long. Gives where each begins, counted from one. */
function inOne(all: readonly Buffer[]): readonly [Buffer, readonly number[]] {
  let next = 1
  const firsts = all.map(({ length }) => {
    const first = next
    next += length
    return first
  })
  return [Buffer.concat(all), firsts]
}

/** As it was read: who has another version by now was looked at meanwhile. */
export interface VersionedRow extends SubscriberRow {
  readonly version: string
}

/** A limit in a subquery keeps it one: else all consents there are would be joined for each batch. */
const WATCHED = `select s.person, s.sealed, s.looked_at as "lookedAt", s.ahead_from as "aheadFrom", s.xmin::text as version
  from benefits.subscribers s where s.sealed is not null and (
    select true from benefits.consents c where c.person = s.person and c.purpose = 'watch' and c.ended_at is null and c.ends_at > $1 limit 1)`

/** Looked at once, and with a consent in force at that instant; in the order of their ids. */
export const listWatchedAfter = (on: Query, now: string, after: string, limit: number): Promise<VersionedRow[]> =>
  on.query(`${WATCHED} and s.person > $2 order by s.person limit $3`, [now, after, limit])

/** These, of them. */
export const listWatched = (on: Query, now: string, people: readonly PersonId[]): Promise<VersionedRow[]> =>
  on.query(`${WATCHED} and s.person = any($2)`, [now, people])

/** Locks them, one after another in the order of their ids, so that two who lock many do not wait for each other; gives their versions. */
export async function lockSubscribers(on: Query, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
  const rows = await on.query<{ person: PersonId; version: string }>(
    `select person, xmin::text as version from benefits.subscribers where person = any($1) order by person for update`,
    [people],
  )
  return new Map(rows.map(({ person, version }) => [person, version]))
}

/** The coming year is to be computed again. */
export async function markAhead(on: Query, person: PersonId, from: string): Promise<void> {
  await on.query(
    'update benefits.subscribers set ahead_from = least(ahead_from, $2::date) where person = $1 and sealed is not null',
    [person, from],
  )
}

/** Some whose coming year is to be computed, held by this transaction alone. */
export const takeAhead = (on: Query, limit: number): Promise<SubscriberRow[]> =>
  on.query(
    `select ${COLUMNS} from benefits.subscribers where ahead_from is not null and sealed is not null
     order by ahead_from limit $1 for update skip locked`,
    [limit],
  )

export interface Wakes {
  readonly person: PersonId
  /** ISO days. */
  readonly days: readonly string[]
}

/** The days of their coming year, in the place of those there were. */
export async function keepWakes(on: Query, wakes: readonly Wakes[]): Promise<void> {
  const people = wakes.map(({ person }) => person)
  await on.query(
    `with next as (select * from unnest($2::text[], $3::date[]) as of (person, day)),
       old as (delete from benefits.wakes w where w.person = any($1)
         and not exists (select from next n where n.person = w.person and n.day = w.day))
     insert into benefits.wakes (person, day) select person, day from next on conflict do nothing`,
    [people, ...columnsOf(wakes)],
  )
  await on.query('update benefits.subscribers set ahead_from = null where person = any($1)', [people])
}

/** Days that come to those there are. */
export async function addWakes(on: Query, wakes: readonly Wakes[]): Promise<void> {
  await on.query(
    `insert into benefits.wakes (person, day) select * from unnest($1::text[], $2::date[]) on conflict do nothing`,
    columnsOf(wakes),
  )
}

const columnsOf = (wakes: readonly Wakes[]): [string[], string[]] => [
  wakes.flatMap(({ person, days }) => days.map(() => person)),
  wakes.flatMap(({ days }) => days),
]

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

export interface ToldRow {
  readonly person: PersonId
  readonly key: Buffer
}

/** Those among these that were not told before; from now on they are. */
export const insertTold = (on: Query, rows: readonly ToldRow[], at: string): Promise<ToldRow[]> =>
  on.query(
    `insert into benefits.told (person, key, at) select person, key, $3 from unnest($1::text[], $2::bytea[]) as fresh (person, key)
     on conflict do nothing returning person, key`,
    [rows.map(({ person }) => person), rows.map(({ key }) => key), at],
  )

export interface NewsRow {
  readonly id: NewsId
  readonly at: string
  readonly sealed: Buffer
}

export async function insertNews(on: Query, rows: readonly (NewsRow & { readonly person: PersonId })[]): Promise<void> {
  await on.query(
    `insert into benefits.news (person, id, at, sealed) select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bytea[])`,
    [rows.map(({ person }) => person), rows.map(({ id }) => id), rows.map(({ at }) => at), rows.map(({ sealed }) => sealed)],
  )
}

export const listNews = (on: Query, person: PersonId, limit: number, before: string | undefined): Promise<NewsRow[]> =>
  on.query(
    `select id, at, sealed from benefits.news where person = $1 and ($3::text is null or id < $3) order by id desc limit $2`,
    [person, limit, before ?? null],
  )
