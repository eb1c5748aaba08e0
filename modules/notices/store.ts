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

export interface NoticeToInsert extends Pick<NoticeRow, 'id' | 'case' | 'sealed' | 'sentAt'> {
  readonly to: PersonId
  readonly key: string
}

/** Inserts the notices whose keys are not there already; gives the ids of those that are new. */
export async function insertOnce(on: Query, rows: readonly NoticeToInsert[]): Promise<ReadonlySet<NoticeId>> {
  const inserted = await on.query<{ id: NoticeId }>(
    `insert into notices.notices (recipient, id, key, case_id, sealed, sent_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::timestamptz[])
     on conflict (recipient, key) do nothing returning id`,
    [
      rows.map(({ to }) => to),
      rows.map(({ id }) => id),
      rows.map(({ key }) => key),
      rows.map((row) => row.case),
      rows.map(({ sealed }) => sealed),
      rows.map(({ sentAt }) => sentAt),
    ],
  )
  return new Set(inserted.map(({ id }) => id))
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

/** Gives those that were not in the box before: each the first time only. */
export const markDelivered = (
  on: Query,
  notices: readonly { readonly to: PersonId; readonly id: NoticeId }[],
  at: string,
): Promise<{ to: PersonId; id: NoticeId }[]> =>
  on.query(
    `update notices.notices set delivered_at = $3 from unnest($1::text[], $2::text[]) as sent (to_person, sent_id)
     where recipient = to_person and id = sent_id and delivered_at is null returning recipient as to, id`,
    [notices.map(({ to }) => to), notices.map(({ id }) => id), at],
  )

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
