/** Routes: what is asked, refused and open, for everybody; asking and deciding, for officials. */
import { parseId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  exceptionNeeded,
  noPeriods,
  notAskable,
  notNow,
  notYourTurn,
  otherContent,
  reasonsNeeded,
  requestNotFound,
  type Sharing,
  type SharingId,
  tooLate,
} from './contract.ts'
import { answer, confirmation, coverage, exceptions, query, reasoned, request, review, wish } from './http-schemas.ts'

const tag = 'sharing'
const params = z.object({ id: z.string().max(60).describe('Id of the request, `shr_…`') })
const idOf = ({ id }: { readonly id: string }) => parseId<SharingId>('shr', id)
const DECIDING = [requestNotFound, notYourTurn, notNow, tooLate, reasonsNeeded, otherContent]
const path = (end = '') => `/api/sharing/requests${end}`

export const routes = (sharing: Sharing): Route[] => [...reading(sharing), ...asking(sharing), ...deciding(sharing)]

const reading = (sharing: Sharing): Route[] => [
  api({
    method: 'GET',
    path: '/api/sharing/exceptions',
    needs: 'public',
    tag,
    summary: 'Registered exceptions: the only grounds on which sharing may be refused, and how often each was named',
    response: exceptions,
    handle: async ({ lang }) => ({ body: { items: await sharing.exceptions(lang) } }),
  }),
  api({
    method: 'GET',
    path: '/api/sharing/coverage',
    needs: 'public',
    tag,
    summary: 'Which services still ask people for which papers, and why',
    response: coverage,
    handle: async ({ lang }) => ({ body: await sharing.coverage(lang) }),
  }),
  api({
    method: 'GET',
    path: path(),
    needs: 'public',
    tag,
    summary: 'The public register of requests between agencies, newest first, refusals with their grounds',
    query,
    response: z.object({ total: z.number().int(), items: z.array(request) }),
    handle: async ({ query: { state, agency, ...page }, lang }) => ({
      body: await sharing.requests({ ...page, ...(state ? { state } : {}), ...(agency ? { agency } : {}) }, lang),
    }),
  }),
  api({
    method: 'GET',
    path: path('/{id}'),
    needs: 'public',
    tag,
    summary: 'One request with everything that was done about it',
    params,
    response: request,
    problems: [requestNotFound],
    handle: async ({ params: at, lang }) => ({ body: await sharing.request(idOf(at), lang) }),
  }),
]

const asking = (sharing: Sharing): Route[] => [
  api({
    method: 'POST',
    path: path(),
    needs: 'official',
    needsKey: true,
    tag,
    summary:
      'Ask another agency for facts of its register, or for a closed dataset (전자정부법 제39조제1항). Again with the same key: the same request',
    body: wish,
    response: request,
    problems: [notAskable, otherContent, noPeriods],
    handle: async ({ principal, body, idempotencyKey, lang }) => ({
      status: 201,
      body: await sharing.file(principal, body, idempotencyKey!, lang),
    }),
  }),
  api({
    method: 'POST',
    path: path('/{id}/appeal'),
    needs: 'official',
    needsKey: true,
    tag,
    summary: 'Appeal against a refusal, as the agency that asked; another body reviews it',
    params,
    body: reasoned,
    response: request,
    problems: DECIDING,
    handle: async ({ principal, params: at, body, idempotencyKey: key, lang }) => ({
      body: await sharing.act(principal, idOf(at), { deed: 'appeal', exception: null, reasons: body.reasons, key: key! }, lang),
    }),
  }),
  api({
    method: 'POST',
    path: path('/{id}/withdraw'),
    needs: 'official',
    needsKey: true,
    tag,
    summary: 'Take a request back, or end what was granted, as the agency that asked',
    params,
    response: request,
    problems: DECIDING,
    handle: async ({ principal, params: at, idempotencyKey: key, lang }) => ({
      body: await sharing.act(principal, idOf(at), { deed: 'withdraw', exception: null, reasons: null, key: key! }, lang),
    }),
  }),
]

interface Deciding<Body extends z.ZodType> {
  readonly end: string
  readonly summary: string
  readonly body: Body
  readonly problems?: readonly (typeof exceptionNeeded)[]
}

/** Whose turn it is decides; the deed is the decision in the body. */
const deciding = (sharing: Sharing): Route[] => {
  const decide = <Body extends typeof answer | typeof confirmation | typeof review>({
    end,
    summary,
    body,
    problems = [],
  }: Deciding<Body>) =>
    api({
      method: 'POST',
      path: path(`/{id}/${end}`),
      needs: 'sharing',
      needsKey: true,
      tag,
      summary,
      params,
      body,
      response: request,
      problems: [...DECIDING, ...problems],
      handle: async ({ principal, params: at, body: given, idempotencyKey: key, lang }) => {
        const { decision: deed, ...why } = { exception: null, ...given }
        return { body: await sharing.act(principal, idOf(at), { deed, ...why, key: key! }, lang) }
      },
    })
  return [
    decide({
      end: 'answer',
      summary: 'Answer as the holder: grant, or refuse by a registered exception',
      body: answer,
      problems: [exceptionNeeded],
    }),
    decide({
      end: 'confirmation',
      summary: 'Decide as the body that must agree (personal data: 전자정부법 제39조제4항)',
      body: confirmation,
      problems: [exceptionNeeded],
    }),
    decide({ end: 'review', summary: 'Decide on an appeal, as the reviewing body', body: review }),
  ]
}
