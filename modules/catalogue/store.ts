/** Definitions, releases and what is in force: SQL on this module's tables. Texts and imports: store-texts.ts, store-imports.ts. */
import type { Query } from '@dpg/kernel/server'
import type { Written } from './version.ts'

/** One publisher at a time, until its transaction ends. */
export async function lockPublishing(on: Query): Promise<void> {
  await on.query('select pg_advisory_xact_lock(7231044)')
}

/** Writes what is not there yet. */
export async function keepVersions(on: Query, definitions: readonly Written[], at: string): Promise<void> {
  await on.query(
    `insert into catalogue.versions (kind, id, hash, body, published_at)
     select *, $5::timestamptz from unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) on conflict (kind, id, hash) do nothing`,
    [
      definitions.map(({ kind }) => kind),
      definitions.map(({ id }) => id),
      definitions.map(({ hash }) => hash),
      definitions.map(({ body }) => body),
      at,
    ],
  )
}

/** `contents`: a JSON array of kind, id and hash (hex) of every definition, in order; as one text it is carried without a loop here. */
export async function keepRelease(on: Query, id: string, contents: string, at: string): Promise<void> {
  await on.query(
    `insert into catalogue.releases (id, versions, published_at)
     select $1, array_agg(v.number order by position), $3::timestamptz
     from json_array_elements($2::json) with ordinality as asked (one, position)
     left join catalogue.versions v on v.kind = one->>0 and v.id = one->>1 and v.hash = decode(one->>2, 'hex')
     having count(v.number) = count(*)
     on conflict (id) do nothing`,
    [id, contents, at],
  )
}

export async function putInForce(on: Query, release: string, filesHash: string, at: string): Promise<number> {
  const [row] = await on.query<{ number: number }>(
    'insert into catalogue.publications (release, files_hash, published_at) values ($1, $2, $3) returning number',
    [release, filesHash, at],
  )
  return row!.number
}

export async function inForce(on: Query): Promise<{ number: number; release: string; filesHash: string } | undefined> {
  const [row] = await on.query<{ number: number; release: string; filesHash: string }>(
    'select number, release, files_hash as "filesHash" from catalogue.publications order by number desc limit 1',
  )
  return row
}

/** When a release was put in force last, and which was in force before. */
export async function findStep(on: Query, release: string): Promise<{ at: string; before: string } | undefined> {
  const [row] = await on.query<{ at: string; before: string }>(
    `select now.published_at as at, (select release from catalogue.publications p
       where p.number < now.number and p.release <> now.release order by p.number desc limit 1) as before
     from catalogue.publications now where now.release = $1 order by now.number desc limit 1`,
    [release],
  )
  return row?.before ? row : undefined
}

/** A service and all figures of two releases. */
export const readStood = (
  on: Query,
  releases: readonly string[],
  service: string,
): Promise<{ release: string; kind: string; body: string }[]> =>
  on.query(
    `select r.id as release, v.kind, v.body from catalogue.releases r, unnest(r.versions) as held (number)
     join catalogue.versions v using (number)
     where r.id = any($1) and ((v.kind = 'service' and v.id = $2) or v.kind = 'parameter')`,
    [releases, service],
  )

export interface StoredPart {
  readonly kind: string
  /** A JSON array of the definitions, in their order. */
  readonly bodies: string
  /** Their hashes, 32 bytes each, in the same order. */
  readonly hashes: Buffer
}

/** A release, a thousand definitions a row: small rows would cost more to carry than to read, large ones hold everybody up while they are read. */
export const readRelease = (on: Query, release: string): Promise<StoredPart[]> =>
  on.query<StoredPart>(
    `select v.kind, '[' || string_agg(v.body, ',' order by position) || ']' as bodies, string_agg(v.hash, ''::bytea order by position) as hashes
     from catalogue.releases r, unnest(r.versions) with ordinality as held (number, position) join catalogue.versions v using (number)
     where r.id = $1 group by v.kind, (position - 1) / 1000 order by min(position)`,
    [release],
  )

/** A version of a service: worked out (`service`) or an entry of the catalogue. */
export async function findServiceVersion(
  on: Query,
  id: string,
  hash: Buffer,
): Promise<{ number: number; kind: string; body: string } | undefined> {
  const [row] = await on.query<{ number: number; kind: string; body: string }>(
    "select number, kind, body from catalogue.versions where hash = $2 and id = $1 and kind in ('service', 'catalogue-entry')",
    [id, hash],
  )
  return row
}

/** The newest release that holds a version. */
export async function releaseWith(on: Query, version: number): Promise<string | undefined> {
  const [row] = await on.query<{ id: string }>(
    'select id from catalogue.releases where versions @> array[$1::int] order by number desc limit 1',
    [version],
  )
  return row?.id
}

export const listVersions = (on: Query, kind: string, id: string): Promise<{ hash: Buffer; publishedAt: string }[]> =>
  on.query(
    'select hash, published_at as "publishedAt" from catalogue.versions where kind = $1 and id = $2 order by number desc',
    [kind, id],
  )
