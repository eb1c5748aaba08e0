/** Routes of consent and of the notifier: what is looked at, agreeing and taking back, what was told and why, what is not wanted. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { type Benefits, consentOutdated, notWatching, unknownKind, unknownService } from './contract.ts'

export const group = z.enum(['finance', 'sensitive'])
const purpose = z.enum(['look', 'watch']).describe('look: to show me my benefits; watch: to tell me when something opens')
const agreement = z.strictObject({
  version: z.string().max(40).describe('Of what was read: `version` of GET /api/benefits/consent/{purpose}'),
  groups: z.array(group).max(2).default([]).describe('What the person agrees to; empty: only what needs no consent'),
})
const given = z.object({
  purpose,
  version: z.string(),
  groups: z.array(group),
  givenAt: z.string(),
  endsAt: z.string(),
})
const plan = z.object({
  purpose,
  version: z.string(),
  groups: z.array(
    z.object({
      group: z.enum(['law', 'finance', 'sensitive']).describe('law: needs no consent'),
      law: z.string(),
      registers: z.array(z.object({ register: z.string(), facts: z.array(z.object({ fact: z.string(), label: z.string() })) })),
    }),
  ),
  months: z.number().describe('How long a consent holds'),
  lookMinutes: z.number().describe("How long the registers' answers to one look are kept"),
  given: given.nullable().describe('In force now'),
})
const item = z.object({
  service: z.string(),
  title: z.string(),
  basis: z.enum(['law', 'codes']),
  turned: z
    .array(z.object({ text: z.string(), law: z.string().nullable() }))
    .describe('Conditions that were not met before and are now'),
  rule: z
    .array(z.object({ text: z.string(), law: z.string().nullable() }))
    .describe('What a publication changed in its rules, from what to what, from which day'),
  field: z.string().nullable(),
  canApply: z.boolean(),
  held: z.boolean(),
  notForMe: z.enum(['service', 'kind']).nullable(),
})
const newsPage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      because: z.string(),
      register: z.string().nullable(),
      changed: z.array(z.string()).describe('Names of the facts that changed'),
      items: z.array(item.loose()),
      more: z.number(),
    }),
  ),
  next: z.string().nullable(),
})
const subscription = given.extend({
  lookedAt: z.string().nullable(),
  coming: z.array(z.string()).describe('Days on which something changes by itself, as known today'),
  notForMe: z.object({
    services: z.array(z.object({ service: z.string(), title: z.string(), at: z.string() })),
    kinds: z.array(z.object({ kind: z.string(), at: z.string() })),
  }),
})
const tag = 'benefits'

export const consentRoutes = (benefits: Benefits): Route[] => [
  api({
    method: 'GET',
    path: '/api/benefits/consent/{purpose}',
    needs: 'resident',
    tag,
    summary: 'What is looked at for a purpose: from which registers, by which law, how long; and what I agreed to',
    params: z.object({ purpose }),
    response: plan,
    handle: async ({ principal, params, lang }) => ({
      body: {
        ...benefits.plan(params.purpose, lang),
        given: (await benefits.consent(principal, params.purpose)) ?? null,
      },
    }),
  }),
  api({
    method: 'PUT',
    path: '/api/benefits/consent/look',
    needs: 'resident',
    tag,
    summary: 'Ask for a look, with what I agree to; safe to repeat',
    body: agreement,
    problems: [consentOutdated],
    success: 204,
    handle: async ({ principal, body }) => {
      await benefits.agree(principal, body)
      return { status: 204 }
    },
  }),
  api({
    method: 'DELETE',
    path: '/api/benefits/consent/look',
    needs: 'resident',
    tag,
    summary: 'Take it back; what was kept of the last look is erased',
    success: 204,
    handle: async ({ principal }) => {
      await benefits.withdraw(principal)
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/benefits/watch',
    needs: 'resident',
    tag,
    summary: 'My subscription to news: until when, which days are coming, what I do not want',
    response: z.object({ subscription: subscription.nullable() }),
    handle: async ({ principal, lang }) => ({
      body: { subscription: (await benefits.subscription(principal, lang)) ?? null },
    }),
  }),
  api({
    method: 'PUT',
    path: '/api/benefits/watch',
    needs: 'resident',
    tag,
    summary: 'Agree to be told when something new opens; again renews it',
    body: agreement,
    problems: [consentOutdated],
    success: 204,
    handle: async ({ principal, body }) => {
      await benefits.watch(principal, body)
      return { status: 204 }
    },
  }),
  api({
    method: 'DELETE',
    path: '/api/benefits/watch',
    needs: 'resident',
    tag,
    summary: 'Take the agreement back; what was kept for it is erased',
    success: 204,
    handle: async ({ principal }) => {
      await benefits.unwatch(principal)
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/benefits/news',
    needs: 'resident',
    tag,
    summary: 'What I was told and why: which change, which condition turned, which article, how much',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(50).default(20),
      before: z.string().max(60).optional().describe('`next` of the page before'),
    }),
    response: newsPage,
    handle: async ({ principal, query: { limit, before }, lang }) => ({
      body: await benefits.news(principal, lang, { limit, ...(before === undefined ? {} : { before }) }),
    }),
  }),
  ...(['service', 'kind'] as const).flatMap((what) => [
    notForMe(benefits, what, 'PUT', false),
    notForMe(benefits, what, 'DELETE', true),
  ]),
]

const notForMe = (benefits: Benefits, what: 'service' | 'kind', method: 'PUT' | 'DELETE', wanted: boolean): Route =>
  api({
    method,
    path: `/api/benefits/not-for-me/${what}s/{id}`,
    needs: 'resident',
    tag,
    summary: wanted
      ? `Let such news of a ${what} come again`
      : what === 'service'
        ? 'No more news of this service'
        : 'No more news of this kind: a field of the catalogue, or `guess` for what is only probable',
    params: z.object({ id: z.string().min(1).max(80) }),
    problems: [notWatching, what === 'service' ? unknownService : unknownKind],
    success: 204,
    handle: async ({ principal, params: { id } }) => {
      await benefits.wantNews(principal, what === 'service' ? { service: id } : { kind: id }, wanted)
      return { status: 204 }
    },
  })
