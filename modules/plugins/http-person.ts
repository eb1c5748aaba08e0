/** Routes of a person: what I am linked to, linking, leaving, the record of it. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { doesNotAnswer, isUnplugged, needed, notLinked, onlyOneself, pluginNotFound, type Plugins } from './contract.ts'
import { Choice, LinkBody, one } from './schemas.ts'

const TAG = 'plugins'

export const personRoutes = (plugins: Plugins): Route[] => [
  api({
    method: 'GET',
    path: '/api/plugins/links',
    needs: 'resident',
    summary: 'Platforms I am or was linked to, newest first',
    tag: TAG,
    response: z.object({ items: z.array(LinkBody) }),
    problems: [onlyOneself],
    handle: async ({ principal }) => ({ body: { items: await plugins.links(principal) } }),
  }),
  api({
    method: 'PUT',
    path: '/api/plugins/{id}/link',
    needs: 'resident',
    summary: 'Link myself: what the platform may know, send and be told, for a year. Replaces the link there is',
    tag: TAG,
    params: one,
    body: Choice,
    response: LinkBody,
    problems: [pluginNotFound, isUnplugged, needed, onlyOneself],
    handle: async ({ principal, params, body }) => ({ body: await plugins.makeLink(principal, params.id, body) }),
  }),
  api({
    method: 'DELETE',
    path: '/api/plugins/{id}/link',
    needs: 'resident',
    summary: 'Leave, at once. Again: nothing more happens',
    tag: TAG,
    params: one,
    success: 204,
    problems: [pluginNotFound, onlyOneself],
    handle: async ({ principal, params }) => {
      await plugins.endLink(principal, params.id)
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/plugins/{id}/consent-record',
    needs: 'resident',
    summary: 'The record of my consent, signed (JWS; fields of ISO/IEC TS 27560)',
    tag: TAG,
    params: one,
    responseType: 'application/jose',
    problems: [pluginNotFound, notLinked, onlyOneself],
    handle: async ({ principal, params }) => ({
      bytes: Buffer.from(await plugins.consentRecord(principal, params.id)),
      contentType: 'application/jose',
    }),
  }),
  api({
    method: 'GET',
    path: '/api/plugins/{id}/offered',
    needs: 'resident',
    summary: 'What the platform says it knows of me: asked of it now, kept nowhere',
    tag: TAG,
    params: one,
    response: z.object({ items: z.array(z.object({ title: z.string(), value: z.string().nullable() })) }),
    problems: [pluginNotFound, notLinked, doesNotAnswer, onlyOneself],
    handle: async ({ principal, params, lang }) => ({
      body: { items: await plugins.offered(principal, params.id, lang) },
    }),
  }),
]
