/** Routes: parse, call, present. */
import { serviceNotFound } from '@dpg/catalogue/contract'
import { api, type Route } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import { z } from 'zod'
import { type Benefits, consentNeeded, SCREENING_LIMIT, unknownFact, unknownService, wrongDay, wrongType } from './contract.ts'
import { consentRoutes, group } from './http-consent.ts'

const facts = z
  .record(z.string().max(80), z.json())
  .describe('Values by fact id (GET /api/facts); absent is unknown, null is known to be none')
const asOf = z.string().max(40).optional().describe('ISO day whose rules count; today when absent')
const screenBody = z.strictObject({
  facts,
  asOf,
  services: z.array(z.string().max(80)).max(10_000).optional().describe('Only these services; all when absent'),
})
const whyBody = z.strictObject({ facts, asOf })

const outcome = z.enum(['eligible', 'ineligible', 'unknown'])
const basis = z
  .enum(['law', 'codes'])
  .describe('law: worked out from the statute; codes: read from official condition codes, so "probably"')
const amount = z.object({
  won: z.number().int().nullable(),
  per: z.string(),
  unit: z.string(),
  missingFigures: z.array(z.string()).describe('Figures that have not been published'),
})
const relations = z.array(
  z.object({
    kind: z.enum(['excludes', 'requires']),
    service: z.string(),
    title: z.string(),
    says: z.string(),
    law: z.string().nullable(),
    isPressing: z.boolean().describe('Something to decide or to do now'),
  }),
)
const coming = z.array(
  z.object({
    kind: z.enum(['opens', 'closes']),
    service: z.string(),
    title: z.string(),
    basis,
    day: z.string(),
    says: z.string(),
    outcome,
    turned: z.array(z.object({ text: z.string(), law: z.string().nullable() })),
  }),
)
const screened = z.object({
  service: z.string(),
  title: z.string(),
  outcome,
  basis,
  reasons: z.array(
    z.object({
      criterion: z.string(),
      outcome: z.enum(['met', 'notMet', 'unknown']),
      text: z.string(),
      law: z.string().nullable(),
      facts: z.array(z.string()),
    }),
  ),
  missing: z.array(z.string()).describe('Facts that could still change the answer'),
  amount: amount.optional(),
  relations: relations.optional().describe('Services it may not be held with, or not without'),
})
const ask = z
  .array(z.object({ fact: z.string(), settles: z.number() }))
  .describe('Questions worth asking, the one that settles most first')
const counts = z.object({ eligible: z.number(), ineligible: z.number(), unknown: z.number() })
const screenAnswer = z.object({ asOf: z.string(), counts, results: z.array(screened), ask })
const whyNot = z.object({
  service: z.string(),
  title: z.string(),
  outcome,
  basis,
  criteria: z.array(
    z.object({
      criterion: z.string(),
      text: z.string(),
      outcome: z.enum(['met', 'notMet', 'unknown']),
      law: z.string().nullable(),
      facts: z.array(
        z.object({ fact: z.string(), label: z.string(), value: z.string().nullable(), register: z.string().nullable() }),
      ),
      changes: z.array(z.string()).describe('What would turn a "no", in words'),
      notWorkedOut: z
        .string()
        .nullable()
        .describe('Why the condition could not be worked out, where it could not; that is no "no"'),
      rawChanges: z.array(z.looseObject({ kind: z.string(), fact: z.string() })),
      missing: z.array(z.string()),
    }),
  ),
  amount: amount.optional(),
  steps: z.array(z.object({ text: z.string(), value: z.string().nullable(), law: z.string().nullable() })),
  remedy: z
    .object({ says: z.string(), changes: z.array(z.string()), on: z.string(), outcome: z.enum(['eligible', 'unknown']) })
    .optional()
    .describe('The fewest changes over all conditions that together open the service'),
  ask: ask.optional(),
  relations: relations.optional(),
})
const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
})
const tag = 'benefits'
const MOST = 128 * 1024
const JSON_TYPE = 'application/json; charset=utf-8'

export const routes = (benefits: Benefits): Route[] => [
  api({
    method: 'POST',
    path: '/api/benefits/screen',
    needs: 'public',
    tag,
    maxBytes: MOST,
    limit: SCREENING_LIMIT,
    summary: 'What a person with these facts may get, with reasons; nothing is stored',
    body: screenBody,
    response: screenAnswer,
    problems: [unknownFact, wrongType, wrongDay, unknownService],
    handle: ({ body, lang }) => ({ bytes: benefits.screenJson(requestOf(body), lang), contentType: JSON_TYPE }),
  }),
  api({
    method: 'POST',
    path: '/api/benefits/screen/{service}/why',
    needs: 'public',
    tag,
    maxBytes: MOST,
    limit: SCREENING_LIMIT,
    summary: 'Why (not), criterion by criterion, and what would change it; nothing is stored',
    params: z.object({ service: z.string().max(80) }),
    body: whyBody,
    response: whyNot,
    problems: [unknownFact, wrongType, wrongDay, serviceNotFound],
    handle: ({ params, body, lang }) => ({ body: benefits.explain(params.service, requestOf(body), lang) }),
  }),
  api({
    method: 'POST',
    path: '/api/benefits/coming',
    needs: 'public',
    tag,
    maxBytes: MOST,
    limit: SCREENING_LIMIT,
    summary: 'What the coming year opens and closes by itself for a person with these facts; nothing is stored',
    body: screenBody,
    response: coming,
    problems: [unknownFact, wrongType, wrongDay, unknownService],
    handle: ({ body, lang }) => ({ body: benefits.coming(requestOf(body), lang) }),
  }),
  api({
    method: 'GET',
    path: '/api/benefits/rules/{service}/coming',
    needs: 'public',
    tag,
    summary: 'What approved rules will change for a service, from which day on; the nearest day first',
    params: z.object({ service: z.string().max(80) }),
    response: z.array(
      z.object({
        from: z.string().describe('ISO day from which they are in force'),
        changes: z.array(z.object({ text: z.string(), law: z.string().nullable() })),
      }),
    ),
    handle: ({ params, lang }) => ({ body: benefits.comingRules(params.service, lang) }),
  }),
  api({
    method: 'GET',
    path: '/api/benefits/mine',
    needs: 'resident',
    tag,
    query: page,
    summary:
      'What the signed-in person may get, by rank; facts are fetched for this look, recorded in the access log, kept for minutes',
    response: z.object({
      asOf: z.string(),
      counts,
      items: z.array(screened.loose()),
      total: z.number(),
      ask,
      coming: coming.describe('What the coming year opens and closes by itself'),
      failures: z.array(z.object({ register: z.string(), facts: z.array(z.string()), kind: z.string() })),
      isWatching: z.boolean(),
      agreed: z.array(group),
      lookedAt: z.string(),
      keptUntil: z.string().describe('Until then the answers of the registers are kept and used again'),
    }),
    problems: [consentNeeded],
    handle: async ({ principal, query, lang }) => ({ body: await benefits.forResident(principal, { ...query, lang }) }),
  }),
  ...consentRoutes(benefits),
]

const requestOf = ({
  facts: given,
  asOf: day,
  services,
}: {
  facts: Record<string, unknown>
  asOf?: string | undefined
  services?: string[] | undefined
}) => ({
  facts: given as Record<string, Json>,
  ...(day === undefined ? {} : { asOf: day }),
  ...(services === undefined ? {} : { services }),
})
