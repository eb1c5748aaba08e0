/** The open API of consents: what I am asked, my answer, its record; for offices: of a case, and on paper. */
import { type CaseId, parseId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  caseNotFound,
  type Casework,
  type ConsentId,
  consentNotFound,
  consentNotPossible,
  inPersonOnly,
  invalidAnswers,
} from './contract.ts'

const tag = 'casework'
const instant = z.string().describe('ISO 8601 instant')
const params = z.object({ id: z.string().max(60).describe('Id of the consent, `cns_…`') })
const caseParams = z.object({ id: z.string().max(60).describe('Id of the case, `case_…`') })
const idOf = ({ id }: { readonly id: string }) => parseId<ConsentId>('cns', id)
const caseOf = ({ id }: { readonly id: string }) => parseId<CaseId>('case', id)

const standing = z.object({
  id: z.string(),
  of: z.enum(['spouse', 'members']),
  state: z.enum(['asked', 'given', 'refused', 'withdrawn', 'expired']),
  askedAt: instant,
  until: instant.describe('Until when an answer is waited for'),
  decidedAt: instant.nullable(),
  validUntil: instant.nullable().describe('Of one that was given: the last moment at which it holds'),
  isPaper: z.boolean().describe('Answered on paper'),
})
const refusal = z.enum(['upload', 'officer', 'stop']).describe('What the law makes of a no')
const asked = standing.extend({
  service: z.object({ id: z.string(), title: z.string() }),
  applicant: z.string().describe('Name of who applied'),
  office: z.object({ name: z.string(), phone: z.string().nullable() }),
  purposes: z.array(z.object({ why: z.string(), law: z.string(), facts: z.array(z.string()), registers: z.array(z.string()) })),
  refusal,
  can: z.array(z.enum(['agree', 'refuse', 'withdraw'])).describe('What may be answered now'),
})
const ofCase = standing.extend({
  name: z.string(),
  isAskedHere: z.boolean().describe('Has an account and was asked there'),
  refusal,
  law: z.string(),
  paper: z
    .object({ document: z.string(), signedOn: z.string(), by: z.string() })
    .nullable()
    .describe('For the office: what was handed in'),
  canRecord: z.boolean(),
})

export const consentRoutes = ({ consents }: Pick<Casework, 'consents'>): Route[] => [
  api({
    method: 'GET',
    path: '/api/case-consents',
    needs: 'resident',
    tag,
    summary: 'What I am asked to agree to for the application of somebody else',
    response: z.object({ items: z.array(asked) }),
    handle: async ({ principal, lang }) => ({ body: { items: await consents.mine(principal, lang) } }),
  }),
  api({
    method: 'GET',
    path: '/api/case-consents/{id}',
    needs: 'resident',
    tag,
    summary: 'One of them: who asks, what for, which facts, by which law, and what a no leads to',
    params,
    response: asked,
    problems: [consentNotFound],
    handle: async ({ principal, params: at, lang }) => ({ body: await consents.one(principal, idOf(at), lang) }),
  }),
  api({
    method: 'POST',
    path: '/api/case-consents/{id}/{deed}',
    needs: 'resident',
    tag,
    summary: 'Agree, refuse, or take back; the same again changes nothing',
    params: params.extend({ deed: z.enum(['agree', 'refuse', 'withdraw']) }),
    response: asked,
    problems: [consentNotFound, consentNotPossible, inPersonOnly],
    handle: async ({ principal, params: at, lang }) => ({
      body: await consents.decide(principal, idOf(at), at.deed, lang),
    }),
  }),
  api({
    method: 'GET',
    path: '/api/case-consents/{id}/record',
    needs: 'resident',
    tag,
    summary: 'The signed record of my consent (ISO/IEC TS 27560)',
    params,
    response: z.object({ record: z.string().describe('JWS, verified by the keys at /api/mydata/keys') }),
    problems: [consentNotFound],
    handle: async ({ principal, params: at }) => ({ body: { record: await consents.receipt(principal, idOf(at)) } }),
  }),
  api({
    method: 'GET',
    path: '/api/cases/{id}/consents',
    needs: 'resident',
    tag,
    summary: 'Whose consent my application waits for or has',
    params: caseParams,
    response: z.object({ items: z.array(ofCase) }),
    problems: [caseNotFound],
    handle: async ({ principal, params: at }) => ({ body: { items: await consents.ofCase(principal, caseOf(at)) } }),
  }),
  api({
    method: 'GET',
    path: '/api/work/{id}/consents',
    needs: 'official',
    tag,
    summary: 'Whose consent a case of my office waits for or has',
    params: caseParams,
    response: z.object({ items: z.array(ofCase) }),
    problems: [caseNotFound],
    handle: async ({ principal, params: at }) => ({ body: { items: await consents.ofCase(principal, caseOf(at)) } }),
  }),
  api({
    method: 'PUT',
    path: '/api/work/{id}/consents/{consent}/paper',
    needs: 'official',
    tag,
    summary: 'Record an answer given on paper; it stands in the trace of the person',
    params: caseParams.extend({ consent: z.string().max(60) }),
    body: z.strictObject({
      agrees: z.boolean(),
      document: z.string().max(300).describe('What it is and where it is kept'),
      signedOn: z.string().max(10).describe('ISO day on which it was signed'),
    }),
    problems: [caseNotFound, consentNotFound, consentNotPossible, invalidAnswers],
    success: 204,
    handle: async ({ principal, params: at, body, lang }) => {
      await consents.recordPaper(principal, caseOf(at), parseId<ConsentId>('cns', at.consent), body, lang)
      return { status: 204 }
    },
  }),
]
