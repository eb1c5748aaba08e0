/** The files of publications, and those that officials published by a page: SQL on this module's tables. */
import { createHash } from 'node:crypto'
import type { Query } from '@dpg/kernel/server'
import type { OverFolder, SourceFile } from './contract.ts'

export const fileHash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Keeps what a publication was made from, a text that is known once; all other files are those of the publication `over`, where one is named. */
export async function keepFiles(on: Query, publication: number, files: readonly SourceFile[], over?: number): Promise<void> {
  const hashes = files.map(({ text }) => fileHash(text))
  const known = new Set(
    (await on.query<{ hash: Buffer }>('select hash from catalogue.files where hash = any($1::bytea[])', [hashes])).map(
      ({ hash }) => hash.toString('hex'),
    ),
  )
  const fresh = files.flatMap(({ text }, i) => (known.has(hashes[i]!.toString('hex')) ? [] : [{ hash: hashes[i]!, text }]))
  await on.query(
    'insert into catalogue.files (hash, text) select * from unnest($1::bytea[], $2::text[]) on conflict (hash) do nothing',
    [fresh.map(({ hash }) => hash), fresh.map(({ text }) => text)],
  )
  await on.query(
    `insert into catalogue.publication_files (publication, path, hash)
     select $1, * from unnest($2::text[], $3::bytea[]) on conflict (publication, path) do nothing`,
    [publication, files.map(({ path }) => path), hashes],
  )
  if (over !== undefined)
    await on.query(
      `insert into catalogue.publication_files (publication, path, hash)
       select $1, path, hash from catalogue.publication_files where publication = $2 on conflict (publication, path) do nothing`,
      [publication, over],
    )
}

/** False for a publication of a time when files were not kept yet. */
export async function hasFiles(on: Query, publication: number): Promise<boolean> {
  return (await on.query('select 1 from catalogue.publication_files where publication = $1 limit 1', [publication])).length > 0
}

/** The files of the last publication whose path begins with one of these. */
export const readFiles = (on: Query, prefixes: readonly string[] = ['']): Promise<SourceFile[]> =>
  on.query(
    `select p.path, f.text from catalogue.publication_files p join catalogue.files f using (hash)
     where p.publication = (select max(number) from catalogue.publications)
       and exists (select 1 from unnest($1::text[]) as prefix where starts_with(p.path, prefix)) order by p.path`,
    [prefixes],
  )

/** Every text that a file has had, the newest first, with the day since when it counted. */
export const fileVersions = (on: Query, path: string): Promise<{ text: string; publication: number; publishedAt: string }[]> =>
  on.query(
    `select f.text, first.publication, c.published_at as "publishedAt" from (
       select hash, min(publication) as publication from catalogue.publication_files where path = $1 group by hash
     ) first join catalogue.files f using (hash) join catalogue.publications c on c.number = first.publication
     order by first.publication desc`,
    [path],
  )

/** All files of a publication as one text, a JSON array of path and text: it is read on another thread. */
export async function packedFiles(on: Query, publication: number): Promise<string> {
  const [row] = await on.query<{ packed: string }>(
    `select coalesce(json_agg(json_build_array(p.path, f.text) order by p.path)::text, '[]') as packed
     from catalogue.publication_files p join catalogue.files f using (hash) where p.publication = $1`,
    [publication],
  )
  return row!.packed
}

/** How files of a publication stand: the SHA-256 of their text in hex, by path. */
export async function readMarks(on: Query, publication: number, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await on.query<{ path: string; mark: string }>(
    "select path, encode(hash, 'hex') as mark from catalogue.publication_files where publication = $1 and path = any($2)",
    [publication, paths],
  )
  return new Map(rows.map(({ path, mark }) => [path, mark]))
}

/** What was published over the folder; a file that nobody had published before stands there as it was in the publication `over`. */
export async function keepAmendments(on: Query, publication: number, files: readonly SourceFile[], over: number): Promise<void> {
  await on.query(
    `insert into catalogue.amendments (path, hash, publication, folder_hash)
     select a.path, a.hash, $3, p.hash from unnest($1::text[], $2::bytea[]) as a (path, hash)
     left join catalogue.publication_files p on p.path = a.path and p.publication = $4
     on conflict (path) do update set hash = excluded.hash, publication = excluded.publication`,
    [files.map(({ path }) => path), files.map(({ text }) => fileHash(text)), publication, over],
  )
}

/** How the folder has the files that officials published; one that is not named is not there. */
export async function keepFolder(on: Query, files: readonly SourceFile[]): Promise<void> {
  const hashes = files.map(({ text }) => fileHash(text))
  await on.query(
    'insert into catalogue.files (hash, text) select * from unnest($1::bytea[], $2::text[]) on conflict (hash) do nothing',
    [hashes, files.map(({ text }) => text)],
  )
  await on.query(
    `update catalogue.amendments a set folder_hash = told.hash
     from (select path, f.hash from catalogue.amendments left join unnest($1::text[], $2::bytea[]) as f (path, hash) using (path)) told
     where told.path = a.path and a.folder_hash is distinct from told.hash`,
    [files.map(({ path }) => path), hashes],
  )
}

/** Files that officials published and that the folder does not have so. */
export const readOverFolder = (on: Query, prefixes: readonly string[] = ['']): Promise<OverFolder[]> =>
  on.query(
    `select a.path, now.text as published, folder.text as folder from catalogue.amendments a
     join catalogue.files now on now.hash = a.hash left join catalogue.files folder on folder.hash = a.folder_hash
     where a.hash is distinct from a.folder_hash
       and exists (select 1 from unnest($1::text[]) as prefix where starts_with(a.path, prefix)) order by a.path`,
    [prefixes],
  )

export const readAmendments = (on: Query): Promise<SourceFile[]> =>
  on.query('select a.path, f.text from catalogue.amendments a join catalogue.files f using (hash) order by a.path')
