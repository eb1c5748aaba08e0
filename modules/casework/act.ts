/** One act on a case, in one transaction: may it be, what happens to it, what follows from it. */
import type { Official } from '@dpg/directory/contract'
import type { CaseId, Lang, Principal } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import { withinMandate } from './acting.ts'
import type { Act } from './contract.ts'
import { actionNotAllowed, caseDecided, keyReused } from './contract.ts'
import { type CaseFile, type Contents, factsOf } from './case-file.ts'
import type { DraftDeps } from './draft-contents.ts'
import { after, before, type Deed, type Doer, type Doing } from './effects.ts'
import { lookAtCase } from './jobs.ts'
import { storedKey } from './key.ts'
import { append, openCase, standingOf } from './open-case.ts'
import { stateOf, transition } from './transition.ts'
import { dayOf } from './words.ts'
import { officesOf, officialOf, ownOffice, personOf, worksOnCases } from './who.ts'

/** What an applicant or an official does. The same key acts once; its second use gives the case as it is. */
export async function act(deps: DraftDeps, principal: Principal, id: CaseId, wanted: Act, lang: Lang): Promise<CaseFile> {
  const official = principal.kind === 'official' ? await officialOf(deps, principal) : null
  const person = official ? await ownOffice(deps, official, id) : personOf(principal)
  const doer: Doer = official
    ? { by: { kind: 'official', id: official.id, roles: official.roles }, official }
    : { by: { kind: 'applicant' }, official: null, ...(principal.acting ? { representative: principal.displayName ?? '' } : {}) }
  const once = storedKey(wanted.key)
  return deps.db.transaction(async (tx) => {
    const file = await openCase(deps, tx, person, id, true)
    withinMandate(principal, file.row.service)
    const done = file.events.find(({ key }) => key === once)
    if (done && (done.detail.values?.['action'] ?? done.action) !== wanted.action)
      throw keyReused({ key: wanted.key.slice(0, 100) })
    if (done) return file
    return perform(deps, tx, file, { ...wanted, key: once, lang }, doer)
  })
}

/** Moves a locked case by one action, with everything that belongs to it. */
export async function perform(deps: DraftDeps, tx: Tx, file: CaseFile, deed: Deed, doer: Doer): Promise<CaseFile> {
  const { definition, row } = file
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const asOf = dayOf(row.submittedAt)
  const holds = (feel: string) => rules.holds(feel, { facts: factsOf(file), asOf }) === true
  const step = transition(definition, standingOf(file), { ...deed, version: deed.version ?? null, by: doer.by, holds })
  const doing: Doing = { deps, tx, deed, doer, step, rules, asOf }
  if (step.effects.includes('register') && file.contents.entering === null) return enter(doing, file)
  const changed = await before(doing, { ...file, contents: prepared(doing, file) })
  const moved = await append(deps, tx, file, {
    action: deed.action,
    to: step.to.id,
    extends: step.effects.includes('extendClock'),
    actor: doer.by.kind,
    official: doer.official?.id ?? null,
    key: deed.key ?? null,
    detail: detailOf(deed, doer),
    contents: { ...changed.contents, entering: null },
    row: { office: changed.row.office, assignee: changed.row.assignee },
  })
  await after(doing, moved)
  const { decision } = moved.contents
  if (decision && !file.contents.decision)
    await tx.publish(caseDecided, {
      case: row.id,
      person: row.person,
      service: row.service,
      decision: decision.code,
      outcome: decision.outcome,
      at: decision.at,
    })
  return moved
}

/** Proposals are made, answered and sent back; a supplement that was left is over. */
function prepared({ step, deed, doer }: Doing, { contents, definition }: CaseFile): Contents {
  const isOver = contents.supplement !== null && step.to.id !== step.from.id
  const proposal =
    step.proposes && doer.official
      ? {
          action: step.action.id,
          decision: step.decision ?? '',
          by: doer.official.id,
          name: doer.official.name,
          reason: deed.reason ?? null,
          reasonCodes: deed.reasonCodes ?? [],
        }
      : step.action.actor === 'approver' && !stateOf(definition, step.to.id).end
        ? null
        : contents.proposal
  return { ...contents, proposal, supplement: isOver ? null : contents.supplement }
}

const detailOf = ({ reason, reasonCodes, form }: Deed, { official, representative }: Doer) => ({
  ...(reason ? { reason } : {}),
  ...(reasonCodes && reasonCodes.length > 0 ? { reasonCodes } : {}),
  ...(form && Object.keys(form).length > 0 ? { form } : {}),
  ...(official ? { by: official.name } : representative ? { by: representative } : {}),
})

/** What a register has to enter is decided once the register has entered it: until then the case waits where it is. */
async function enter({ deps, tx, deed, doer }: Doing, file: CaseFile): Promise<CaseFile> {
  const { official } = doer
  const entering = {
    action: deed.action,
    official,
    reason: deed.reason ?? null,
    reasonCodes: deed.reasonCodes ?? [],
    receipt: null,
    tries: 0,
    nextTryAt: null,
  }
  const moved = await append(deps, tx, file, {
    action: 'entering',
    actor: doer.by.kind,
    official: official?.id ?? null,
    key: deed.key ?? null,
    detail: { ...detailOf(deed, doer), values: { action: deed.action } },
    contents: { ...file.contents, entering },
  })
  await tx.enqueue(lookAtCase, { person: file.row.person, case: file.row.id })
  return moved
}

/** Takes a free case, or gives it to a colleague of the same office; null puts it back. */
export async function assign(deps: DraftDeps, principal: Principal, id: CaseId, to: Official['id'] | null): Promise<void> {
  const official = await officialOf(deps, principal)
  const person = await ownOffice(deps, official, id)
  const colleague = to === null ? null : await deps.directory.official(to)
  await deps.db.transaction(async (tx) => {
    const file = await openCase(deps, tx, person, id, true)
    const isColleague =
      colleague === null ||
      (colleague !== undefined && worksOnCases(colleague) && officesOf(deps, colleague).includes(file.row.office))
    if (file.row.isEnded || !isColleague) throw actionNotAllowed({ action: 'assign', state: file.row.state, allowed: [] })
    if (file.row.assignee === to) return
    await append(deps, tx, file, {
      action: 'assign',
      actor: 'official',
      official: official.id,
      detail: { by: official.name, values: { name: colleague?.name ?? '' } },
      row: { assignee: to },
    })
  })
}

/** The platform itself. */
export const SYSTEM: Doer = { by: { kind: 'system' }, official: null }
