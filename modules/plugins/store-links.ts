/** SQL of what people let platforms do, and of the notices they were sent. */
import type { NoticeId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Agreed, Link, LinkId } from './contract.ts'

export interface LinkRow extends Pick<Link, 'endedAt' | 'endedBy'> {
  readonly person: PersonId
  readonly id: LinkId
  readonly plugin: string
  readonly agreed: Agreed
  readonly madeAt: string
  readonly until: string
}

const LINK = `person, id, plugin, agreed, made_at as "madeAt", until, ended_at as "endedAt", ended_by as "endedBy"`
const instant = (at: string) => new Date(at).toISOString()
const rowOf = (row: LinkRow): LinkRow => ({
  ...row,
  madeAt: instant(row.madeAt),
  until: instant(row.until),
  endedAt: row.endedAt && instant(row.endedAt),
})

export const listLinks = async (on: Query, person: PersonId): Promise<LinkRow[]> =>
  (
    await on.query<LinkRow>(`select ${LINK} from plugins.links where person = $1 order by made_at desc, id desc limit 500`, [
      person,
    ])
  ).map(rowOf)

/** The one in force at that moment. */
export async function findLink(on: Query, person: PersonId, plugin: string, now: string): Promise<LinkRow | undefined> {
  const [row] = await on.query<LinkRow>(
    `select ${LINK} from plugins.links where person = $1 and plugin = $2 and ended_at is null and until > $3`,
    [person, plugin, now],
  )
  return row && rowOf(row)
}

/** The last one, over or not: its record can still be had. */
export async function lastLink(on: Query, person: PersonId, plugin: string): Promise<LinkRow | undefined> {
  const [row] = await on.query<LinkRow>(
    `select ${LINK} from plugins.links where person = $1 and plugin = $2 order by made_at desc, id desc limit 1`,
    [person, plugin],
  )
  return row && rowOf(row)
}

export const linksNow = async (on: Query, person: PersonId, now: string): Promise<LinkRow[]> =>
  (
    await on.query<LinkRow>(`select ${LINK} from plugins.links where person = $1 and ended_at is null and until > $2`, [
      person,
      now,
    ])
  ).map(rowOf)

export const insertLink = (on: Query, { person, id, plugin, agreed, madeAt, until }: LinkRow) =>
  on.query(`insert into plugins.links (person, id, plugin, agreed, made_at, until) values ($1, $2, $3, $4, $5, $6)`, [
    person,
    id,
    plugin,
    agreed,
    madeAt,
    until,
  ])

/** Undefined: there was none. */
export async function endLink(
  on: Query,
  person: PersonId,
  plugin: string,
  by: 'person' | 'renewed',
  at: string,
): Promise<LinkRow | undefined> {
  const [row] = await on.query<LinkRow>(
    `update plugins.links set ended_at = $4, ended_by = $3 where person = $1 and plugin = $2 and ended_at is null returning ${LINK}`,
    [person, plugin, by, at],
  )
  return row && rowOf(row)
}

/** All at once; each end is still to be written into its person's trace. */
export const endLinksOf = (on: Query, plugin: string, at: string) =>
  on.query(
    `update plugins.links set ended_at = $2, ended_by = 'unplugged', noted = false where plugin = $1 and ended_at is null`,
    [plugin, at],
  )

/** Some whose end is not yet in the trace, held until the transaction ends. */
export const takeUnnoted = async (on: Query, plugin: string, limit: number): Promise<LinkRow[]> =>
  (
    await on.query<LinkRow>(
      `update plugins.links set noted = true where (person, id) in
         (select person, id from plugins.links where plugin = $1 and not noted limit $2 for update skip locked) returning ${LINK}`,
      [plugin, limit],
    )
  ).map(rowOf)

export interface SentRow {
  readonly person: PersonId
  readonly plugin: string
  readonly key: string
  readonly kind: string
  readonly notice: NoticeId
  readonly at: string
}

export const insertSent = (on: Query, { person, plugin, key, kind, notice, at }: SentRow) =>
  on.query(
    `insert into plugins.sent (person, plugin, key, kind, notice, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (person, plugin, key) do nothing`,
    [person, plugin, key, kind, notice, at],
  )

/** Held until the transaction ends: letters to one person are counted one after the other. */
export const lockLink = (on: Query, person: PersonId, plugin: string) =>
  on.query('select id from plugins.links where person = $1 and plugin = $2 and ended_at is null for update', [person, plugin])

export async function wasSent(on: Query, person: PersonId, plugin: string, key: string): Promise<boolean> {
  return (
    (await on.query('select 1 from plugins.sent where person = $1 and plugin = $2 and key = $3', [person, plugin, key])).length >
    0
  )
}

export async function countSent(on: Query, person: PersonId, plugin: string, since: string): Promise<number> {
  const [row] = await on.query<{ count: number }>(
    'select count(*)::int as count from plugins.sent where person = $1 and plugin = $2 and at > $3',
    [person, plugin, since],
  )
  return row!.count
}

export async function findSent(
  on: Query,
  person: PersonId,
  notice: NoticeId,
): Promise<Pick<SentRow, 'plugin' | 'key' | 'kind'> | undefined> {
  const [row] = await on.query<Pick<SentRow, 'plugin' | 'key' | 'kind'>>(
    'select plugin, key, kind from plugins.sent where person = $1 and notice = $2',
    [person, notice],
  )
  return row
}
