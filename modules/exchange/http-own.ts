/** What registers hold of me, or of whom I act for: the right to see one's data, used by oneself or by a representative. */
import { api, type Route, signInNeeded } from '@dpg/kernel/server'
import type { Principal } from '@dpg/kernel'
import { z } from 'zod'
import type { Exchange, FactRequest } from './contract.ts'
import type { ExchangeDeps } from './deps.ts'
import { refused } from '@dpg/guard/contract'

const PURPOSE = { ko: '본인이 내 정보를 확인', en: 'Seeing one’s own data' }
const PURPOSE_FOR = { ko: '대신하는 사람이 정보를 확인', en: 'A representative sees the data' }
/** 개인정보의 열람; 대리인을 통한 권리행사. */
const LAW = '개인정보 보호법 제35조제1항'
const LAW_FOR = '개인정보 보호법 제38조제1항'
const MOST = 40

export const ownRoutes = (deps: ExchangeDeps, exchange: Exchange): Route[] => [
  api({
    method: 'POST',
    path: '/api/exchange/own-facts',
    needs: 'resident',
    tag: 'exchange',
    summary: 'What registers hold of me, or of whom this session acts for, within the mandate; recorded in that person’s log',
    limit: { name: 'own-facts', burst: 20, perMinute: 20 },
    body: z.strictObject({
      facts: z.array(z.string().max(80)).min(1).max(MOST).describe('Ids of the vocabulary that a register holds'),
      service: z.string().max(80).nullable().default(null).describe('For an application to this service; null: for itself'),
    }),
    response: z.object({
      subject: z.string(),
      facts: z.array(z.object({ fact: z.string(), value: z.unknown(), register: z.string(), at: z.string() })),
      silent: z.array(z.string()),
      failures: z.array(z.object({ facts: z.array(z.string()), kind: z.string(), rules: z.array(z.string()) })),
    }),
    problems: [refused],
    handle: async ({ principal, body }) => {
      const known = deps.catalogue.current().pack.facts
      const held = body.facts.filter((fact) => known.get(fact)?.register)
      const request = requestOf(principal, held, body.service)
      const { facts, silent, failures } = await exchange.fetch(request)
      const refusal = failures.find((one) => one.refusal)?.refusal
      if (refusal && Object.keys(facts).length + silent.length === 0) throw deps.guard.problemOf(refusal)
      return {
        body: {
          subject: request.subject,
          facts: Object.values(facts).map(({ fact, value, register, at }) => ({ fact, value, register, at })),
          silent: [...silent, ...body.facts.filter((fact) => !held.includes(fact))],
          failures: failures.map(({ facts: missing, kind, refusal: why }) => ({ facts: missing, kind, rules: why?.by ?? [] })),
        },
      }
    },
  }),
]

function requestOf(
  { person, acting, displayName = '', assurance, deviceBound }: Principal,
  facts: string[],
  service: string | null,
): FactRequest {
  if (!person) throw signInNeeded({})
  return {
    subject: acting?.for ?? person,
    facts,
    purpose: acting ? PURPOSE_FOR : PURPOSE,
    law: acting ? LAW_FOR : LAW,
    actor: { kind: 'resident', person, name: displayName, agency: null, ...(acting ? { acting } : {}) },
    service,
    case: null,
    consent: 'given',
    assurance,
    deviceBound,
  }
}
