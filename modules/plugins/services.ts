/** What a platform lists: sent by it, or fetched from it; all that was listed before goes. */
import { invalidRequest } from '@dpg/kernel/server'
import { type FoundService, isUnplugged, type ListedService, noCatalogue } from './contract.ts'
import type { PluginsDeps } from './deps.ts'
import { isOwnListing, listingSchema } from './manifest.ts'
import type { Outbound } from './outbound.ts'
import type { Believed } from './signed-request.ts'
import { findPlugin, lockPlatform, replaceServices, searchServices } from './store.ts'

export async function list(
  deps: PluginsDeps,
  { plugin }: Pick<Believed, 'plugin'>,
  services: readonly ListedService[],
): Promise<void> {
  const { manifest } = plugin.inForce
  if (!manifest.catalogue) throw noCatalogue({ plugin: plugin.id })
  if (!isOwnListing(services, manifest))
    throw invalidRequest({ where: 'body' }, { errors: [{ pointer: '/services', detail: manifest.homepage }] })
  await deps.db.transaction(async (tx) => {
    await lockPlatform(tx, plugin.id)
    if ((await findPlugin(tx, plugin.id))?.state !== 'plugged') throw isUnplugged({ plugin: plugin.id })
    await replaceServices(tx, plugin.id, services)
  })
}

/** A feed that cannot be read leaves what was listed before. */
export async function pull(deps: PluginsDeps, outbound: Outbound, id: string): Promise<void> {
  const plugin = await findPlugin(deps.db, id)
  const feed = plugin?.inForce?.manifest.catalogue?.feed
  if (!plugin || !feed) return
  const { services } = listingSchema.parse(await outbound.ask(feed))
  await list(deps, { plugin: plugin as Believed['plugin'] }, services)
}

/** Every word must be there; a sentence is cut into at most eight. */
export async function search({ db }: PluginsDeps, q: string, limit: number): Promise<readonly FoundService[]> {
  const words = q.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  return words.length === 0 ? [] : searchServices(db, words, limit)
}
