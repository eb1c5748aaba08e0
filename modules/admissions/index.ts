/** 들이기: builds the module. Only the server calls this. */
import type { OfficialId, Principal } from '@dpg/kernel'
import type { ModuleInfo, Parts } from '@dpg/kernel/server'
import {
  type Admission,
  type AdmissionId,
  type AdmissionKind,
  admissionNotFound,
  admissionOver,
  type Admissions,
  OPERATOR,
  type Proposer,
  samePerson,
} from './contract.ts'
import type { AdmissionsDeps } from './deps.ts'
import { routes } from './http.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { decideProposal, insertProposal, listProposals, lockProposal } from './store.ts'

export type { AdmissionsDeps, Door } from './deps.ts'

export const admissions: ModuleInfo = {
  migrations: { module: 'admissions', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

const DECIDED = 50
const SUBJECT = 'admissions'
const context = (id: AdmissionId) => `admissions.proposals.sealed:${id}`

export function createAdmissions(deps: AdmissionsDeps): { admissions: Admissions; parts: Parts } {
  const made: Admissions = {
    list: () => listProposals(deps.db, DECIDED),
    propose: (by, kind, content, why) =>
      propose(deps, by === OPERATOR ? { id: by, name: '' } : officialOf(by), kind, content, why),
    admit: (principal, id) => admit(deps, principal, id),
    refuse: (principal, id, reason) => refuse(deps, principal, id, reason),
  }
  return { admissions: made, parts: { routes: routes(made) } }
}

/** Officials only: the policies let nobody else here. */
function officialOf({ official, displayName = '' }: Principal): { readonly id: OfficialId; readonly name: string } {
  if (!official) throw new Error('only officials let anything in')
  return { id: official.id, name: displayName }
}

async function propose(
  { db, sealing, newId, clock, doors }: AdmissionsDeps,
  by: Proposer,
  kind: AdmissionKind,
  given: unknown,
  why: string,
): Promise<Admission> {
  const { about, rows, content } = await doors[kind].check(given)
  const id = newId<AdmissionId>('adm')
  const at = clock.now().toString()
  await db.transaction(async (tx) => {
    const sealed = await sealing.seal(tx, SUBJECT, context(id), content)
    await insertProposal(tx, { id, kind, about, rows, sealed, why, by, at })
  })
  return { id, kind, state: 'waiting', about, rows, why, by, at, decidedBy: null, decidedAt: null, reason: null }
}

async function admit(deps: AdmissionsDeps, principal: Principal, id: AdmissionId): Promise<Admission> {
  const by = officialOf(principal)
  const admitted = await deps.db.transaction(async (tx) => {
    const { admission, sealed } = await waiting(tx, id)
    if (admission.by.id === by.id) throw samePerson({})
    const content = await deps.sealing.open<object>(tx, SUBJECT, context(id), sealed)
    await deps.doors[admission.kind].open(tx, content, admission.by.id)
    return decideProposal(tx, id, 'admitted', by, deps.clock.now().toString(), null)
  })
  deps.log.info('admissions.admitted', { admission: id, kind: admitted.kind })
  return admitted
}

const refuse = (deps: AdmissionsDeps, principal: Principal, id: AdmissionId, reason: string): Promise<Admission> =>
  deps.db.transaction(async (tx) => {
    const by = officialOf(principal)
    const { admission } = await waiting(tx, id)
    const state = admission.by.id === by.id ? 'withdrawn' : 'refused'
    return decideProposal(tx, id, state, by, deps.clock.now().toString(), reason)
  })

async function waiting(tx: Parameters<typeof lockProposal>[0], id: AdmissionId) {
  const found = await lockProposal(tx, id)
  if (!found) throw admissionNotFound({ id })
  if (found.admission.state !== 'waiting') throw admissionOver({ state: found.admission.state })
  return found
}
