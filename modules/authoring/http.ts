/** Routes: parse, call, present. Everything the pages do can be done here. */
import { definitionsBroken, serviceNotFound, type VersionId } from '@dpg/catalogue/contract'
import { parseId } from '@dpg/kernel'
import { api, bodyTooLarge, invalidRequest, readBytes, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  type Authoring,
  changesNeeded,
  draftBehind,
  draftNotFound,
  keyReused,
  nothingChanged,
  notYours,
  otherAgency,
  ownDraft,
  reasonNeeded,
  roleNeeded,
  type RuleDraftId,
  rulesBroken,
  staleDraft,
  type TableName,
  tableRefused,
  tooHeavy,
  tooMuch,
  unknownPart,
  wrongState,
} from './contract.ts'
import { actBody, draftParams, effect, report, saveBody, service, summary, tableParams } from './http-shapes.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
type Act = 'submit' | 'withdraw' | 'discard' | 'rebase' | 'publish' | 'send-back'
const SUMMARIES: Readonly<Record<Act, string>> = {
  submit: 'Hand a draft in for another official to look at',
  withdraw: 'Take a draft back before anybody has decided',
  discard: 'Give a draft up',
  rebase: 'Put the draft on what is in force now',
  publish: 'Publish what another official wrote: at once, or on the day that the rules name as effectiveFrom',
  'send-back': 'Send a draft back with a reason',
}
const PROBLEMS: Readonly<Record<Act, readonly { readonly type: string; readonly status: number }[]>> = {
  submit: [unknownPart],
  withdraw: [],
  discard: [],
  rebase: [],
  publish: [ownDraft, definitionsBroken, unknownPart],
  'send-back': [ownDraft, reasonNeeded],
}

const tag = 'authoring'
const MOST = 2 * 1024 * 1024
const idOf = ({ id }: { id: string }) => parseId<RuleDraftId>('rule', id)
const saving = [draftNotFound, roleNeeded, otherAgency, notYours, wrongState, staleDraft, tooMuch, unknownPart]
const acting = [draftNotFound, roleNeeded, otherAgency, notYours, wrongState, staleDraft, keyReused]
const checking = [rulesBroken, changesNeeded, nothingChanged, draftBehind, tooHeavy]

export const routes = (authoring: Authoring): Route[] => [
  api({
    method: 'GET',
    path: '/api/authoring/services',
    needs: 'official',
    tag,
    summary: 'Services that are worked out, with their version and drafts',
    response: z.object({ items: z.array(z.object({ id: z.string(), title: z.string(), version: z.string() }).loose()) }),
    problems: [roleNeeded],
    handle: async ({ principal, lang }) => ({ body: { items: await authoring.services(principal, lang) } }),
  }),
  api({
    method: 'GET',
    path: '/api/authoring/services/{service}/history',
    needs: 'official',
    tag,
    summary: 'Every version of a service: who, when, why, what changed, for whom',
    params: z.object({ service }),
    response: z.object({
      service: z.object({ id: z.string() }).loose(),
      versions: z.array(z.object({ version: z.string() }).loose()),
      coming: z
        .array(z.object({ draft: z.string(), from: z.string(), author: z.string(), approver: z.string() }))
        .describe('Approved, in force from a later day'),
      overFolder: z
        .object({ files: z.array(z.string()), diff: z.array(z.object({ kind: z.string(), id: z.string() }).loose()) })
        .nullable()
        .describe("Published here and otherwise in the country pack's folder; what is published counts"),
    }),
    problems: [roleNeeded, serviceNotFound],
    handle: async ({ principal, params, lang }) => ({ body: await authoring.history(principal, params.service, lang) }),
  }),
  api({
    method: 'GET',
    path: '/api/authoring/words',
    needs: 'official',
    tag,
    summary: 'The words of the rules: facts, figures, functions; for completion',
    response: z.object({
      items: z.array(z.object({ name: z.string(), label: z.string(), kind: z.string(), type: z.string(), detail: z.string() })),
    }),
    problems: [roleNeeded],
    handle: ({ principal, lang }) => ({ body: { items: authoring.words(principal, lang) } }),
  }),
  api({
    method: 'GET',
    path: '/api/authoring/drafts',
    needs: 'official',
    tag,
    summary: 'Drafts: open ones first',
    response: z.object({ items: z.array(summary) }),
    problems: [roleNeeded],
    handle: async ({ principal, lang }) => ({ body: { items: await authoring.drafts(principal, lang) } }),
  }),
  api({
    method: 'POST',
    path: '/api/authoring/drafts',
    needs: 'official',
    tag,
    summary: 'Begin a draft of what is in force, of an old version, or of a catalogue entry; needs an Idempotency-Key header',
    body: z.strictObject({ service, version: z.string().max(80).optional().describe('An old version, to roll back to') }),
    response: z.object({ id: z.string() }),
    needsKey: true,
    problems: [roleNeeded, otherAgency, serviceNotFound, unknownPart, keyReused],
    handle: async ({ principal, body, idempotencyKey }) => {
      const version = body.version === undefined ? {} : { version: body.version as VersionId }
      return {
        status: 201,
        body: { id: await authoring.open(principal, { key: keyOf(idempotencyKey), service: body.service, ...version }) },
      }
    },
  }),
  api({
    method: 'GET',
    path: '/api/authoring/drafts/{id}',
    needs: 'official',
    tag,
    summary: 'A draft: its files, findings, cases, coverage, difference, effect',
    params: draftParams,
    response: summary
      .extend({ revision: z.number().int(), report, effect: effect.extend({ isCurrent: z.boolean() }).nullable() })
      .loose(),
    problems: [draftNotFound, roleNeeded, tooHeavy],
    handle: async ({ principal, params, lang }) => ({ body: await authoring.draft(principal, idOf(params), lang) }),
  }),
  api({
    method: 'PUT',
    path: '/api/authoring/drafts/{id}',
    needs: 'official',
    tag,
    maxBytes: MOST,
    summary: 'Save what was typed, right or wrong, and hear what it comes to',
    params: draftParams,
    body: saveBody,
    response: z.object({ revision: z.number().int(), report }),
    problems: [...saving, tooHeavy],
    handle: async ({ principal, params, body, lang }) => {
      const id = idOf(params)
      const { act, ...edit } = body.edit.kind === 'form' ? body.edit : { ...body.edit, act: undefined }
      const kept = await authoring.save(principal, id, body.revision, act === undefined ? edit : ({ ...edit, act } as never))
      return { body: { revision: kept, report: (await authoring.draft(principal, id, lang)).report } }
    },
  }),
  api({
    method: 'POST',
    path: '/api/authoring/drafts/{id}/effect',
    needs: 'official',
    tag,
    summary: 'Count what the draft does to people, over a sample; repeating it gives the same',
    params: draftParams,
    response: effect,
    problems: [draftNotFound, roleNeeded, otherAgency, rulesBroken, tooHeavy],
    handle: async ({ principal, params }) => ({ body: await authoring.measure(principal, idOf(params)) }),
  }),
  ...(['submit', 'withdraw', 'discard', 'rebase', 'publish', 'send-back'] as const).map((act) =>
    api({
      method: 'POST',
      path: `/api/authoring/drafts/{id}/${act}`,
      needs: 'official',
      tag,
      summary: `${SUMMARIES[act]}; needs an Idempotency-Key header`,
      params: draftParams,
      body: actBody,
      response: z.object({ version: z.string().optional(), conflicts: z.array(z.string()).optional() }),
      needsKey: true,
      problems: [...acting, ...(act === 'submit' || act === 'publish' ? checking : []), ...PROBLEMS[act]],
      handle: async ({ principal, params, body, idempotencyKey }) => {
        const command = { key: keyOf(idempotencyKey), id: idOf(params), revision: body.revision }
        return { body: await doIt(authoring, act, principal, command, body.reason ?? '') }
      },
    }),
  ),
  api({
    method: 'GET',
    path: '/api/authoring/drafts/{id}/tables/{table}',
    needs: 'official',
    tag,
    summary: 'A decision table of the draft as XLSX',
    params: tableParams,
    responseType: XLSX,
    problems: [draftNotFound, roleNeeded, unknownPart],
    handle: async ({ principal, params, lang }) => {
      const { name, bytes } = await authoring.tableOut(principal, idOf(params), params.table as TableName, lang)
      return {
        bytes,
        contentType: XLSX,
        headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
      }
    },
  }),
  api({
    method: 'PUT',
    path: '/api/authoring/drafts/{id}/tables/{table}',
    needs: 'official',
    tag,
    requestType: XLSX,
    summary: 'Take a decision table from XLSX; formulas, macros and large files are refused',
    params: tableParams,
    query: z.object({ revision: z.coerce.number().int().min(1) }),
    response: z.object({ revision: z.number().int() }),
    problems: [...saving, tableRefused, bodyTooLarge],
    handle: async ({ principal, params, query, raw }) => ({
      body: {
        revision: await authoring.tableIn(
          principal,
          idOf(params),
          query.revision,
          params.table as TableName,
          await readBytes(raw, MOST_TABLE),
        ),
      },
    }),
  }),
]

async function doIt(
  authoring: Authoring,
  act: Act,
  principal: Parameters<Authoring['submit']>[0],
  command: Parameters<Authoring['submit']>[1],
  reason: string,
) {
  if (act === 'publish') return { version: await authoring.publish(principal, { ...command, reason }) }
  if (act === 'rebase') return { conflicts: await authoring.rebase(principal, command) }
  if (act === 'send-back') await authoring.sendBack(principal, { ...command, reason })
  else await authoring[act](principal, command)
  return {}
}

const MOST_TABLE = 600 * 1024
function keyOf(key: string | undefined): string {
  if (key === undefined || key === '' || key.length > 200)
    throw invalidRequest(
      { where: 'body' },
      { errors: [{ pointer: '/Idempotency-Key', detail: 'needed, at most 200 characters' }] },
    )
  return key
}
