/** Routes of platforms: every request is signed by a key of the manifest in force. */
import { api, invalidRequest, malformedBody, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { eventNotFound, isUnplugged, noCatalogue, notAgreed, notBelieved, notLinked, tooManyNotices } from './contract.ts'
import type { PluginsDeps } from './deps.ts'
import { journal, tellAgain } from './events.ts'
import { giveFacts, linkOf } from './facts.ts'
import { sendLetter } from './letters.ts'
import { whatOf } from './links.ts'
import { listingSchema } from './manifest.ts'
import { AgreedBody, FactsBody, JournalBody, Letter, SelfBody, subject } from './schemas.ts'
import { list } from './services.ts'
import type { Believe, Believed } from './signed-request.ts'

const TAG = 'plugged'
const SIGNED =
  'Signed (RFC 9421, label `plug-in`, over @method, @path, @query and, with a body, content-digest; created, nonce, keyid `{id}/{kid}`, tag `dpg-plug-in`, ECDSA P-256)'
const ALWAYS = [notBelieved, isUnplugged]
const about = z.strictObject({ subject })
const LIMIT = { name: 'plugged', burst: 600, perMinute: 1200 }

export const signedRoutes = (deps: PluginsDeps, believe: Believe): Route[] => [
  api({
    method: 'GET',
    path: '/api/plugged/self',
    needs: 'public',
    limit: LIMIT,
    summary: `Who you are here: the manifest in force and your client_id. ${SIGNED}`,
    tag: TAG,
    response: SelfBody,
    problems: ALWAYS,
    handle: async ({ raw }) => {
      const { plugin } = await believe(raw)
      const { hash, number } = plugin.inForce
      return { body: { id: plugin.id, hash, version: number, issuer: deps.identity.sites.issuer, clientId: plugin.site } }
    },
  }),
  api({
    method: 'PUT',
    path: '/api/plugged/services',
    needs: 'public',
    limit: LIMIT,
    summary: `Send all your services (as in a feed: {"services": [...]}); those sent before go. ${SIGNED}`,
    tag: TAG,
    requestType: 'application/json',
    maxBytes: 4 * 1024 * 1024,
    success: 204,
    problems: [...ALWAYS, invalidRequest, noCatalogue],
    handle: async ({ raw }) => {
      const by = await believe(raw)
      await list(deps, by, parsed(listingSchema, by).services)
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/plugged/people/{subject}',
    needs: 'public',
    limit: LIMIT,
    summary: `What a person lets you know, send and be told. ${SIGNED}`,
    tag: TAG,
    params: about,
    response: AgreedBody,
    problems: [...ALWAYS, notLinked],
    handle: async ({ raw, params }) => {
      const { agreed, madeAt, until } = await linkOf(deps, await believe(raw), params.subject)
      return { body: { agreed: whatOf(agreed), since: madeAt, until } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/plugged/people/{subject}/facts',
    needs: 'public',
    limit: LIMIT,
    summary: `The facts a person agreed to, asked of the registers now and written into the person’s trace. ${SIGNED}`,
    tag: TAG,
    params: about,
    response: FactsBody,
    problems: [...ALWAYS, notLinked],
    handle: async ({ raw, params }) => ({ body: await giveFacts(deps, await believe(raw), params.subject) }),
  }),
  api({
    method: 'POST',
    path: '/api/plugged/people/{subject}/notices',
    needs: 'public',
    limit: LIMIT,
    summary: `Send a person one of your letters, of a kind they want: {"key", "kind", "values": {"ko": {…}}}. ${SIGNED}`,
    tag: TAG,
    params: about,
    requestType: 'application/json',
    response: z.object({ notice: z.string() }),
    problems: [...ALWAYS, invalidRequest, notLinked, notAgreed, tooManyNotices],
    handle: async ({ raw, params }) => {
      const by = await believe(raw)
      return { status: 201, body: { notice: await sendLetter(deps, by, params.subject, parsed(Letter, by)) } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/plugged/events',
    needs: 'public',
    limit: LIMIT,
    summary: `What you were told or should have been, in order, from a place on; kept for 30 days. ${SIGNED}`,
    tag: TAG,
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,18}$/)
        .default('0'),
    }),
    response: JournalBody,
    problems: ALWAYS,
    handle: async ({ raw, query }) => ({ body: await journal(deps, (await believe(raw)).plugin.id, BigInt(query.after)) }),
  }),
  api({
    method: 'POST',
    path: '/api/plugged/events/{event}/again',
    needs: 'public',
    limit: LIMIT,
    summary: `Be told an event again, under the same id. ${SIGNED}`,
    tag: TAG,
    params: z.strictObject({ event: z.string().max(60) }),
    success: 204,
    problems: [...ALWAYS, eventNotFound],
    handle: async ({ raw, params }) => {
      await tellAgain(deps, (await believe(raw)).plugin.id, params.event)
      return { status: 204 }
    },
  }),
]

/** The body is read by whoever checks its digest, and only then looked at. */
function parsed<T>(schema: z.ZodType<T>, { body }: Pick<Believed, 'body'>): T {
  const result = schema.safeParse(json(body))
  if (result.success) return result.data
  const errors = result.error.issues.slice(0, 50).map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }))
  throw invalidRequest({ where: 'body' }, { errors })
}

function json(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw malformedBody({ reason: 'not-json' }, { cause })
  }
}
