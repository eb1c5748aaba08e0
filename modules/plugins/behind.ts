/** Jobs and consumers: what happens after the commit. */
import { factsChanged } from '@dpg/exchange/contract'
import { type Consumer, consumer, type JobHandler, jobHandler } from '@dpg/kernel/server'
import { noticeOpened } from '@dpg/notices/contract'
import { nowOf, type PluginsDeps } from './deps.ts'
import { deliver, tell } from './events.ts'
import { noteEnds, pullFeed, sweepPlugins, tellEvent } from './jobs.ts'
import { record, subjectOf } from './links.ts'
import type { Outbound } from './outbound.ts'
import { pull } from './services.ts'
import { MAX_AGE_S } from './signed-request.ts'
import { findPlugin, listPlugged } from './store.ts'
import { forgetOld, listStuck } from './store-events.ts'
import { findLink, findSent, linksNow, takeUnnoted } from './store-links.ts'

const A_BATCH = 200
const KEPT_DAYS = 30
/** What a platform did not hear within some days it may still read in the journal. */
const TRIED_DAYS = 3

export const jobs = (deps: PluginsDeps, outbound: Outbound): JobHandler[] => [
  jobHandler({ job: tellEvent, handle: ({ event }) => deliver(deps, outbound, event) }),
  jobHandler({ job: pullFeed, retries: 3, handle: ({ plugin }) => pull(deps, outbound, plugin) }),
  jobHandler({ job: noteEnds, handle: ({ plugin }) => note(deps, plugin) }),
  jobHandler({ job: sweepPlugins, concurrency: 1, retries: 0, handle: () => sweep(deps) }),
]

export const consumers = (deps: PluginsDeps): Consumer[] => [
  consumer({
    name: 'plugins.tell-facts-changed',
    on: factsChanged,
    async handle({ subject: person, register, facts, eventId }) {
      for (const { plugin: id, agreed } of await linksNow(deps.db, person, nowOf(deps))) {
        // No facts named: any of that register may have changed.
        const known = deps.catalogue.current().pack.facts
        const own = agreed.facts.map(({ fact }) => fact).filter((fact) => known.get(fact)?.register === register)
        const changed = facts.length === 0 ? own : own.filter((fact) => facts.includes(fact))
        if (changed.length === 0 || !agreed.events.includes('facts.changed')) continue
        const plugin = await findPlugin(deps.db, id)
        if (!plugin?.inForce?.manifest.events?.kinds.includes('facts.changed')) continue
        const subject = subjectOf(deps, plugin, person)
        const key = `${register}:${eventId}:${subject}`
        await deps.db.transaction((tx) =>
          tell(deps, tx, { plugin: id, key, kind: 'facts.changed', subject, data: { facts: changed } }),
        )
      }
    },
  }),
  consumer({
    name: 'plugins.tell-notice-opened',
    on: noticeOpened,
    async handle({ to: person, id: notice }) {
      const sent = await findSent(deps.db, person, notice)
      if (!sent) return
      const link = await findLink(deps.db, person, sent.plugin, nowOf(deps))
      const plugin = await findPlugin(deps.db, sent.plugin)
      const isWanted = link?.agreed.events.includes('notice.opened')
      if (!isWanted || !plugin?.inForce?.manifest.events?.kinds.includes('notice.opened')) return
      const subject = subjectOf(deps, plugin, person)
      const data = { key: sent.key, kind: sent.kind }
      const told = { plugin: plugin.id, key: `opened:${notice}`, kind: 'notice.opened', subject, data } as const
      await deps.db.transaction((tx) => tell(deps, tx, told))
    },
  }),
]

/** Each end once, with the rows that say so. */
async function note(deps: PluginsDeps, id: string): Promise<void> {
  for (;;) {
    const plugin = await findPlugin(deps.db, id)
    const some = await deps.db.transaction(async (tx) => {
      const rows = await takeUnnoted(tx, id, A_BATCH)
      if (plugin) for (const row of rows) await record(deps, tx, plugin, row, 'withdraw', undefined)
      return rows.length
    })
    if (some < A_BATCH) return
  }
}

async function sweep(deps: PluginsDeps): Promise<void> {
  const now = deps.clock.now()
  const ago = (hours: number) => now.subtract({ hours }).toString()
  await forgetOld(deps.db, ago(KEPT_DAYS * 24), now.subtract({ seconds: 3 * MAX_AGE_S }).toString())
  const stuck = await listStuck(deps.db, ago(TRIED_DAYS * 24), ago(1))
  const feeds = (await listPlugged(deps.db)).filter(({ inForce }) => inForce?.manifest.catalogue?.feed)
  await deps.db.transaction(async (tx) => {
    for (const { id } of stuck) await tx.enqueue(tellEvent, { event: id })
    for (const { id } of feeds) await tx.enqueue(pullFeed, { plugin: id })
  })
}
