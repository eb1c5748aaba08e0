/** Handing in files: into a draft one fills in, or into a case that still takes them. */
import type { CaseId, PersonId, Principal } from '@dpg/kernel'
import { withinMandate } from './acting.ts'
import { actionNotAllowed, type AttachmentId, attachmentNotFound, fileRefused } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { load } from './draft.ts'
import { isUploadNeed, needsOf } from './needs.ts'
import { append, openCase } from './open-case.ts'
import { stateOf } from './transition.ts'
import { deleteAttachment } from './store-drafts.ts'
import { keepFile, readFile, SUPPLEMENT } from './uploads.ts'
import { ownersOf } from './view-case.ts'
import { accessOf, actorOf, officialOf, ownOffice, personOf } from './who.ts'

export interface Handed {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** Where: a case, or the draft of a service. */
export async function attach(
  deps: DraftDeps,
  principal: Principal,
  where: { readonly case: CaseId } | { readonly draft: string },
  need: string,
  file: Handed,
): Promise<AttachmentId> {
  const person = personOf(principal)
  if ('draft' in where) withinMandate(principal, where.draft)
  return 'case' in where
    ? attachToCase(deps, principal, where.case, need, file)
    : attachToDraft(deps, person, where.draft, need, file)
}

const attachToDraft = (deps: DraftDeps, person: PersonId, service: string, id: string, file: Handed): Promise<AttachmentId> =>
  deps.db.transaction(async (tx) => {
    const draft = await load(deps, tx, person, service, true)
    const need = needsOf(draft.definition).find((one) => one.id === id && isUploadNeed(one))
    if (!need) throw fileRefused({ why: 'need' })
    return (await keepFile(deps, tx, person, draft.row.id, [draft.row.id], need, file)).id
  })

const attachToCase = (deps: DraftDeps, principal: Principal, id: CaseId, needId: string, file: Handed): Promise<AttachmentId> =>
  deps.db.transaction(async (tx) => {
    const person = personOf(principal)
    const found = await openCase(deps, tx, person, id, true)
    withinMandate(principal, found.row.service)
    const state = stateOf(found.definition, found.row.state)
    if (!state.upload || state.end) throw actionNotAllowed({ action: 'attach', state: found.row.state, allowed: [] })
    if (needId === SUPPLEMENT.id && found.contents.supplement) {
      const { id: attachment, isNew } = await keepFile(deps, tx, person, id, ownersOf(found), SUPPLEMENT, file)
      if (isNew) await append(deps, tx, found, { action: 'attached', actor: 'applicant', contents: found.contents })
      return attachment
    }
    const before = found.contents.needs[needId]
    const need = needsOf(found.definition).find((one) => one.id === needId)
    if (!need || !(isUploadNeed(need) || before?.state === 'upload' || before?.state === 'uploaded'))
      throw fileRefused({ why: 'need' })
    const { id: attachment, isNew } = await keepFile(deps, tx, person, id, ownersOf(found), need, file)
    if (!isNew) return attachment
    const uploaded = {
      failure: null,
      registers: [],
      since: null,
      tries: 0,
      ...before,
      state: 'uploaded' as const,
      nextTryAt: null,
    }
    const contents = { ...found.contents, needs: { ...found.contents.needs, [needId]: uploaded } }
    await append(deps, tx, found, { action: 'attached', actor: 'applicant', contents })
    return attachment
  })

/** Out of a draft, as if it had never been handed in. What is part of a case stays: the office has it. */
export const detach = (deps: DraftDeps, principal: Principal, service: string, id: AttachmentId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const person = personOf(principal)
    withinMandate(principal, service)
    const draft = await load(deps, tx, person, service, true)
    if (!(await deleteAttachment(tx, person, draft.row.id, id))) throw attachmentNotFound({ attachment: id })
  })

/** For the office that handles the case; the look is recorded. */
export async function attachment(deps: DraftDeps, principal: Principal, id: CaseId, attachmentId: AttachmentId): Promise<Handed> {
  const official = principal.kind === 'official' ? await officialOf(deps, principal) : null
  const person = official ? await ownOffice(deps, official, id) : personOf(principal)
  const file = await openCase(deps, deps.db, person, id)
  withinMandate(principal, file.row.service)
  const handed = await readFile(deps, deps.db, person, ownersOf(file), attachmentId)
  if (!handed) throw attachmentNotFound({ attachment: attachmentId })
  if (official) await deps.db.transaction((tx) => deps.access.record(tx, accessOf(file, actorOf(official), 'view', [], null)))
  return handed
}
