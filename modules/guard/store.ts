/** The only file of this module that speaks SQL. */
import type { OfficialId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Question } from '@dpg/policies'
import type { PolicyDraft, PolicyDraftId, PolicySource, PolicyVersion } from './contract.ts'

export type StoredVersion = PolicyVersion & { readonly files: readonly PolicySource[] }
export type StoredDraft = Omit<PolicyDraft, 'isStale'>
export interface Asked {
  readonly hour: string
  readonly digest: string
  readonly question: Question
  readonly isAllowed: boolean
  readonly by: readonly string[]
  readonly count: number
}

const VERSION = 'version, source, changed, why, author, approver, published_at as "publishedAt"'

export async function findVersion(on: Query, version?: number): Promise<StoredVersion | undefined> {
  const [found] = await on.query<StoredVersion>(
    `select ${VERSION}, files from guard.versions where $1::int is null or version = $1 order by version desc limit 1`,
    [version ?? null],
  )
  return found
}

/** The files as the pack brought them last, without what pages had changed. */
export async function findPackFiles(on: Query): Promise<readonly PolicySource[] | undefined> {
  const [found] = await on.query<Pick<StoredVersion, 'files'>>(
    `select coalesce(pack, files) as files from guard.versions where source = 'pack' order by version desc limit 1`,
  )
  return found?.files
}

export async function newestVersion(on: Query): Promise<number> {
  const [found] = await on.query<{ version: number | null }>('select max(version) as version from guard.versions')
  return found?.version ?? 0
}

export const listVersions = (on: Query) => on.query<PolicyVersion>(`select ${VERSION} from guard.versions order by version desc`)

/** One at a time; false when another came first. `pack`: the pack's own files, where it comes from there. */
export async function insertVersion(
  on: Query,
  version: StoredVersion,
  pack: readonly PolicySource[] | null = null,
): Promise<boolean> {
  const { changed, why, author, approver, publishedAt, source, files } = version
  const rows = await on.query(
    `insert into guard.versions (version, source, files, changed, why, author, approver, published_at, pack)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (version) do nothing returning version`,
    [version.version, source, JSON.stringify(files), changed, why, author, approver, publishedAt, pack && JSON.stringify(pack)],
  )
  return rows.length > 0
}

type DraftRow = Omit<StoredDraft, 'author'> & { readonly author: OfficialId; readonly authorName: string }
const DRAFT = 'id, state, why, files, author, author_name as "authorName", base, changed_at as "changedAt"'
const draftOf = ({ author, authorName, ...row }: DraftRow): StoredDraft => ({ ...row, author: { id: author, name: authorName } })

export async function findDraft(on: Query, id: PolicyDraftId, isLocked = false): Promise<StoredDraft | undefined> {
  const [row] = await on.query<DraftRow>(`select ${DRAFT} from guard.drafts where id = $1 ${isLocked ? 'for update' : ''}`, [id])
  return row && draftOf(row)
}

export const listDrafts = async (on: Query): Promise<StoredDraft[]> =>
  (await on.query<DraftRow>(`select ${DRAFT} from guard.drafts order by changed_at desc, id desc limit 100`)).map(draftOf)

export async function putDraft(on: Query, { id, state, why, files, author, base, changedAt }: StoredDraft): Promise<void> {
  await on.query(
    `insert into guard.drafts (id, state, why, files, author, author_name, base, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set state = $2, why = $3, files = $4, author = $5, author_name = $6, base = $7, changed_at = $8`,
    [id, state, why, JSON.stringify(files), author.id, author.name, base, changedAt],
  )
}

/** Adds to what is counted for the hour. */
export async function addAsked(on: Query, rows: readonly Asked[]): Promise<void> {
  await on.query(
    `insert into guard.asked (hour, digest, question, is_allowed, policies, count)
     select r.hour, r.digest, r.question, r."isAllowed", array(select jsonb_array_elements_text(r.by)), r.count
     from jsonb_to_recordset($1::jsonb) as r (hour timestamptz, digest text, question jsonb, "isAllowed" boolean, by jsonb, count bigint)
     on conflict (hour, digest) do update set count = guard.asked.count + excluded.count, is_allowed = excluded.is_allowed,
       policies = excluded.policies`,
    [JSON.stringify(rows)],
  )
}

/** What was asked since then, the most frequent first. */
export async function listAsked(on: Query, since: string, limit: number): Promise<{ question: Question; count: number }[]> {
  const rows = await on.query<{ question: Question; count: bigint }>(
    `select (array_agg(question))[1] as question, sum(count)::bigint as count from guard.asked where hour >= $1
     group by digest order by sum(count) desc, digest limit $2`,
    [since, limit],
  )
  return rows.map(({ question, count }) => ({ question, count: Number(count) }))
}

/** How many requests each policy decided. */
export async function countDecided(on: Query, since: string): Promise<Map<string, number>> {
  const rows = await on.query<{ policy: string; count: bigint }>(
    `select policy, sum(count)::bigint as count from guard.asked, unnest(policies) as policy where hour >= $1 group by policy`,
    [since],
  )
  return new Map(rows.map(({ policy, count }) => [policy, Number(count)]))
}

export async function sweep(on: Query, askedBefore: string, looksBefore: string): Promise<void> {
  await on.query('delete from guard.asked where hour < $1', [askedBefore])
  await on.query('delete from guard.looks where at < $1', [looksBefore])
}

export async function addLook(on: Query, official: string, at: string, id: string): Promise<void> {
  await on.query('insert into guard.looks (official, at, id) values ($1, $2, $3)', [official, at, id])
}

export const deleteLook = (on: Query, official: string, id: string) =>
  on.query('delete from guard.looks where official = $1 and id = $2', [official, id])

/** All but this one. */
export async function countLooks(on: Query, official: string, since: string, but: string): Promise<number> {
  const [row] = await on.query<{ count: bigint }>(
    'select count(*) as count from guard.looks where official = $1 and at > $2 and id <> $3',
    [official, since, but],
  )
  return Number(row?.count ?? 0)
}
