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
import { asked, ofCase } from './http-consent-schemas.ts'

const tag = 'casework'
const params = z.object({ id: z.string().max(60).describe('Id of the consent, `cns_…`') })
const caseParams = z.object({ id: z.string().max(60).describe('Id of the case, `case_…`') })
const idOf = ({ id }: { readonly id: string }) => parseId<ConsentId>('cns', id)
const caseOf = ({ id }: { readonly id: string }) => parseId<CaseId>('case', id)

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
