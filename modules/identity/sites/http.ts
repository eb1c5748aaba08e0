/** Routes of relying sites: a developer registers, an official allows. */
import { parseId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { type Identity, reviewNotPossible, type SiteId, siteNotFound, siteRefused } from '../contract.ts'
import { SITE_STATES, siteConfigSchema } from './site.ts'

const params = z.object({ id: z.string().max(60) })
const config = siteConfigSchema
const site = z.object({
  id: z.string().describe('client_id once people may sign in'),
  testId: z.string().describe('client_id for test people, at once'),
  state: z.enum(SITE_STATES),
  proposed: z.looseObject({}).describe('As asked for'),
  allowed: z.looseObject({}).nullable().describe('As people sign in under it'),
  reason: z.string().nullable(),
  madeAt: z.string(),
  askedAt: z.string().nullable(),
})
const tag = 'identity'
const REGISTERING = { name: 'registering-sites', burst: 30, perMinute: 10 }
const idOf = ({ id }: { readonly id: string }) => parseId<SiteId>('site', id)

export const siteRoutes = (identity: Identity): Route[] => [
  api({
    method: 'GET',
    path: '/api/identity/sites',
    needs: 'signed-in',
    tag,
    summary: 'Sites you have registered',
    response: z.object({ sites: z.array(site) }),
    handle: async ({ principal }) => ({ body: { sites: await identity.sites.mine(principal) } }),
  }),
  api({
    method: 'POST',
    path: '/api/identity/sites',
    needs: 'signed-in',
    limit: REGISTERING,
    tag,
    summary: 'Register a site; it signs test people in at once',
    body: config,
    response: z.object({ site, secret: z.string().nullable(), testSecret: z.string().nullable() }),
    problems: [siteRefused],
    handle: async ({ principal, body }) => ({ status: 201, body: await identity.sites.register(principal, body) }),
  }),
  api({
    method: 'PUT',
    path: '/api/identity/sites/{id}',
    needs: 'signed-in',
    limit: REGISTERING,
    tag,
    summary: 'Change a site: at once for test people, for everybody when allowed again',
    params,
    body: config,
    response: site,
    problems: [siteRefused, siteNotFound],
    handle: async ({ principal, params, body }) => ({ body: await identity.sites.change(principal, idOf(params), body) }),
  }),
  api({
    method: 'POST',
    path: '/api/identity/sites/{id}/review',
    needs: 'signed-in',
    tag,
    summary: 'Ask that people may sign in',
    params,
    success: 204,
    problems: [siteNotFound, reviewNotPossible],
    handle: async ({ principal, params }) => {
      await identity.sites.askReview(principal, idOf(params))
      return { status: 204 }
    },
  }),
  api({
    method: 'POST',
    path: '/api/identity/sites/{id}/secret',
    needs: 'signed-in',
    limit: REGISTERING,
    tag,
    summary: 'A new secret; the one before ends at once',
    params,
    body: z.strictObject({ of: z.enum(['site', 'test']) }),
    response: z.object({ secret: z.string() }),
    problems: [siteNotFound],
    handle: async ({ principal, params, body }) => ({
      body: { secret: await identity.sites.renewSecret(principal, idOf(params), body.of) },
    }),
  }),
  api({
    method: 'DELETE',
    path: '/api/identity/sites/{id}',
    needs: 'signed-in',
    tag,
    summary: 'End a site: nobody signs in there any more',
    params,
    success: 204,
    problems: [siteNotFound],
    handle: async ({ principal, params }) => {
      await identity.sites.end(principal, idOf(params))
      return { status: 204 }
    },
  }),
  api({
    method: 'POST',
    path: '/api/identity/sites/{id}/decision',
    needs: 'official',
    tag,
    summary: 'Allow a site, or refuse with a reason (administrator, privacy officer)',
    params,
    body: z.strictObject({ isAllowed: z.boolean(), reason: z.string().trim().max(500).nullable() }),
    success: 204,
    problems: [siteNotFound, reviewNotPossible],
    handle: async ({ principal, params, body }) => {
      await identity.sites.decide(principal, idOf(params), body.isAllowed, body.reason)
      return { status: 204 }
    },
  }),
]
