/** Routes: what state registers are in, for everyone; a receipt, for whose facts they were. */
import type { ReceiptId } from '@dpg/kernel'
import { api, type Route, signInNeeded } from '@dpg/kernel/server'
import { z } from 'zod'
import { type Exchange, receiptNotFound } from './contract.ts'
import type { ExchangeDeps } from './deps.ts'

const TAG = 'exchange'
const State = z.object({
  register: z.string(),
  title: z.object({ ko: z.string(), en: z.string().optional() }),
  state: z.enum(['up', 'slow', 'down', 'unknown']).describe('unknown: nobody has asked it since the start'),
  since: z.string().nullable().describe('When that was found out, ISO 8601 in UTC'),
})
const ReceiptBody = z.object({
  id: z.string(),
  register: z.string(),
  facts: z.array(z.string()).describe('Ids of the vocabulary (GET /api/facts) that the register was asked for'),
  purpose: z.object({ ko: z.string(), en: z.string().optional() }),
  law: z.string(),
  at: z.string().describe('When the register said so, ISO 8601 in UTC'),
  digest: z.string().describe('SHA-256 of the signed answer, hex'),
})

export const routes = (deps: ExchangeDeps, exchange: Exchange): Route[] => [
  api({
    method: 'GET',
    path: '/api/exchange/status',
    needs: 'public',
    summary: 'Which registers answer right now',
    tag: TAG,
    response: z.object({ registers: z.array(State) }),
    handle: () => {
      const { registers } = deps.catalogue.current().pack
      const titled = exchange.status().map((one) => {
        const { ko = one.register, en } = registers.get(one.register)?.title ?? {}
        return { ...one, title: { ko, ...(en ? { en } : {}) } }
      })
      return { body: { registers: titled } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/exchange/receipts/{id}',
    needs: 'resident',
    summary: 'The receipt of one answer of a register about me',
    tag: TAG,
    params: z.strictObject({ id: z.string().regex(/^rcp_[0-9a-f-]{36}$/) }),
    response: ReceiptBody,
    problems: [receiptNotFound],
    handle: async ({ params, principal }) => {
      if (!principal.person) throw signInNeeded({})
      const found = await exchange.receipt(principal.person, params.id as ReceiptId)
      if (!found) throw receiptNotFound({ id: params.id })
      const { id, register, facts, purpose, law, at, digest } = found
      return { body: { id, register, facts, purpose, law, at, digest } }
    },
  }),
]
