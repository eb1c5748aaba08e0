/** Routes: a person's own notices, or of whom they act for. Looking does not open; opening is an act of its own. */
import type { CaseId, NoticeId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { beyondMandate, noticeNotFound, type Notices } from './contract.ts'

const NoticeKey = z.string().regex(/^ntc_[0-9a-f-]{36}$/)
const Params = z.object({ id: NoticeKey })

const SUMMARY = {
  id: z.string(),
  kind: z.enum(['case', 'benefits', 'service']),
  subject: z.string(),
  status: z.enum(['queued', 'delivered', 'opened']),
  sentAt: z.string().describe('ISO 8601 in UTC, like all times here'),
  deliveredAt: z.string().nullable().describe('Entered the box: the date that counts (행정절차법 제15조제2항)'),
  openedAt: z.string().nullable().describe('First opened; never changes'),
  isLegal: z.boolean().describe('True: its delivery has legal effect (송달)'),
  service: z.string().nullable(),
  case: z.string().nullable(),
}
const Summary = z.object(SUMMARY)
const View = z.object({
  ...SUMMARY,
  body: z.string().describe('Markdown'),
  documents: z.array(z.string()).describe('Documents in the wallet: GET /api/documents/{id}/{form}'),
  link: z.string().nullable().describe('Where to go next: a path of the portal'),
  law: z.string().nullable(),
  digest: z.string().describe('SHA-256 of the content, hex'),
})
const Proof = z.object({
  id: z.string(),
  digest: z.string().describe('SHA-256 of `content`, hex'),
  content: z.string().nullable().describe('Canonical JSON (RFC 8785) of all that was sent; null until opened'),
  sentAt: z.string(),
  deliveredAt: z.string().nullable(),
  openedAt: z.string().nullable(),
  law: z.string().nullable(),
})

const TAG = 'notices'

export const routes = (notices: Notices): Route[] => [
  api({
    method: 'GET',
    path: '/api/notices',
    needs: 'resident',
    summary: 'My notices, newest first',
    tag: TAG,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).optional(),
      before: NoticeKey.optional().describe('`next` of the page before'),
      case: z
        .string()
        .regex(/^case_[0-9a-f-]{36}$/)
        .optional(),
      lang: z.enum(['ko', 'en']).optional(),
    }),
    response: z.object({ items: z.array(Summary), next: z.string().nullable(), unread: z.number().int() }),
    handle: async ({ principal, lang, query }) => {
      const own = notices.of(principal)
      const { limit, before, case: of } = query
      const [page, unread] = await Promise.all([
        own.list(lang, {
          ...(limit === undefined ? {} : { limit }),
          ...(before === undefined ? {} : { before }),
          ...(of === undefined ? {} : { case: of as CaseId }),
        }),
        own.unread(),
      ])
      return { body: { ...page, unread } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/notices/{id}',
    needs: 'resident',
    summary: 'One of my notices; looking at it here does not count as opening it',
    tag: TAG,
    params: Params,
    response: View,
    problems: [noticeNotFound, beyondMandate],
    handle: async ({ principal, params, lang }) => {
      const notice = await notices.of(principal).find(params.id as NoticeId, lang)
      if (!notice) throw noticeNotFound({ id: params.id })
      return { body: notice }
    },
  }),
  api({
    method: 'POST',
    path: '/api/notices/{id}/open',
    needs: 'resident',
    summary: 'Opens a notice; the time of the first opening is the proof of reading. Again changes nothing',
    tag: TAG,
    params: Params,
    response: View,
    problems: [noticeNotFound, beyondMandate],
    handle: async ({ principal, params, lang }) => ({
      body: await notices.of(principal).open(params.id as NoticeId, lang),
    }),
  }),
  api({
    method: 'GET',
    path: '/api/notices/{id}/proof',
    needs: 'resident',
    summary: 'Proof of delivery: when it was sent, delivered and opened, and the digest of what was sent',
    tag: TAG,
    params: Params,
    response: Proof,
    problems: [noticeNotFound, beyondMandate],
    handle: async ({ principal, params }) => {
      const proof = await notices.of(principal).prove(params.id as NoticeId)
      if (!proof) throw noticeNotFound({ id: params.id })
      return { body: proof }
    },
  }),
]
