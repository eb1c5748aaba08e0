/** SQL of what platforms are told, and of the requests that were taken from them. */
import type { Query } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import type { PluginEventId } from './contract.ts'

export interface EventRow {
  readonly plugin: string
  readonly seq: bigint
  readonly id: PluginEventId
  readonly kind: string
  readonly subject: string
  readonly data: Readonly<Record<string, Json>>
  readonly at: string
  readonly deliveredAt: string | null
}
const EVENT = `plugin, seq, id, kind, subject, data, at, delivered_at as "deliveredAt"`
const rowOf = (row: EventRow): EventRow => ({ ...row, at: new Date(row.at).toISOString() })

/** In the order in which they are committed: whoever reads on from a place misses none. False: what has that key was told already. */
export async function insertEvent(
  on: Query,
  { plugin, id, key, kind, subject, data, at }: Omit<EventRow, 'seq' | 'deliveredAt'> & { readonly key: string },
): Promise<boolean> {
  await on.query(`select pg_advisory_xact_lock(hashtext('plugins.events'), hashtext($1))`, [plugin])
  const rows = await on.query(
    `insert into plugins.events (plugin, id, key, kind, subject, data, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (plugin, key) do nothing returning id`,
    [plugin, id, key, kind, subject, data, at],
  )
  return rows.length > 0
}

export async function findEvent(on: Query, id: string): Promise<EventRow | undefined> {
  const [row] = await on.query<EventRow>(`select ${EVENT} from plugins.events where id = $1`, [id])
  return row && rowOf(row)
}

/** In order, from a place on. */
export const listEvents = async (on: Query, plugin: string, after: bigint, limit: number): Promise<EventRow[]> =>
  (
    await on.query<EventRow>(`select ${EVENT} from plugins.events where plugin = $1 and seq > $2 order by seq limit $3`, [
      plugin,
      after,
      limit,
    ])
  ).map(rowOf)

export const markDelivered = (on: Query, id: string, at: string) =>
  on.query('update plugins.events set delivered_at = coalesce(delivered_at, $2) where id = $1', [id, at])

/** What has waited for long, without those that are too old to be of use. */
export const listStuck = (on: Query, from: string, to: string): Promise<{ id: PluginEventId }[]> =>
  on.query(
    `select e.id from plugins.events e join plugins.platforms p on p.id = e.plugin and p.state = 'plugged'
     where e.delivered_at is null and e.at > $1 and e.at < $2 order by e.at limit 1000`,
    [from, to],
  )

/** What was not told by then is told no more. */
export const forgetUndelivered = (on: Query, plugin: string) =>
  on.query('delete from plugins.events where plugin = $1 and delivered_at is null', [plugin])

/** Of a person who has left, all but that they left. */
export const forgetOf = (on: Query, plugin: string, subject: string) =>
  on.query(`delete from plugins.events where plugin = $1 and subject = $2 and kind not in ('link.made', 'link.ended')`, [
    plugin,
    subject,
  ])

export const forgetOld = async (on: Query, events: string, nonces: string): Promise<void> => {
  await on.query('delete from plugins.events where at < $1', [events])
  await on.query('delete from plugins.nonces where at < $1', [nonces])
}

/** False: it was taken before. */
export async function takeNonce(on: Query, plugin: string, nonce: string, at: string): Promise<boolean> {
  const rows = await on.query(
    'insert into plugins.nonces (plugin, nonce, at) values ($1, $2, $3) on conflict (plugin, nonce) do nothing returning 1',
    [plugin, nonce, at],
  )
  return rows.length > 0
}
