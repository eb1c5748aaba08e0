/** Routes of developers and reviewers, and what anybody may see. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { manifestRefused, notWaiting, notYours, pluginNotFound, type Plugins, reasonMissing, samePerson } from './contract.ts'
import { manifestSchema } from './manifest.ts'
import { one, PluginBody, ServiceBody } from './schemas.ts'

const TAG = 'plugins'

export const developerRoutes = (plugins: Plugins): Route[] => [
  api({
    method: 'GET',
    path: '/api/plugins',
    needs: 'public',
    summary: 'Outside platforms that are plugged in',
    tag: TAG,
    response: z.object({ items: z.array(PluginBody) }),
    handle: async () => ({ body: { items: await plugins.plugged() } }),
  }),
  api({
    method: 'POST',
    path: '/api/plugins',
    needs: 'signed-in',
    limit: { name: 'handing-in-manifests', burst: 30, perMinute: 10 },
    summary: 'Hand in the manifest of your platform; somebody else reviews it. The same again changes nothing',
    tag: TAG,
    body: manifestSchema,
    response: PluginBody,
    problems: [manifestRefused, notYours],
    handle: async ({ principal, body }) => ({ status: 201, body: await plugins.submit(principal, body) }),
  }),
  api({
    method: 'GET',
    path: '/api/plugins/mine',
    needs: 'signed-in',
    summary: 'Platforms whose manifest you have handed in',
    tag: TAG,
    response: z.object({ items: z.array(PluginBody) }),
    handle: async ({ principal }) => ({ body: { items: await plugins.mine(principal) } }),
  }),
  api({
    method: 'GET',
    path: '/api/plugins/services',
    needs: 'public',
    summary: 'Services of outside platforms that hold all the words',
    tag: TAG,
    query: z.strictObject({ q: z.string().trim().min(1).max(200) }),
    response: z.object({ items: z.array(ServiceBody) }),
    handle: async ({ query }) => ({ body: { items: await plugins.search(query.q, 50) } }),
  }),
  api({
    method: 'GET',
    path: '/api/plugins/keys',
    needs: 'public',
    summary: 'Keys that verify what we send to platforms (JWK Set, RFC 7517)',
    tag: TAG,
    response: z.object({ keys: z.array(z.record(z.string(), z.json())) }),
    handle: async () => ({ body: await plugins.keys() }),
  }),
  api({
    method: 'POST',
    path: '/api/plugins/{id}/decision',
    needs: 'administrator',
    summary: 'Plug a platform in, or refuse its manifest with a reason; never by whoever handed it in',
    tag: TAG,
    params: one,
    body: z.strictObject({
      hash: z.string().length(64).describe('Of the manifest that was read'),
      allow: z.boolean(),
      reason: z.string().trim().max(500).nullable(),
    }),
    response: PluginBody,
    problems: [pluginNotFound, samePerson, notWaiting, reasonMissing],
    handle: async ({ principal, params, body }) => ({ body: await plugins.decide(principal, params.id, body) }),
  }),
  api({
    method: 'POST',
    path: '/api/plugins/{id}/unplug',
    needs: 'signed-in',
    summary: 'Unplug a platform at once (an administrator, or whoever handed it in). Again: nothing more happens',
    tag: TAG,
    params: one,
    body: z.strictObject({ reason: z.string().trim().min(2).max(500) }),
    response: PluginBody,
    problems: [pluginNotFound, reasonMissing],
    handle: async ({ principal, params, body }) => ({ body: await plugins.unplug(principal, params.id, body.reason) }),
  }),
]
