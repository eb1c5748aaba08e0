/** How far imports have come: SQL on `imports`, `import_queue`, `import_refusals`. */
import type { Query } from '@dpg/kernel/server'

export type ImportPart = 'lines' | 'list' | 'detail' | 'conditions' | 'changed'

export interface Counts {
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly same: number
  readonly refused: number
  /** Records the source said it has, when last asked. */
  readonly total: number | null
  /** How often a part was read again because the source shrank meanwhile. */
  readonly again: number
}

export interface Progress {
  readonly source: string
  readonly part: ImportPart
  readonly next: number
  readonly since: string | null
  readonly newest: string | null
  readonly counts: Counts
}

export interface Refusal {
  readonly id: string
  readonly why: string
}

const KEPT_REFUSALS = 1000
const COLUMNS = 'source, part, next, since, newest, counts'
const NOTHING: Counts = { read: 0, added: 0, changed: 0, same: 0, refused: 0, total: null, again: 0 }

/** The run that broke, to go on with; otherwise a new one, after what the last complete run saw. */
export async function beginImport(
  on: Query,
  source: string,
  first: { readonly part: ImportPart; readonly next: number; readonly changesOnly: boolean },
  at: string,
): Promise<Progress> {
  const [row] = await on.query<Progress & { isFinished: boolean }>(
    `select ${COLUMNS}, finished_at is not null as "isFinished" from catalogue.imports where source = $1 for update`,
    [source],
  )
  if (row && !row.isFinished && (first.changesOnly || row.since === null)) return row
  const since = first.changesOnly ? (row?.newest ?? null) : null
  const begun = { source, part: first.part, next: first.next, since, newest: row?.newest ?? null, counts: NOTHING }
  await on.query('delete from catalogue.import_refusals where source = $1', [source])
  await on.query('delete from catalogue.import_queue where source = $1', [source])
  await on.query(
    `insert into catalogue.imports (source, part, next, since, newest, counts, started_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (source) do update set part = $2, next = $3, since = $4, newest = $5, counts = $6, started_at = $7, finished_at = null`,
    [source, begun.part, begun.next, begun.since, begun.newest, begun.counts, at],
  )
  return begun
}

/** False when the run is not where it was: somebody else goes on with it. */
export async function advanceImport(on: Query, from: Progress, to: Progress, finishedAt: string | null): Promise<boolean> {
  const rows = await on.query(
    `update catalogue.imports set part = $4, next = $5, newest = $6, counts = $7, finished_at = $8
     where source = $1 and part = $2 and next = $3 and finished_at is null returning source`,
    [from.source, from.part, from.next, to.part, to.next, to.newest, to.counts, finishedAt],
  )
  return rows.length > 0
}

export async function keepRefusals(on: Query, source: string, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  await on.query(
    `insert into catalogue.import_refusals (source, service, why)
     select $1, service, why from unnest($2::text[], $3::text[]) as given (service, why)
     where (select count(*) from catalogue.import_refusals where source = $1) < ${KEPT_REFUSALS}`,
    [source, refusals.map(({ id }) => id), refusals.map(({ why }) => why)],
  )
}

export const readRefusals = (on: Query, source: string): Promise<Refusal[]> =>
  on.query<Refusal>(
    `select service as id, why from catalogue.import_refusals where source = $1 order by number limit ${KEPT_REFUSALS}`,
    [source],
  )

export async function queueServices(on: Query, source: string, services: readonly string[]): Promise<void> {
  await on.query(
    'insert into catalogue.import_queue (source, service) select $1, * from unnest($2::text[]) on conflict do nothing',
    [source, services],
  )
}

export async function nextQueued(on: Query, source: string): Promise<string | undefined> {
  const [row] = await on.query<{ service: string }>(
    'select service from catalogue.import_queue where source = $1 order by service limit 1',
    [source],
  )
  return row?.service
}

export async function unqueue(on: Query, source: string, service: string): Promise<void> {
  await on.query('delete from catalogue.import_queue where source = $1 and service = $2', [source, service])
}
