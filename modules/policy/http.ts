/** The open API of what-ifs: begin, follow, take along. Parse, call, present. */
import { serviceNotFound } from '@dpg/catalogue/contract'
import { api, invalidRequest, type Route } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import { z } from 'zod'
import {
  brokenRule,
  type Change,
  dataGone,
  keyReused,
  notFinished,
  nothingChanged,
  type Policy,
  runNotFound,
  unknownParameter,
  unknownPart,
  wrongDay,
  wrongValue,
} from './contract.ts'

/** The role whose officials try policies out. */
export const ANALYST = 'policy-analyst'

const tag = 'policy'
const name = z.string().min(1).max(80)
const change = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('parameter'),
    parameter: name.describe('Id of a figure of the law'),
    path: z.string().max(80).optional().describe('Place inside it: `single`, `0`, `2/1`; absent: the whole value'),
    value: z.json().describe('The new value, of the kind that stands there today'),
  }),
  z.strictObject({
    kind: z.literal('criterion'),
    criterion: name,
    test: z.string().min(1).max(8000).describe('FEEL of the condition'),
  }),
  z.strictObject({
    kind: z.literal('step'),
    step: name,
    be: z.string().min(1).max(8000).describe('FEEL of the step of the amount'),
  }),
])
const request = z.strictObject({
  service: name.describe('Id of a service with rules'),
  changes: z.array(change).min(1).max(60),
  asOf: z.string().max(40).optional().describe('ISO day whose law counts; today when absent'),
})
const params = z.object({ id: z.string().max(60).describe('Id of the run') })
const answer = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  progress: z.number().describe('Per cent'),
  shards: z
    .object({ done: z.number(), all: z.number() })
    .nullable()
    .describe('Parts of the people that are counted, of all, while it is worked out'),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  inputs: z
    .looseObject({ release: z.string(), rules: z.string(), data: z.string(), code: z.string() })
    .describe('All that the result depends on'),
  title: z.string(),
  result: z
    .looseObject({})
    .nullable()
    .describe('Estimates for the nation with their margin, by group; null where fewer than five people of the sample stand'),
  resultHash: z.string().nullable(),
  failure: z.looseObject({ type: z.string() }).nullable(),
  standing: z.looseObject({ isCurrentRelease: z.boolean(), isSameCode: z.boolean(), hasData: z.boolean() }),
})
const key = (given: string | undefined): string => {
  if (given !== undefined && /^[\x21-\x7e]{1,128}$/.test(given)) return given
  throw invalidRequest({ where: 'body' }, { errors: [{ pointer: '/Idempotency-Key', detail: 'Idempotency-Key: 1..128' }] })
}

export const routes = (policy: Policy): Route[] => [
  api({
    method: 'POST',
    path: '/api/policy/runs',
    needs: ANALYST,
    tag,
    maxBytes: 256 * 1024,
    needsKey: true,
    summary: 'Runs a change of rules or figures over the population; the same question gives the same run',
    body: request,
    response: answer,
    problems: [serviceNotFound, unknownParameter, unknownPart, wrongValue, brokenRule, nothingChanged, wrongDay, keyReused],
    handle: async ({ principal, body, idempotencyKey, lang }) => {
      const changes = body.changes as readonly (Change & { readonly value?: Json })[]
      return {
        body: await policy.start(principal, { service: body.service, changes, asOf: body.asOf }, key(idempotencyKey), lang),
      }
    },
  }),
  api({
    method: 'GET',
    path: '/api/policy/runs/{id}',
    needs: ANALYST,
    tag,
    summary: 'How a run stands, and its result',
    params,
    response: answer,
    problems: [runNotFound],
    handle: async ({ params: { id }, lang }) => ({ body: await policy.run(id, lang) }),
  }),
  api({
    method: 'GET',
    path: '/api/policy/runs/{id}/csv',
    needs: ANALYST,
    tag,
    summary: 'The result as rows for a spreadsheet',
    params,
    responseType: 'text/csv',
    problems: [runNotFound, notFinished],
    handle: async ({ params: { id }, lang }) => csvAnswer(id, await policy.csv(id, lang)),
  }),
  api({
    method: 'POST',
    path: '/api/policy/runs/{id}/again',
    needs: ANALYST,
    tag,
    summary: 'Works a run out again from what was kept, and says whether the same comes of it',
    params,
    response: answer,
    problems: [runNotFound, notFinished, dataGone],
    handle: async ({ principal, params: { id }, lang }) => ({ body: await policy.again(principal, id, lang) }),
  }),
]

/** A file to keep. */
export const csvAnswer = (id: string, csv: string) => ({
  bytes: new TextEncoder().encode(csv),
  contentType: 'text/csv; charset=utf-8',
  headers: { 'content-disposition': `attachment; filename="policy-${id}.csv"` },
})
