/** Routes of a person: what there is, what would be sent, giving, looking, stopping. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  badPeriod,
  beyondMandate,
  bundleNotFound,
  type Mydata,
  notAReceiver,
  notForThis,
  otherContent,
  type ReceiverId,
  type TransferId,
  transferNotFound,
} from './contract.ts'
import type { MydataDeps } from './deps.ts'
import { LAW } from './give.ts'
import { BundleBody, bundleId, GiveBody, PreviewBody, TransferBody, transferId } from './schemas.ts'

const TAG = 'mydata'
const one = z.strictObject({ id: transferId })
const list = z.object({ items: z.array(TransferBody) })

export const routes = (_: MydataDeps, mydata: Mydata): Route[] => [
  api({
    method: 'GET',
    path: '/api/mydata/bundles',
    needs: 'public',
    summary: 'What can be sent: bundles of papers for one errand each',
    tag: TAG,
    query: z.strictObject({ audience: z.enum(['person', 'business']).optional(), receiver: z.string().max(40).optional() }),
    response: z.object({ items: z.array(BundleBody) }),
    handle: ({ query }) => ({
      body: {
        items: mydata
          .bundles()
          .filter(({ audience }) => query.audience === undefined || audience === query.audience)
          .filter(({ receivers }) => query.receiver === undefined || receivers.includes(query.receiver))
          .map((one) => ({ ...one, purpose: one.title, law: LAW })),
      },
    }),
  }),
  api({
    method: 'GET',
    path: '/api/mydata/bundles/{id}/preview',
    needs: 'resident',
    summary: 'What the registers hold of me for a bundle, before I send it to anyone',
    tag: TAG,
    params: z.strictObject({ id: bundleId }),
    response: PreviewBody,
    problems: [bundleNotFound, beyondMandate],
    handle: async ({ params, principal, lang }) => ({ body: await mydata.preview(principal, params.id, lang) }),
  }),
  api({
    method: 'POST',
    path: '/api/mydata/transfers',
    needs: 'resident',
    needsKey: true,
    summary: 'Have a bundle sent to a receiver (전자정부법 제43조의2). Again with the same key: the same transfer',
    tag: TAG,
    body: GiveBody,
    response: TransferBody,
    problems: [notAReceiver, notForThis, badPeriod, otherContent, beyondMandate],
    handle: async ({ principal, body, idempotencyKey, lang }) => ({
      status: 201,
      body: await mydata.give(principal, { ...body, receiver: body.receiver as ReceiverId }, idempotencyKey!, lang),
    }),
  }),
  api({
    method: 'GET',
    path: '/api/mydata/transfers',
    needs: 'resident',
    summary: 'All I have had sent, newest first, with what was handed over when',
    tag: TAG,
    response: list,
    handle: async ({ principal, lang }) => ({ body: { items: await mydata.transfers(principal, lang) } }),
  }),
  api({
    method: 'GET',
    path: '/api/mydata/transfers/{id}',
    needs: 'resident',
    summary: 'One of my transfers',
    tag: TAG,
    params: one,
    response: TransferBody,
    problems: [transferNotFound, beyondMandate],
    handle: async ({ principal, params, lang }) => ({ body: await mydata.transfer(principal, idOf(params), lang) }),
  }),
  api({
    method: 'POST',
    path: '/api/mydata/transfers/{id}/stop',
    needs: 'resident',
    summary: 'Stop a transfer at once. Again: nothing more happens',
    tag: TAG,
    params: one,
    response: TransferBody,
    problems: [transferNotFound, beyondMandate],
    handle: async ({ principal, params, lang }) => ({
      body: await mydata.stop(principal, idOf(params), lang),
    }),
  }),
  api({
    method: 'GET',
    path: '/api/mydata/transfers/{id}/consent-record',
    needs: 'resident',
    summary: 'The record of my consent, signed (JWS; fields of ISO/IEC TS 27560)',
    tag: TAG,
    params: one,
    responseType: 'application/jose',
    problems: [transferNotFound, beyondMandate],
    handle: async ({ principal, params }) => ({
      bytes: Buffer.from(await mydata.consentRecord(principal, idOf(params))),
      contentType: 'application/jose',
    }),
  }),
  api({
    method: 'GET',
    path: '/api/mydata/keys',
    needs: 'public',
    summary: 'Keys that verify what we sign (JWK Set, RFC 7517)',
    tag: TAG,
    response: z.object({ keys: z.array(z.record(z.string(), z.json())) }),
    handle: async () => ({ body: await mydata.keys() }),
  }),
]

const idOf = ({ id }: { id: string }) => id as TransferId
