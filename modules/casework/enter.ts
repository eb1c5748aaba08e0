/** Changes that a register must enter before the decision takes effect: told outside any transaction, once, then decided. */
import type { Actor } from '@dpg/access/contract'
import { changeRefused, type Move } from '@dpg/exchange/contract'
import { Problem } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { ServiceDefinition } from '@dpg/definitions'
import { perform, SYSTEM } from './act.ts'
import { type CaseFile, type Entering, factsOf } from './case-file.ts'
import { decisionOf } from './decide.ts'
import type { DraftDeps } from './draft-contents.ts'
import { WAITS } from './deps.ts'
import type { Doer } from './effects.ts'
import { lookAtCase } from './jobs.ts'
import { append, keep, openCase } from './open-case.ts'
import { actionsOf } from './transition.ts'
import { actorOf, systemActor } from './who.ts'

/** Tells the register and completes the decision; comes back later when the register does not answer. */
export async function enterChange(deps: DraftDeps, file: CaseFile): Promise<void> {
  const { entering } = file.contents
  if (!entering) return
  const actor = entering.official ? actorOf(entering.official) : systemActor(deps, file.row.office)
  const law = lawOf(file.definition, entering) ?? file.definition.law[0]?.ref ?? ''
  const told = await tell(deps, file, entering, actor, law)
  if ('receipt' in told) return complete(deps, file, entering, told.receipt)
  return 'why' in told ? refused(deps, file, told.why) : later(deps, file, entering)
}

type Told = { readonly receipt: string } | { readonly why: string } | { readonly isSilent: true }

async function tell(deps: DraftDeps, file: CaseFile, entering: Entering, actor: Actor, law: string): Promise<Told> {
  try {
    const { receipt } = await deps.exchange.recordChange({
      key: file.row.id,
      register: REGISTER_OF_MOVES,
      subject: file.row.person,
      change: moveOf(file),
      law,
      actor,
      ...(entering.official ? { official: entering.official } : {}),
      consent: 'by-law',
      service: file.row.service,
      case: file.row.id,
    })
    return { receipt }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.type === changeRefused.type ? { why: String(error.values['why'] ?? '') } : { isSilent: true }
  }
}

/** 주민등록: where a move is entered (주민등록법 제16조). */
const REGISTER_OF_MOVES = 'resident-register'

const lawOf = (definition: ServiceDefinition, entering: Entering): string | null => {
  const action = actionsOf(definition).find(({ id }) => id === entering.action)
  return action?.decision ? decisionOf(definition, action.decision).law : null
}

/** What the register is told, from the output of the kind `registration` and its facts. */
function moveOf(file: CaseFile): Move {
  const facts = factsOf(file)
  const text = (id: string) => {
    const value = facts[id]
    if (typeof value !== 'string') throw new Error(`${file.row.service} registers a move without ${id}`)
    return value
  }
  const members: Json = facts['person.moveMembers'] ?? []
  return {
    kind: 'move',
    with: Array.isArray(members) ? members.filter((one): one is string => typeof one === 'string') : [],
    to: text('person.newEupmyeondong'),
    address: text('person.newAddress'),
    on: text('person.moveDate'),
  }
}

/**
 * The register has entered it (the exchange recorded that): now the decision stands, with all that follows. Whoever decided may have
 * left since: what they were when they did counts.
 */
async function complete(deps: DraftDeps, seen: CaseFile, entering: Entering, receipt: string): Promise<void> {
  const { official } = entering
  const doer: Doer = official ? { by: { kind: 'official' as const, id: official.id, roles: official.roles }, official } : SYSTEM
  await deps.db.transaction(async (tx) => {
    const file = await openCase(deps, tx, seen.row.person, seen.row.id, true)
    if (!file.contents.entering) return
    const entered = await append(deps, tx, file, {
      action: 'entered',
      actor: 'system',
      detail: { values: { receipt } },
      contents: { ...file.contents, entering: { ...entering, receipt } },
    })
    await perform(
      deps,
      tx,
      entered,
      { action: entering.action, reason: entering.reason ?? undefined, reasonCodes: entering.reasonCodes },
      doer,
    )
  })
}

/** The register says no: the case is open again, and an official sees why. */
async function refused(deps: DraftDeps, seen: CaseFile, why: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const file = await openCase(deps, tx, seen.row.person, seen.row.id, true)
    if (!file.contents.entering) return
    const open = await append(deps, tx, file, {
      action: 'entry-refused',
      actor: 'system',
      detail: { values: { why: why.slice(0, 300) } },
      contents: { ...file.contents, entering: null },
    })
    const refer = actionsOf(open.definition).find(
      ({ actor, from, decision, effects }) =>
        actor === 'system' && from.includes(open.row.state) && decision === null && effects.includes('assign'),
    )
    if (refer) await perform(deps, tx, open, { action: refer.id }, SYSTEM)
  })
}

/** No answer: the same again, later; the key keeps it from being entered twice. */
async function later(deps: DraftDeps, seen: CaseFile, entering: Entering): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const file = await openCase(deps, tx, seen.row.person, seen.row.id, true)
    if (!file.contents.entering) return
    const { retryS } = { ...WAITS, ...deps.waits }
    const tries = entering.tries + 1
    const seconds = retryS[Math.min(tries, retryS.length) - 1] ?? 300
    const nextTryAt = deps.clock.now().add({ seconds }).toString()
    await keep(deps, tx, file, { ...file.contents, entering: { ...file.contents.entering, tries, nextTryAt } })
    await tx.enqueue(lookAtCase, { person: file.row.person, case: file.row.id }, { startAfterSeconds: seconds })
  })
}
