/** The only file of this module that speaks SQL. */
import type { OfficialId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Conflict, DraftEvent, DraftState, Effect, RuleDraftId, RuleFile } from './contract.ts'
import type { Version } from './diff.ts'

export interface DraftRow {
  readonly id: RuleDraftId
  readonly service: string
  readonly slug: string
  readonly title: { readonly ko: string; readonly en?: string }
  readonly author: OfficialId
  readonly state: DraftState
  readonly revision: number
  readonly files: readonly RuleFile[]
  readonly base: readonly RuleFile[]
  readonly effect: { readonly revision: number; readonly release: string; readonly counted: Effect } | null
  readonly updatedAt: string
  /** The day on which a draft that was approved for later comes into force. */
  readonly effectiveFrom: string | null
}

const COLUMNS = `id, service, slug, title, author, state, revision, files, base, effect, updated_at as "updatedAt",
  to_char(effective_from, 'YYYY-MM-DD') as "effectiveFrom"`

export async function insertDraft(
  on: Query,
  draft: Omit<DraftRow, 'effect' | 'revision' | 'state' | 'updatedAt' | 'effectiveFrom'>,
  at: string,
): Promise<void> {
  await on.query(
    `insert into authoring.drafts (id, service, slug, title, author, state, files, base, created_at, updated_at)
     values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $8)`,
    [draft.id, draft.service, draft.slug, draft.title, draft.author, JSON.stringify(draft.files), JSON.stringify(draft.base), at],
  )
}

export async function findDraft(on: Query, id: string): Promise<DraftRow | undefined> {
  const [row] = await on.query<DraftRow>(`select ${COLUMNS} from authoring.drafts where id = $1`, [id])
  return row
}

/** Locked until the transaction ends: two who act on one draft follow one another. */
export async function lockDraft(on: Query, id: string): Promise<DraftRow | undefined> {
  const [row] = await on.query<DraftRow>(`select ${COLUMNS} from authoring.drafts where id = $1 for update`, [id])
  return row
}

export const listDrafts = (on: Query): Promise<Omit<DraftRow, 'files' | 'base' | 'effect' | 'effectiveFrom'>[]> =>
  on.query(
    `select id, service, slug, title, author, state, revision, updated_at as "updatedAt" from authoring.drafts
     where state <> 'discarded' order by (state in ('open', 'submitted', 'returned', 'scheduled')) desc, updated_at desc limit 200`,
  )

/** False when another save came first. */
export async function saveFiles(
  on: Query,
  id: string,
  revision: number,
  files: readonly RuleFile[],
  at: string,
  base?: readonly RuleFile[],
): Promise<boolean> {
  const rows = await on.query(
    `update authoring.drafts set files = $3, base = coalesce($5, base), revision = revision + 1, updated_at = $4
     where id = $1 and revision = $2 and state in ('open', 'returned') returning id`,
    [id, revision, JSON.stringify(files), at, base ? JSON.stringify(base) : null],
  )
  return rows.length > 0
}

export async function setState(on: Query, id: string, state: DraftState, at: string): Promise<void> {
  await on.query('update authoring.drafts set state = $2, updated_at = $3 where id = $1', [id, state, at])
}

export async function schedule(on: Query, id: string, day: string, at: string): Promise<void> {
  await on.query("update authoring.drafts set state = 'scheduled', effective_from = $2, updated_at = $3 where id = $1", [
    id,
    day,
    at,
  ])
}

/** Those that wait for their day, the nearest first. */
export const listScheduled = (
  on: Query,
): Promise<(Pick<DraftRow, 'id' | 'service' | 'author'> & { readonly effectiveFrom: string })[]> =>
  on.query(
    `select id, service, author, to_char(effective_from, 'YYYY-MM-DD') as "effectiveFrom" from authoring.drafts
     where state = 'scheduled' order by effective_from, id`,
  )

export async function saveEffect(on: Query, id: string, effect: NonNullable<DraftRow['effect']>): Promise<void> {
  await on.query('update authoring.drafts set effect = $2 where id = $1', [id, effect])
}

export async function addEvent(
  on: Query,
  draft: string,
  { at, by, what, reason }: DraftEvent,
  conflicts: readonly Conflict[] = [],
): Promise<void> {
  await on.query(
    `insert into authoring.draft_events (draft, seq, at, by, what, reason, conflicts)
     select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6 from authoring.draft_events where draft = $1`,
    [draft, at, by, what, reason, JSON.stringify(conflicts)],
  )
}

export const listEvents = (on: Query, draft: string): Promise<DraftEvent[]> =>
  on.query('select at, by, what, reason from authoring.draft_events where draft = $1 order by seq', [draft])

/** What stood against the draft when it was last put on what was in force. */
export async function listConflicts(on: Query, draft: string): Promise<readonly Conflict[]> {
  const [last] = await on.query<{ conflicts: readonly Conflict[] }>(
    "select conflicts from authoring.draft_events where draft = $1 and what = 'rebased' order by seq desc limit 1",
    [draft],
  )
  return last?.conflicts ?? []
}

export interface PublicationRow {
  readonly draft: string
  readonly service: string
  readonly version: string
  readonly release: string
  readonly author: string
  readonly approver: string
  readonly reason: string | null
  readonly publishedAt: string
  readonly before: Version
  readonly after: Version
  readonly effect: Effect | null
}

export async function insertPublication(on: Query, row: PublicationRow): Promise<void> {
  await on.query(
    `insert into authoring.publications (draft, service, version, release, author, approver, reason, published_at, before, after, effect)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.draft,
      row.service,
      row.version,
      row.release,
      row.author,
      row.approver,
      row.reason,
      row.publishedAt,
      row.before,
      row.after,
      row.effect,
    ],
  )
}

export const listPublications = (on: Query, service?: string): Promise<PublicationRow[]> =>
  on.query(
    `select draft, service, version, release, author, approver, reason, published_at as "publishedAt", before, after, effect
     from authoring.publications where $1::text is null or service = $1 order by published_at desc`,
    [service ?? null],
  )

export const countOpen = (on: Query): Promise<{ service: string; n: number }[]> =>
  on.query(
    "select service, count(*)::int as n from authoring.drafts where state in ('open', 'submitted', 'returned', 'scheduled') group by service",
  )

/** What a command with this key did before. */
export async function findCommand(on: Query, actor: string, key: string): Promise<{ what: string; result: string } | undefined> {
  const [row] = await on.query<{ what: string; result: string }>(
    'select what, result from authoring.commands where actor = $1 and key = $2',
    [actor, key],
  )
  return row
}

export async function keepCommand(
  on: Query,
  actor: string,
  key: string,
  what: string,
  result: string,
  at: string,
): Promise<boolean> {
  const rows = await on.query(
    'insert into authoring.commands (actor, key, what, result, done_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning key',
    [actor, key, what, result, at],
  )
  return rows.length > 0
}
