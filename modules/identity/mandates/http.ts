/** Routes of mandates: whom I may act for, who may act for me, and for whom this session acts. */
import { type MandateId, parseId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { type Identity, mandateNotFound, mandateRefused } from '../contract.ts'

const tag = 'mandates'
const scope = z.object({
  services: z.array(z.string()).nullable().describe('Ids of services; null: all'),
  facts: z.array(z.string()).nullable().describe('Ids of facts; null: all'),
})
const acting = z.object({
  mandate: z.string(),
  kind: z.enum(['parent', 'guardian', 'delegate', 'helper']),
  relation: z.enum(['mother', 'father', 'representative']).optional(),
  for: z.string().describe('Person acted for'),
  forName: z.string(),
  scope,
})
const mandate = acting.extend({
  source: z.enum(['family-register', 'guardian-register', 'company-register', 'company', 'counter', 'person']),
  by: z.string().nullable().describe('Who acts; null: nobody has taken it up yet'),
  byName: z.string().nullable(),
  givenAt: z.string(),
  endsAt: z.string().nullable(),
})
const list = z.object({ mandates: z.array(mandate) })
const shared = { tag, needs: 'resident' } as const
/** Eight digits are not to be guessed. */
const TAKING_UP = { name: 'mandate-codes', burst: 10, perMinute: 5 }

export const mandateRoutes = ({ mandates }: Pick<Identity, 'mandates'>): Route[] => [
  api({
    ...shared,
    method: 'GET',
    path: '/api/mandates',
    summary: 'Mandates by which I act, or by which others act for me',
    response: list,
    handle: async ({ principal }) => ({ body: { mandates: await mandates.list(principal) } }),
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/mandates/family',
    summary: 'Ask the family register for my children: I may act for those under age',
    response: list,
    handle: async ({ principal }) => ({ body: { mandates: await mandates.fromFamily(principal) } }),
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/mandates/companies',
    summary: 'Ask the tax office for the companies I am the registered representative of: I may act for them until tomorrow',
    response: list,
    handle: async ({ principal }) => ({ body: { mandates: await mandates.fromCompanies(principal) } }),
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/mandates',
    summary: 'Let somebody help me: a code that they take up within a day',
    body: z.strictObject({
      services: z.array(z.string().max(80)).min(1).max(50).nullable(),
      facts: z.array(z.string().max(80)).min(1).max(100).nullable(),
      endsAt: z.iso.datetime().describe('At most a year ahead'),
    }),
    response: z.object({ mandate, code: z.string().describe('Shown once') }),
    problems: [mandateRefused],
    handle: async ({ principal, body }) => ({ status: 201, body: await mandates.give(principal, body) }),
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/mandates/accept',
    summary: 'Take up a mandate that somebody gave me a code for',
    limit: TAKING_UP,
    body: z.strictObject({ code: z.string().regex(/^\d{8}$/) }),
    response: mandate,
    problems: [mandateNotFound],
    handle: async ({ principal, body }) => ({ body: await mandates.accept(principal, body.code) }),
  }),
  api({
    ...shared,
    method: 'DELETE',
    path: '/api/mandates/{id}',
    summary: 'End a mandate, as either of the two',
    params: z.object({ id: z.string().max(60) }),
    success: 204,
    problems: [mandateNotFound],
    handle: async ({ principal, params }) => {
      await mandates.end(principal, parseId<MandateId>('man', params.id))
      return { status: 204 }
    },
  }),
  api({
    ...shared,
    method: 'GET',
    path: '/api/identity/acting',
    summary: 'For whom this session acts; null: for myself',
    response: z.object({ acting: acting.nullable() }),
    handle: ({ principal }) => ({ body: { acting: principal.acting ?? null } }),
  }),
  api({
    ...shared,
    method: 'PUT',
    path: '/api/identity/acting',
    summary: 'Choose for whom this session acts; null: for myself again',
    body: z.strictObject({ mandate: z.string().max(60).nullable() }),
    response: z.object({ acting: acting.nullable() }),
    problems: [mandateNotFound],
    handle: async ({ principal, body }) => ({
      body: {
        acting: await mandates.choose(principal, body.mandate === null ? null : parseId<MandateId>('man', body.mandate)),
      },
    }),
  }),
]
