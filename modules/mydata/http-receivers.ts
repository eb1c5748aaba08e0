/** Routes of receivers and of those who review them. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  bundleNotFound,
  invalidReceiver,
  type Mydata,
  notAReceiver,
  nothingAnswers,
  receiverNotBelieved,
  type ReceiverId,
  receiverNotFound,
  samePerson,
  transferEnded,
  type TransferId,
  transferNotFound,
} from './contract.ts'
import { Details, ReceiverBody, receiverId, transferId, UsageBody, UsedBody } from './schemas.ts'
import type { Believer } from './signed-request.ts'

const TAG = 'mydata receivers'
const SIGNED =
  'Signed with the key of the receiver: RFC 9421, label `r`, over @method, @path and @query, with created, nonce, keyid (the id of the receiver), tag `dpg-mydata`, alg `ecdsa-p256-sha256`'

export const receiverRoutes = (mydata: Mydata, believer: Believer): Route[] => [
  api({
    method: 'GET',
    path: '/api/mydata/receivers',
    needs: 'public',
    summary: 'Who may be sent to; `state` other than allowed: who waits, or was refused',
    tag: TAG,
    query: z.strictObject({ state: z.enum(['waiting', 'allowed', 'refused', 'stopped']).default('allowed') }),
    response: z.object({ items: z.array(ReceiverBody) }),
    handle: async ({ query }) => ({ body: { items: await mydata.receivers(query.state) } }),
  }),
  api({
    method: 'POST',
    path: '/api/mydata/receivers',
    needs: 'signed-in',
    limit: { name: 'registering-receivers', burst: 30, perMinute: 10 },
    summary: 'Register an organisation as receiver; a reviewer decides',
    tag: TAG,
    body: Details,
    response: ReceiverBody,
    problems: [invalidReceiver, bundleNotFound],
    handle: async ({ principal, body }) => ({ status: 201, body: await mydata.register(principal, body) }),
  }),
  api({
    method: 'POST',
    path: '/api/mydata/receivers/{id}/decision',
    needs: 'official',
    summary: 'Allow a receiver, or refuse or stop it (privacy officer or administrator)',
    tag: TAG,
    params: z.strictObject({ id: receiverId }),
    body: z.strictObject({ allow: z.boolean(), note: z.string().trim().max(500).nullable() }),
    response: ReceiverBody,
    problems: [receiverNotFound, samePerson],
    handle: async ({ principal, params, body }) => ({ body: await mydata.decide(principal, params.id as ReceiverId, body) }),
  }),
  api({
    method: 'GET',
    path: '/api/mydata/deliveries/{id}',
    needs: 'public',
    summary: `Fetch what a person has sent to you: JWE to your key, of a JWS by us. ${SIGNED}`,
    tag: TAG,
    params: z.strictObject({ id: transferId }),
    responseType: 'application/jose',
    problems: [receiverNotBelieved, transferNotFound, transferEnded, notAReceiver, nothingAnswers],
    handle: async ({ raw, params }) => {
      const { id } = await believer.believe(raw)
      const { jwe } = await mydata.deliver(id, params.id as TransferId)
      return { bytes: Buffer.from(jwe), contentType: 'application/jose', headers: { 'cache-control': 'no-store' } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/mydata/usage',
    needs: 'public',
    summary: `What you fetched in a month, by day, for the bill. ${SIGNED}`,
    tag: TAG,
    query: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
    response: UsageBody,
    problems: [receiverNotBelieved],
    handle: async ({ raw, query: { month } }) => {
      const { id } = await believer.believe(raw)
      const { days, ...sums } = await mydata.usage(id, month)
      return { body: { ...sums, days: [...days] } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/mydata/usage/deliveries',
    needs: 'public',
    summary: `Each delivery that was counted on a day in Korea, by the digest of what you hold. ${SIGNED}`,
    tag: TAG,
    query: z.strictObject({
      day: z.iso.date(),
      after: z
        .string()
        .regex(/^(trf_[0-9a-f-]{36}\.\d{1,9})?$/)
        .default('')
        .describe('`next` of the page before'),
    }),
    response: UsedBody,
    problems: [receiverNotBelieved],
    handle: async ({ raw, query: { day, after } }) => {
      const { id } = await believer.believe(raw)
      const { items, next } = await mydata.used(id, day, after)
      return { body: { items: [...items], next } }
    },
  }),
]
