/** What benchmarks ask of the database itself. */
import type { Pack } from '@dpg/definitions'
import type { Db, Query } from '@dpg/kernel/server'

/** Applications whose evidence has not been fetched yet. */
export async function waitingCases(on: Query): Promise<number> {
  const [row] = await on.query<{ waiting: number }>(
    "select count(*)::int as waiting from casework.cases where state in ('submitted', 'gathering')",
  )
  return row!.waiting
}

export const makePlainTable = (on: Query): Promise<unknown> =>
  on.query('create table public.bench_plain (id bigint generated always as identity primary key, body bytea not null)')

/** As many rows as an application writes, in one durable transaction. */
export async function insertPlainRows(db: Db, bodies: readonly Uint8Array[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const body of bodies) await tx.query('insert into public.bench_plain (body) values ($1)', [body])
  })
}

/** Title, agency and field of every entry, as rows. */
export async function makeSearchTable(on: Query, { catalogue, agencies }: Pack): Promise<void> {
  await on.query('create table public.bench_search (id text, words text, views int)')
  const rows = catalogue.rows.map(({ id, name, agency, field, views }) => ({
    id,
    views,
    words: `${name} ${agencies.get(agency)?.name ?? ''} ${field}`,
  }))
  await on.query('insert into public.bench_search select * from unnest($1::text[], $2::text[], $3::int[])', [
    rows.map(({ id }) => id),
    rows.map(({ words }) => words),
    rows.map(({ views }) => views),
  ])
}

export const ilikeScan = (on: Query, query: string, limit: number): Promise<{ id: string }[]> =>
  on.query<{ id: string }>('select id from public.bench_search where words ilike all ($1::text[]) order by views desc limit $2', [
    query
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => `%${word}%`),
    limit,
  ])

export const makeChain = (on: Query): Promise<unknown> =>
  on.query('create table public.bench_chain (n bigint primary key, leaf bytea not null, link bytea not null)')

/** Rows from place `from`, each with the hash of the one before. */
export const insertChain = (
  on: Query,
  from: number,
  leaves: readonly Uint8Array[],
  links: readonly Uint8Array[],
): Promise<unknown> =>
  on.query(
    `insert into public.bench_chain select $1 + place - 1, leaf, link
     from unnest($2::bytea[], $3::bytea[]) with ordinality as r (leaf, link, place)`,
    [from, leaves.map((leaf) => Buffer.from(leaf)), links.map((link) => Buffer.from(link))],
  )

/** Bytes on disk of the schema's or table's relations. */
export async function bytesOf(on: Query, relations: string): Promise<number> {
  const [row] = await on.query<{ bytes: bigint }>(
    `select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname || '.' || c.relname like $1`,
    [relations],
  )
  return Number(row!.bytes)
}

/** Relying sites as registered and allowed; `hash` is of the secret they all have here. */
export const insertSites = (
  on: Query,
  ids: readonly string[],
  config: (place: number) => object,
  hash: string,
): Promise<unknown> =>
  on.query(
    `insert into identity.sites (id, owner, proposed, allowed, state, secret_hash, test_hash, made_at)
     select id, 'bench', config, config, 'allowed', $3, $3, now() from unnest($1::text[], $2::jsonb[]) as s (id, config)`,
    [ids, ids.map((_, place) => JSON.stringify(config(place))), hash],
  )

export interface BenchPerson {
  readonly id: string
  readonly passkey: string
  readonly credential: string
  readonly publicKey: Buffer
  readonly handle: Buffer
}

/** People with one passkey each. */
export async function insertPeople(on: Query, people: readonly BenchPerson[]): Promise<void> {
  const of = (field: keyof BenchPerson) => people.map((person) => person[field])
  await on.query(
    `insert into identity.accounts (id, kind, handle, enrolled_at) select id, 'resident', handle, now() from unnest($1::text[], $2::bytea[]) as p (id, handle)`,
    [of('id'), of('handle')],
  )
  await on.query(
    `insert into identity.passkeys (account, id, credential, public_key, counter, transports, name, added_at)
     select *, 0, '{}', 'bench', now() from unnest($1::text[], $2::text[], $3::text[], $4::bytea[])`,
    [of('id'), of('passkey'), of('credential'), of('publicKey')],
  )
}

export const readPlainTrace = (on: Query, subject: string, limit: number): Promise<{ sealed: Buffer }[]> =>
  on.query('select id, sealed, index from access.entries where subject = $1 order by id desc limit $2', [subject, limit])
