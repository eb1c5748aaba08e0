/** Applications as a person would make them, for services that tests use again and again. */
import { randomUUID } from 'node:crypto'
import type { CaseSummary, CaseView, OfficerCaseView } from '@dpg/casework/contract'
import type { Json } from '@dpg/rules'
import { until } from './until.ts'
import type { Visitor } from './visitor.ts'

export interface Filled {
  readonly service: string
  readonly answers: Readonly<Record<string, Json>>
  readonly declarations: readonly string[]
}

export const BASIC_PENSION = 'SSE000000170'
export const EXTRACT = 'resident-register-copy'
export const MOVE = 'move-in-report'

export const basicPension: Filled = {
  service: BASIC_PENSION,
  answers: {
    'person.bankAccount': { bank: '국민은행', number: '12345678901234', holder: '김순자' },
    'person.protectedAccount': false,
    'person.phone': '01012345678',
  },
  declarations: ['finance', 'truth', 'duty'],
}

/** Of a household: every other adult of it is asked. */
export const livelihood: Filled = {
  service: 'WII000001410',
  answers: {
    'person.bankAccount': { bank: '국민은행', number: '12345678901234', holder: '오태식' },
    'person.protectedAccount': false,
    'person.phone': '01012345678',
  },
  declarations: ['finance', 'truth', 'duty'],
}

/** Issued by itself as soon as the register has answered. */
export const extract: Filled = {
  service: EXTRACT,
  answers: { 'person.extractSubject': 'own', 'person.extractOptions': [], 'person.extractPurpose': 'bank' },
  declarations: ['lawful'],
}

export const apply = (who: Visitor, application: Filled, key: string = randomUUID()): Promise<CaseSummary> =>
  who.post<CaseSummary>('/api/cases', application, key)

export const caseOf = (who: Visitor, id: string): Promise<CaseView> => who.get<CaseView>(`/api/cases/${id}`)

/** Waits until a case is in one of these states. */
export const caseIn = (who: Visitor, id: string, states: readonly string[], withinMs = 30_000): Promise<CaseView> =>
  until(
    `case ${id} to be ${states.join(' or ')}`,
    async () => {
      const found = await caseOf(who, id)
      return states.includes(found.state) && found
    },
    { withinMs, everyMs: 100 },
  )

/** Waits until somebody is asked for their own consent to the application of another, and gives the answer of theirs. */
export async function consentTo(who: Visitor, deed: 'agree' | 'refuse' = 'agree'): Promise<string> {
  const id = await until('a consent to be asked', async () => {
    const { items } = await who.get<{ items: readonly { id: string; state: string }[] }>('/api/case-consents')
    return items.find(({ state }) => state === 'asked')?.id
  })
  await who.post(`/api/case-consents/${id}/${deed}`, {})
  return id
}

export interface Deed {
  readonly action: string
  readonly reason?: string
  readonly reasonCodes?: readonly string[]
  readonly form?: Readonly<Record<string, string>>
}

/** An official looks at the case and acts on what was seen. */
export async function actOn(official: Visitor, id: string, { action, ...rest }: Deed): Promise<CaseView> {
  const { version } = await official.get<OfficerCaseView>(`/api/work/${id}`)
  return official.post<CaseView>(`/api/work/${id}/actions/${action}`, { version, ...rest })
}
