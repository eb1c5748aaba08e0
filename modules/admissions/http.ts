/** Routes: propose, admit, refuse. */
import { parseId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  ADMISSION_KINDS,
  type Admission,
  type AdmissionId,
  admissionNotFound,
  admissionOver,
  admissionRefused,
  type Admissions,
  samePerson,
} from './contract.ts'

const TAG = 'admissions'
const NEEDS = 'admitting'
const params = z.object({ id: z.string().max(60) })
const idOf = ({ id }: { readonly id: string }) => parseId<AdmissionId>('adm', id)
const person = z.object({ id: z.string(), name: z.string() })

const Shown = z.object({
  id: z.string(),
  kind: z.enum(ADMISSION_KINDS),
  state: z.enum(['waiting', 'admitted', 'refused', 'withdrawn']),
  about: z.string().describe('What is let in, as people call it'),
  rows: z.array(z.object({ label: z.string(), value: z.string() })).describe('What is to be looked at before deciding'),
  why: z.string(),
  by: person,
  at: z.string(),
  decidedBy: person.nullable(),
  decidedAt: z.string().nullable(),
  reason: z.string().nullable(),
})
const shown = (one: Admission) => ({ ...one, rows: one.rows.map((row) => ({ ...row })) })

export const routes = (admissions: Admissions): Route[] => [
  api({
    method: 'GET',
    path: '/api/admissions',
    needs: NEEDS,
    summary: 'What waits to be let in, and what was decided last',
    tag: TAG,
    response: z.object({ admissions: z.array(Shown) }),
    handle: async () => ({ body: { admissions: (await admissions.list()).map(shown) } }),
  }),
  api({
    method: 'POST',
    path: '/api/admissions',
    needs: NEEDS,
    summary:
      'Propose a member of the exchange, its next keys, a private ID, issuers of mobile IDs, or who acts for whom; another official decides',
    tag: TAG,
    body: z.strictObject({
      kind: z.enum(ADMISSION_KINDS),
      content: z.record(z.string(), z.string().max(200_000)).describe('The fields of the form of that kind'),
      why: z.string().trim().min(2).max(500),
    }),
    response: Shown,
    problems: [admissionRefused],
    handle: async ({ principal, body: { kind, content, why } }) => ({
      status: 201,
      body: shown(await admissions.propose(principal, kind, content, why)),
    }),
  }),
  api({
    method: 'POST',
    path: '/api/admissions/{id}/admit',
    needs: NEEDS,
    summary: 'Let it in; never by whoever proposed it',
    tag: TAG,
    params,
    response: Shown,
    problems: [admissionNotFound, admissionOver, samePerson, admissionRefused],
    handle: async ({ principal, params: path }) => ({ body: shown(await admissions.admit(principal, idOf(path))) }),
  }),
  api({
    method: 'POST',
    path: '/api/admissions/{id}/refuse',
    needs: NEEDS,
    summary: 'Refuse it; whoever proposed it withdraws it thereby',
    tag: TAG,
    params,
    body: z.strictObject({ reason: z.string().trim().min(2).max(500) }),
    response: Shown,
    problems: [admissionNotFound, admissionOver],
    handle: async ({ principal, params: path, body }) => ({
      body: shown(await admissions.refuse(principal, idOf(path), body.reason)),
    }),
  }),
]
