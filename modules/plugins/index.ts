/** 바깥 플랫폼: builds the module. Only the server calls this. */
import type { ModuleInfo, Parts } from '@dpg/kernel/server'
import { consumers, jobs } from './behind.ts'
import type { Plugins } from './contract.ts'
import type { PluginsDeps } from './deps.ts'
import { developerRoutes } from './http.ts'
import { personRoutes } from './http-person.ts'
import { signedRoutes } from './http-signed.ts'
import { consentRecord, endOwnLink, link, links, makeLink } from './links.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { offered } from './offered.ts'
import { createOutbound } from './outbound.ts'
import { decide, found, mine, seen, submit, unplug, waiting } from './review.ts'
import { search } from './services.ts'
import { createBeliever } from './signed-request.ts'
import { signingKeyOf } from './signing-key.ts'
import { listPlugged, listServices } from './store.ts'

export type { PluginsDeps } from './deps.ts'
export { sweepPlugins } from './jobs.ts'

export const plugins: ModuleInfo = {
  migrations: { module: 'plugins', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export function createPlugins(deps: PluginsDeps): { plugins: Plugins; parts: Parts } {
  const key = signingKeyOf(deps.secret('plugins-signing'))
  const outbound = createOutbound(deps, key)
  const made: Plugins = {
    submit: (principal, manifest) => submit(deps, principal, manifest),
    mine: (principal) => mine(deps, principal),
    waiting: (principal) => waiting(deps, principal),
    seen: (principal, id) => seen(deps, principal, id),
    decide: (principal, id, decision) => decide(deps, principal, id, decision),
    unplug: (principal, id, reason) => unplug(deps, principal, id, reason),
    plugged: () => listPlugged(deps.db),
    plugin: (id) => found(deps, id),
    services: (plugin) => listServices(deps.db, plugin),
    search: (q, limit) => search(deps, q, limit),
    links: (principal) => links(deps, principal),
    link: (principal, plugin) => link(deps, principal, plugin),
    makeLink: (principal, plugin, choice) => makeLink(deps, principal, plugin, choice),
    endLink: (principal, plugin) => endOwnLink(deps, principal, plugin),
    consentRecord: (principal, plugin) => consentRecord(deps, principal, plugin),
    offered: (principal, plugin, lang) => offered(deps, outbound, principal, plugin, lang),
    keys: async () => ({ keys: [key.published] }),
  }
  const routes = [...developerRoutes(made), ...personRoutes(made), ...signedRoutes(deps, createBeliever(deps))]
  return { plugins: made, parts: { routes, jobs: jobs(deps, outbound), consumers: consumers(deps) } }
}
