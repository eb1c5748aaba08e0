/** Routes of the guard: the policies in force, their versions, drafts with what they would change, and questions to try. */
import { parseId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  draftNotFound,
  draftOver,
  draftRefused,
  draftStale,
  type Guard,
  policiesBroken,
  type PolicyDraftId,
  samePerson,
  versionNotFound,
} from './contract.ts'
import { question } from './http-question.ts'

const tag = 'guard'
/** The permission of whoever keeps the policies. */
const KEEPER = 'access-policies'
const file = z.strictObject({
  path: z.string().max(80).describe('Such as policies/routes.cedar'),
  text: z.string().max(200_000).describe('The whole text; empty: taken away'),
})
const written = z.strictObject({
  why: z.string().trim().min(1).max(500).describe('What it is for; stands in the history'),
  files: z.array(file).min(1).max(40).describe('Files that replace those in force'),
})
const says = z.object({ ko: z.string(), en: z.string() })
const finding = z.object({
  file: z.string(),
  line: z.number().int(),
  rule: z.string(),
  level: z.enum(['error', 'warning']),
  message: says,
  remedy: says,
})
const version = z.object({
  version: z.number().int(),
  publishedAt: z.string(),
  source: z.enum(['pack', 'page']),
  why: z.string(),
  author: z.string().nullable(),
  approver: z.string().nullable(),
  changed: z.array(z.string()),
})
const files = z.array(z.object({ path: z.string(), text: z.string() }))
const draft = z.object({
  id: z.string(),
  state: z.enum(['draft', 'waiting', 'published', 'withdrawn']),
  why: z.string(),
  author: z.object({ id: z.string(), name: z.string() }),
  changedAt: z.string(),
  base: z.number().int(),
  isStale: z.boolean().describe('Other policies are in force than those it was written on'),
  files,
})
const verdict = z.object({
  isAllowed: z.boolean(),
  by: z.array(z.string()).describe('Policies that decided; none: nothing allows it'),
})
const difference = z.object({
  since: z.string(),
  asked: z.number().int().describe('Requests looked at'),
  questions: z.number().int().describe('Different questions among them'),
  newlyAllowed: z.number().int(),
  newlyDenied: z.number().int(),
  changes: z
    .array(z.object({ question: z.looseObject({}), count: z.number().int(), before: verdict, after: verdict }))
    .describe('The fifty most frequent, without anybody’s name'),
  neverUsed: z.array(z.string()).describe('Policies of the draft that would have decided none of these'),
})
const review = z.object({ draft, findings: z.array(finding), difference: difference.nullable() })
const policy = z.object({
  id: z.string(),
  effect: z.enum(['permit', 'forbid']),
  says,
  law: z.string().nullable(),
  file: z.string(),
  line: z.number().int(),
  text: z.string(),
  decided: z.number().int().describe('Requests of the last seven days that it decided'),
})
const params = z.object({ id: z.string().max(60) })
const idOf = (text: string) => parseId<PolicyDraftId>('pol', text)
const shared = { tag, needs: KEEPER } as const
const MAX = 1024 * 1024

export const routes = (guard: Guard): Route[] => [
  api({
    ...shared,
    method: 'GET',
    path: '/api/guard/policies',
    summary: 'The policies in force, how often each decided, and which say nothing',
    response: version.extend({ files, policies: z.array(policy), findings: z.array(finding) }),
    handle: async () => ({ body: await guard.inForce() }),
  }),
  api({
    ...shared,
    method: 'GET',
    path: '/api/guard/versions',
    summary: 'Every set of policies that was in force, newest first',
    response: z.object({ versions: z.array(version) }),
    handle: async () => ({ body: { versions: await guard.versions() } }),
  }),
  api({
    ...shared,
    method: 'GET',
    path: '/api/guard/versions/{version}',
    summary: 'One version with its files',
    params: z.object({ version: z.coerce.number().int().min(1).max(1_000_000) }),
    response: version.extend({ files }),
    problems: [versionNotFound],
    handle: async ({ params: { version: number } }) => ({ body: await guard.version(number) }),
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/guard/questions',
    summary: 'What the policies in force would answer, and what would turn a refusal round',
    body: question,
    response: verdict.extend({ helps: z.array(z.array(z.object({ help: z.string(), value: z.string().optional() }))) }),
    handle: ({ body }) => ({ body: guard.tryOut(body) }),
  }),
  api({
    ...shared,
    method: 'GET',
    path: '/api/guard/drafts',
    summary: 'Drafts, newest first',
    response: z.object({ drafts: z.array(draft) }),
    handle: async () => ({ body: { drafts: await guard.drafts() } }),
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/guard/drafts',
    summary: 'Begin a draft',
    maxBytes: MAX,
    body: written,
    response: draft,
    problems: [draftRefused],
    handle: async ({ principal, body }) => ({ status: 201, body: await guard.startDraft(principal, body.why, body.files) }),
  }),
  api({
    ...shared,
    method: 'GET',
    path: '/api/guard/drafts/{id}',
    summary: 'A draft with its faults and with what it would have decided differently over the last seven days',
    params,
    response: review,
    problems: [draftNotFound],
    handle: async ({ params: { id } }) => ({ body: await guard.review(idOf(id)) }),
  }),
  api({
    ...shared,
    method: 'PUT',
    path: '/api/guard/drafts/{id}',
    summary: 'Write a draft anew; whoever does is its author from then on',
    params,
    maxBytes: MAX,
    body: written,
    response: draft,
    problems: [draftNotFound, draftOver, draftRefused],
    handle: async ({ principal, params: { id }, body }) => ({
      body: await guard.changeDraft(principal, idOf(id), body.why, body.files),
    }),
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/guard/drafts/{id}/send',
    summary: 'Ask for a second person',
    params,
    success: 204,
    problems: [draftNotFound, draftOver, policiesBroken],
    handle: async ({ principal, params: { id } }) => {
      await guard.sendDraft(principal, idOf(id))
      return { status: 204 }
    },
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/guard/drafts/{id}/withdraw',
    summary: 'Give a draft up',
    params,
    success: 204,
    problems: [draftNotFound, draftOver],
    handle: async ({ principal, params: { id } }) => {
      await guard.withdrawDraft(principal, idOf(id))
      return { status: 204 }
    },
  }),
  api({
    ...shared,
    method: 'POST',
    path: '/api/guard/drafts/{id}/publish',
    summary: 'Put a draft in force, as somebody else than who wrote it',
    params,
    response: version,
    problems: [draftNotFound, draftOver, draftStale, policiesBroken, samePerson],
    handle: async ({ principal, params: { id } }) => ({ body: await guard.publishDraft(principal, idOf(id)) }),
  }),
]
