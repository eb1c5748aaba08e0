/** Rows of notices, keyed by their reader. */
import type { CaseId, NoticeId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'

export interface NoticeRow {
  readonly id: NoticeId
  readonly case: CaseId | null
  readonly sealed: Buffer
  readonly sentAt: string
  readonly deliveredAt: string | null
  readonly openedAt: string | null
}

const COLUMNS = `id, case_id as "case", sealed, sent_at as "sentAt", delivered_at as "deliveredAt", opened_at as "openedAt"`

/** Inserts the notice unless its key is there already; true when it is new. */
export async function insertOnce(
  on: Query,
  row: { to: PersonId; id: NoticeId; key: string; case: CaseId | null; sealed: Buffer; sentAt: string },
): Promise<boolean> {
  const inserted = await on.query(
    `insert into notices.notices (recipient, id, key, case_id, sealed, sent_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (recipient, key) do nothing returning id`,
    [row.to, row.id, row.key, row.case, row.sealed, row.sentAt],
  )
  return inserted.length > 0
}

export async function findByKey(on: Query, to: PersonId, key: string): Promise<NoticeRow | undefined> {
  const [row] = await on.query<NoticeRow>(`select ${COLUMNS} from notices.notices where recipient = $1 and key = $2`, [to, key])
  return row && withInstants(row)
}

export async function findById(on: Query, to: PersonId, id: NoticeId): Promise<NoticeRow | undefined> {
  const [row] = await on.query<NoticeRow>(`select ${COLUMNS} from notices.notices where recipient = $1 and id = $2`, [to, id])
  return row && withInstants(row)
}

export interface ListQuery {
  readonly limit: number
  readonly before: string | undefined
  readonly case: CaseId | undefined
}

/** Newest first. */
export async function readNotices(on: Query, to: PersonId, { limit, before, case: of }: ListQuery): Promise<NoticeRow[]> {
  const params: unknown[] = [to, limit]
  const where = ['recipient = $1']
  if (before !== undefined) where.push(`id < $${params.push(before)}`)
  if (of !== undefined) where.push(`case_id = $${params.push(of)}`)
  const rows = await on.query<NoticeRow>(
    `select ${COLUMNS} from notices.notices where ${where.join(' and ')} order by id desc limit $2`,
    params,
  )
  return rows.map(withInstants)
}

export async function countUnread(on: Query, to: PersonId): Promise<number> {
  const [row] = await on.query<{ n: bigint }>(
    'select count(*) as n from notices.notices where recipient = $1 and opened_at is null',
    [to],
  )
  return Number(row?.n ?? 0)
}

/** True the first time only. */
export async function markDelivered(on: Query, to: PersonId, id: NoticeId, at: string): Promise<boolean> {
  const changed = await on.query(
    'update notices.notices set delivered_at = $3 where recipient = $1 and id = $2 and delivered_at is null returning id',
    [to, id, at],
  )
  return changed.length > 0
}

/** True the first time only: the time of the first opening never changes. */
export async function markOpened(on: Query, to: PersonId, id: NoticeId, at: string): Promise<boolean> {
  const changed = await on.query(
    'update notices.notices set opened_at = $3 where recipient = $1 and id = $2 and opened_at is null returning id',
    [to, id, at],
  )
  return changed.length > 0
}

const instant = (text: string): string => Temporal.Instant.from(text).toString()

const withInstants = (row: NoticeRow): NoticeRow => ({
  ...row,
  sentAt: instant(row.sentAt),
  deliveredAt: row.deliveredAt && instant(row.deliveredAt),
  openedAt: row.openedAt && instant(row.openedAt),
})
