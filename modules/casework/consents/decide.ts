/** An answer: in person, or on paper by an official of the office. What the case waits for goes on; a no stops what would follow. */
import type { Actor } from '@dpg/access/contract'
import type { Tx } from '@dpg/kernel/server'
import type { CaseFile, Contents, NeedState } from '../case-file.ts'
import { consentDecided, type ConsentDeed, consentNotPossible, type Paper, type Standing } from '../contract-consents.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { lookAtCase } from '../jobs.ts'
import { sendLetter } from '../letters.ts'
import { plain } from '../letter-values.ts'
import { type NamedNeed, needsOf } from '../needs.ts'
import { append } from '../open-case.ts'
import { registerFacts } from '../shown-facts.ts'
import { isGathering } from '../transition.ts'
import { changeConsent, type ConsentRow } from '../store-consents.ts'
import { accessOf } from '../who.ts'
import { consentContext, type SealedConsent } from './ask.ts'
import { holdsNow, stateOfConsent } from './reading.ts'

/** A consent holds as long as the application is dealt with, and a year at most. */
const VALID_DAYS = 365

export interface Answer {
  readonly deed: ConsentDeed
  readonly actor: Actor
  /** Handed in on paper. */
  readonly paper: Paper | null
}

const STATES = { agree: 'given', refuse: 'refused', withdraw: 'withdrawn' } as const
const USES = { agree: 'agree', refuse: 'refuse', withdraw: 'withdraw' } as const

/** What may be answered now. */
export function deedsOf(row: ConsentRow, isEnded: boolean, now: Temporal.Instant): ConsentDeed[] {
  if (holdsNow(row, now)) return ['withdraw']
  if (isEnded || row.state === 'not-needed') return []
  return stateOfConsent(row, now) === 'asked' ? ['agree', 'refuse'] : ['agree']
}

export const standing = (row: ConsentRow, now: Temporal.Instant): Standing => {
  const { id, role, askedAt, until, decidedAt, validUntil, isPaper } = row
  return { id, of: role, state: stateOfConsent(row, now), askedAt, until, decidedAt, validUntil, isPaper }
}

/** The needs for which this person's consent is asked. */
export const needsFor = ({ definition }: Pick<CaseFile, 'definition'>, { role }: Pick<ConsentRow, 'role'>): NamedNeed[] =>
  needsOf(definition).filter(({ consent }) => consent.of === role)

/** With the case locked. The same again does nothing. Throws `casework/consent-not-possible`. */
export async function answer(deps: DraftDeps, tx: Tx, file: CaseFile, row: ConsentRow, given: Answer): Promise<void> {
  const now = deps.clock.now()
  const state = STATES[given.deed]
  if (row.state === state && (state !== 'given' || holdsNow(row, now))) return
  if (!deedsOf(row, file.row.isEnded, now).includes(given.deed)) throw consentNotPossible({ state: row.state })
  const at = now.toString()
  const content = await deps.sealing.open<SealedConsent>(tx, row.person, consentContext(row.id), row.sealed)
  const isGiven = state === 'given'
  await changeConsent(tx, row, {
    state,
    givenAt: isGiven ? at : row.givenAt,
    decidedAt: at,
    validUntil: isGiven ? now.add({ hours: VALID_DAYS * 24 }).toString() : row.validUntil,
    isPaper: given.paper !== null,
    sealed: await deps.sealing.seal(tx, row.person, consentContext(row.id), { ...content, paper: given.paper }),
  })
  const needs = needsFor(file, row)
  const facts = registerFacts(
    deps.catalogue.current().pack,
    needs.flatMap((need) => need.facts),
  )
  const record = accessOf(file, given.actor, USES[given.deed], facts, needs[0]?.law ?? null)
  // In their own trace; of somebody without an account, in the applicant's.
  await deps.access.record(tx, { ...record, subject: row.asked ?? row.person, case: row.asked === null ? file.row.id : null })
  await tx.publish(consentDecided, { case: file.row.id, person: row.person, consent: row.id, asked: row.asked, state, at })
  const told = await append(deps, tx, file, {
    action: `consent-${state}`,
    actor: given.actor.kind === 'official' ? 'official' : 'system',
    official: given.actor.official ?? null,
    detail: {
      values: { name: plain(content.name), consent: row.id },
      ...(given.actor.kind === 'official' ? { by: given.actor.name } : {}),
    },
    contents: { ...file.contents, needs: { ...file.contents.needs, ...(file.row.isEnded ? {} : moved(file, row, isGiven, at)) } },
  })
  if (file.row.isEnded) return
  await tx.enqueue(lookAtCase, { person: row.person, case: file.row.id })
  if (!isGiven) await sendLetter(deps, tx, told, `consent-${state}`)
}

/** A yes: what was held back is asked for, also when the case has gone on. A no: what is not here yet is for an official. */
export function moved(file: CaseFile, row: ConsentRow, isGiven: boolean, at: string): Contents['needs'] {
  const isLate = !isGathering(file.definition, file.row.state)
  const next: NeedState = {
    ...{ state: isGiven ? 'waiting' : 'officer', failure: null, registers: [], since: null, tries: 0 },
    nextTryAt: isGiven ? at : null,
    ...(isGiven && isLate ? { isLate } : {}),
  }
  return Object.fromEntries(
    needsFor(file, row).flatMap(({ id }) => {
      const before = file.contents.needs[id]?.state
      return before === 'consent' || before === 'officer' || before === 'waiting' ? [[id, next] as const] : []
    }),
  )
}
