/** What a platform is told of people who let it: kept with the rows it is about, sent after commit until it is heard, told again when asked. */
import type { Clock, NewId } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import { eventNotFound, type PluginEventId, type ToldCloudEvent } from './contract.ts'
import { nowOf, type PluginsDeps } from './deps.ts'
import { tellEvent } from './jobs.ts'
import type { Outbound } from './outbound.ts'
import { findPlugin } from './store.ts'
import { type EventRow, findEvent, insertEvent, listEvents, markDelivered } from './store-events.ts'

const A_PAGE = 100

export interface ToTell {
  readonly plugin: string
  /** The same key is told once. */
  readonly key: string
  readonly kind: 'link.made' | 'link.ended' | 'facts.changed' | 'notice.opened'
  readonly subject: string
  readonly data: Readonly<Record<string, Json>>
}

/** In the caller's transaction. */
export async function tell(
  deps: { readonly clock: Clock; readonly newId: NewId },
  tx: Tx,
  { plugin, key, kind, subject, data }: ToTell,
): Promise<void> {
  const id = deps.newId<PluginEventId>('evt')
  if (await insertEvent(tx, { plugin, id, key, kind, subject, data, at: nowOf(deps) })) await tx.enqueue(tellEvent, { event: id })
}

/** Throws when it was not heard: the job is tried again. Nothing is told to who is no longer plugged in. */
export async function deliver(deps: PluginsDeps, outbound: Outbound, id: PluginEventId): Promise<void> {
  const event = await findEvent(deps.db, id)
  const plugin = event && (await findPlugin(deps.db, event.plugin))
  const to = plugin?.inForce?.manifest.events?.to
  if (!event || !to) return
  await outbound.send(to, JSON.stringify(cloudEventOf(deps, event)), 'application/cloudevents+json')
  await markDelivered(deps.db, id, nowOf(deps))
}

export async function journal(deps: PluginsDeps, plugin: string, after: bigint) {
  const rows = await listEvents(deps.db, plugin, after, A_PAGE)
  return {
    events: rows.map((row) => ({ ...cloudEventOf(deps, row), delivered: row.deliveredAt !== null })),
    next: String(rows.at(-1)?.seq ?? after),
  }
}

/** The same event under the same id. */
export async function tellAgain({ db }: PluginsDeps, plugin: string, id: string): Promise<void> {
  const event = await findEvent(db, id)
  if (event?.plugin !== plugin) throw eventNotFound({ event: id.slice(0, 60) })
  await db.transaction((tx) => tx.enqueue(tellEvent, { event: event.id }))
}

const cloudEventOf = ({ baseUrl }: PluginsDeps, { id, kind, subject, at, data }: EventRow): ToldCloudEvent => ({
  specversion: '1.0',
  id,
  source: baseUrl(),
  type: `dpg.${kind}`,
  subject,
  time: at,
  data,
})
