/** Getting it done: drafts, applications, cases with their clock, the work of offices, decisions. */
import type { VersionId } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import { jobHandler, type ModuleInfo, type Parts } from '@dpg/kernel/server'
import { act, assign } from './act.ts'
import { withinMandate } from './acting.ts'
import { attach, attachment, detach } from './attach.ts'
import type { Casework } from './contract.ts'
import type { CaseworkDeps } from './deps.ts'
import type { DraftDeps } from './draft-contents.ts'
import { createConsents } from './consents/index.ts'
import { discardDraft, drafts, openDraft, readDraft, saveScreen } from './draft.ts'
import { consentRoutes } from './http-consents.ts'
import { routes } from './http.ts'
import { preview } from './preview.ts'
import { lookAtCase, sweepCases } from './jobs.ts'
import { lookUp } from './look-up.ts'
import { look, sweep } from './look.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { openCase, openRow } from './open-case.ts'
import { createRules } from './rules.ts'
import { listCases, listEvents } from './store.ts'
import { submit, submitDraft } from './submit.ts'
import { summarise } from './summary.ts'
import { viewCase } from './view-case.ts'
import { officerCase, workList } from './view-officer.ts'
import { personOf } from './who.ts'

export type { CaseworkDeps, Waits } from './deps.ts'
/** To be scheduled every minute (`jobs.schedule(sweepCases, '* * * * *')`). */
export { sweepCases } from './jobs.ts'

export const casework: ModuleInfo = {
  migrations: { module: 'casework', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

/** Builds the module. Only the server calls this; other modules are handed `casework`. */
export function createCasework(given: CaseworkDeps): { casework: Casework; parts: Parts } {
  const catalogue = { current: () => given.catalogue.current(), pinned: remembered(given.catalogue.pinned) }
  const deps: DraftDeps = { ...given, catalogue, rulesOf: createRules(catalogue) }
  const { db } = deps
  const module: Casework = {
    openDraft: (principal, service, lang) => openDraft(deps, principal, service, lang),
    draft: (principal, service, screen, lang) => readDraft(deps, principal, service, screen, lang),
    drafts: (principal, lang) => drafts(deps, principal, lang),
    saveScreen: (principal, service, screen, fields, lang) => saveScreen(deps, principal, service, screen, fields, lang),
    discardDraft: (principal, service) => discardDraft(deps, principal, service),
    submitDraft: (principal, service, key, lang) => submitDraft(deps, principal, service, key, lang),
    submit: (principal, application, lang) => submit(deps, principal, application, lang),
    cases: async (principal, lang) => {
      const person = personOf(principal)
      const reach = principal.acting?.scope.services
      const all = await listCases(db, person)
      const rows = all.filter(({ service }) => !reach || reach.includes(service))
      const links = Map.groupBy(
        await listEvents(
          db,
          person,
          rows.map(({ id }) => id),
        ),
        (link) => link.case,
      )
      const files = await Promise.all(rows.map((row) => openRow(deps, db, row, links.get(row.id) ?? [])))
      return files.map((file) => summarise(deps, file, lang))
    },
    case: async (principal, id, lang) => {
      const file = await openCase(deps, db, personOf(principal), id)
      withinMandate(principal, file.row.service)
      return viewCase(deps, db, file, { kind: 'applicant' }, lang)
    },
    attach: (principal, where, need, file) => attach(deps, principal, where, need, file),
    detach: (principal, service, attachmentId) => detach(deps, principal, service, attachmentId),
    preview: (principal, id, wanted, lang) => preview(deps, principal, id, wanted, lang),
    workList: (principal, query, lang) => workList(deps, principal, query, lang),
    lookUp: (principal, id, wanted) => lookUp(deps, principal, id, wanted),
    officerCase: (principal, id, lang) => officerCase(deps, principal, id, lang),
    attachment: (principal, id, attachmentId) => attachment(deps, principal, id, attachmentId),
    assign: (principal, id, to) => assign(deps, principal, id, to),
    consents: createConsents(deps),
    act: async (principal, id, wanted, lang) => {
      const file = await act(deps, principal, id, wanted, lang)
      const { official } = principal
      const by = official ? { kind: 'official' as const, id: official.id, roles: official.roles } : { kind: 'applicant' as const }
      return viewCase(deps, db, file, by, lang)
    },
  }
  const jobs = [
    jobHandler({ job: lookAtCase, concurrency: 20, handle: ({ person, case: id }) => look(deps, person, id) }),
    jobHandler({ job: sweepCases, concurrency: 1, handle: () => sweep(deps) }),
  ]
  return { casework: module, parts: { routes: [...routes(module), ...consentRoutes(module)], jobs } }
}

/** A version never changes: read once, it needs no connection while a transaction holds another. */
function remembered(pinned: CaseworkDeps['catalogue']['pinned']): CaseworkDeps['catalogue']['pinned'] {
  const known = new Map<string, Promise<ServiceDefinition>>()
  return (service: string, version: VersionId) => {
    const key = `${service}\n${version}`
    const found = known.get(key)
    if (found) return found
    const asked = pinned(service, version)
    known.set(key, asked)
    asked.catch(() => known.delete(key))
    return asked
  }
}
