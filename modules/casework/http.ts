/**
 * The open API: apply, follow, act; for offices: the work list, a case, its actions. Parse, call, present. The doors of offices let
 * officials in; that they work on cases (`caseworker`, `approver`) the module itself checks, for pages too.
 */
import { type CaseId, type OfficialId, parseId } from '@dpg/kernel'
import { refused } from '@dpg/guard/contract'
import { api, bodyTooLarge, invalidRequest, readBytes, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  actionNotAllowed,
  type AttachmentId,
  beyondMandate,
  attachmentNotFound,
  caseNotFound,
  type Casework,
  consentMissing,
  duplicateCase,
  fileRefused,
  invalidAnswers,
  keyReused,
  notApplicable,
  reasonNeeded,
  sameOfficial,
  staleVersion,
} from './contract.ts'
import type { Handed } from './attach.ts'
import { MAX_BYTES } from './uploads.ts'
import { caseView, lookedUp, officerCaseView, summary, workPage } from './http-schemas.ts'

const tag = 'casework'
const caseParams = z.object({ id: z.string().max(60).describe('Id of the case, `case_…`') })
const actionParams = caseParams.extend({ action: z.string().max(60).describe('Id of an action that the case lists') })

const application = z.strictObject({
  service: z.string().max(60).describe('Id of the service'),
  answers: z
    .record(z.string().max(80), z.json())
    .describe('By fact id: only what the form of the service asks; what registers hold is never taken from here'),
  declarations: z.array(z.string().max(60)).max(50).default([]).describe('Ids of the declarations that the applicant makes'),
})

const act = z.strictObject({
  version: z.int().min(1).describe('Version of the case that was seen; a stale one is refused'),
  reason: z.string().max(2_000).optional().describe('Why, in words for the applicant'),
  reasonCodes: z.array(z.string().max(60)).max(20).optional().describe('Codes of the reasons of a refusal'),
  form: z
    .record(z.string().max(60), z.string().max(2_000))
    .optional()
    .describe('Fields that the action takes, such as `items` and `dueOn`'),
})

const workQuery = z.strictObject({
  show: z.enum(['open', 'mine', 'approval', 'paused', 'ended']).default('open').describe('Which list'),
  service: z.string().max(60).optional().describe('Only this service'),
  q: z.string().max(40).optional().describe('Receipt number, its beginning or its last digits'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Entries a page'),
  offset: z.coerce.number().int().min(0).max(100_000).default(0).describe('Entries to skip'),
})

/** Idempotency-Key: the same key does it once, however often it is sent. */
function keyOf(key: string | undefined): string {
  if (key !== undefined && /^[\x21-\x7e]{1,128}$/.test(key)) return key
  throw invalidRequest({ where: 'body' }, { errors: [{ pointer: '/Idempotency-Key', detail: 'Idempotency-Key: 1..128' }] })
}

const idOf = ({ id }: { readonly id: string }) => parseId<CaseId>('case', id)

/** Fields that were left out are not there at all (`exactOptionalPropertyTypes`). */
const actOf = (key: string, action: string, { version, reason, reasonCodes, form }: z.infer<typeof act>) => ({
  key,
  action,
  version,
  ...(reason === undefined ? {} : { reason }),
  ...(reasonCodes === undefined ? {} : { reasonCodes }),
  ...(form === undefined ? {} : { form }),
})

const problemsOfActing = [caseNotFound, beyondMandate, staleVersion, actionNotAllowed, reasonNeeded, invalidAnswers, keyReused]

export const routes = (casework: Casework): Route[] => [
  api({
    method: 'POST',
    path: '/api/cases',
    needs: 'resident',
    tag,
    summary: 'Apply for a service; needs an Idempotency-Key header',
    body: application,
    response: summary,
    problems: [invalidAnswers, notApplicable, beyondMandate, duplicateCase, keyReused],
    needsKey: true,
    handle: async ({ principal, body, idempotencyKey, lang }) => {
      const key = keyOf(idempotencyKey)
      return { status: 201, body: await casework.submit(principal, { ...body, key }, lang) }
    },
  }),
  api({
    method: 'GET',
    path: '/api/cases',
    needs: 'resident',
    tag,
    summary: 'My cases, newest first',
    response: z.object({ items: z.array(summary) }),
    handle: async ({ principal, lang }) => ({ body: { items: await casework.cases(principal, lang) } }),
  }),
  api({
    method: 'GET',
    path: '/api/cases/{id}',
    needs: 'resident',
    tag,
    summary: 'One of my cases: where it stands, its clock, its history, its decision',
    params: caseParams,
    response: caseView,
    problems: [caseNotFound],
    handle: async ({ principal, params, lang }) => ({ body: await casework.case(principal, idOf(params), lang) }),
  }),
  api({
    method: 'POST',
    path: '/api/cases/{id}/actions/{action}',
    needs: 'resident',
    tag,
    summary: 'What an applicant may do: hand in, ask for more time, withdraw; needs an Idempotency-Key header',
    params: actionParams,
    body: act,
    response: caseView,
    problems: problemsOfActing,
    needsKey: true,
    handle: async ({ principal, params, body, idempotencyKey, lang }) => ({
      body: await casework.act(principal, idOf(params), actOf(keyOf(idempotencyKey), params.action, body), lang),
    }),
  }),
  api({
    method: 'POST',
    path: '/api/cases/{id}/attachments',
    needs: 'resident',
    tag,
    summary:
      'Hand in a file (the request body, up to 20 MB: PDF, JPEG or PNG) that my case lists in `uploads`; the same file counts once',
    params: caseParams,
    query: z.strictObject({
      need: z.string().max(60).describe('What it proves: `need` of an upload that the case lists'),
      name: z.string().max(200).default('file').describe('Its name; what kind it is, its content says'),
    }),
    requestType: 'application/octet-stream',
    response: z.object({ id: z.string().describe('`att_…`') }),
    problems: [caseNotFound, beyondMandate, actionNotAllowed, fileRefused, bodyTooLarge],
    handle: async ({ principal, params, query, raw }) => {
      const bytes = await readBytes(raw, MAX_BYTES)
      const file = { name: query.name, type: raw.headers.get('content-type') ?? '', bytes }
      return { status: 201, body: { id: await casework.attach(principal, { case: idOf(params) }, query.need, file) } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/cases/{id}/attachments/{attachment}',
    needs: 'resident',
    tag,
    summary: 'A file that I handed in, as a download',
    params: caseParams.extend({ attachment: z.string().max(60).describe('`att_…`, as the case lists it') }),
    problems: [caseNotFound, beyondMandate, attachmentNotFound],
    responseType: '*/*',
    handle: async ({ principal, params }) => download(await casework.attachment(principal, idOf(params), attachmentOf(params))),
  }),
  api({
    method: 'GET',
    path: '/api/work',
    needs: 'official',
    tag,
    summary: 'The work list of my office',
    query: workQuery,
    response: workPage,
    handle: async ({ principal, query, lang }) => {
      const { service, q, ...rest } = query
      const filter = { ...rest, ...(service === undefined ? {} : { service }), ...(q === undefined ? {} : { q }) }
      return { body: await casework.workList(principal, filter, lang) }
    },
  }),
  api({
    method: 'GET',
    path: '/api/work/{id}',
    needs: 'official',
    tag,
    summary: 'A case of my office with its facts; the look is recorded in the trace of the person',
    params: caseParams,
    response: officerCaseView,
    problems: [caseNotFound],
    handle: async ({ principal, params, lang }) => ({ body: await casework.officerCase(principal, idOf(params), lang) }),
  }),
  api({
    method: 'POST',
    path: '/api/work/{id}/look-ups',
    needs: 'official',
    tag,
    summary: 'Ask the registers for facts of the applicant, for a stated purpose; the person reads it in their trace',
    params: caseParams,
    body: z.strictObject({
      facts: z.array(z.string().max(80)).min(1).max(30).describe('Ids of the vocabulary'),
      purpose: z.string().max(40).describe('What for: application, …'),
    }),
    response: lookedUp,
    problems: [caseNotFound, consentMissing, refused],
    handle: async ({ principal, params, body }) => ({ body: await casework.lookUp(principal, idOf(params), body) }),
  }),
  api({
    method: 'POST',
    path: '/api/work/{id}/actions/{action}',
    needs: 'official',
    tag,
    summary: 'Act on a case: decide, ask for more, extend, refer; needs an Idempotency-Key header',
    params: actionParams,
    body: act,
    response: caseView,
    problems: [...problemsOfActing, sameOfficial],
    needsKey: true,
    handle: async ({ principal, params, body, idempotencyKey, lang }) => ({
      body: await casework.act(principal, idOf(params), actOf(keyOf(idempotencyKey), params.action, body), lang),
    }),
  }),
  api({
    method: 'PUT',
    path: '/api/work/{id}/assignee',
    needs: 'official',
    tag,
    summary: 'Take a case, give it to a colleague, or put it back (null)',
    params: caseParams,
    body: z.strictObject({
      official: z.string().max(60).nullable().describe('Id of an official of the same office; null: nobody'),
    }),
    problems: [caseNotFound, actionNotAllowed],
    success: 204,
    handle: async ({ principal, params, body }) => {
      await casework.assign(principal, idOf(params), body.official === null ? null : parseId<OfficialId>('off', body.official))
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/work/{id}/attachments/{attachment}',
    needs: 'official',
    tag,
    summary: 'A file that was handed in, as a download',
    params: caseParams.extend({ attachment: z.string().max(60) }),
    problems: [caseNotFound],
    responseType: '*/*',
    handle: async ({ principal, params }) => download(await casework.attachment(principal, idOf(params), attachmentOf(params))),
  }),
]

const attachmentOf = ({ attachment }: { readonly attachment: string }) => parseId<AttachmentId>('att', attachment)

/** Never opened in place, never taken for something else, no script whatever it holds. */
const download = ({ bytes, type, name }: Handed) => ({
  bytes,
  contentType: type,
  headers: {
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  },
})
