/** Nobody answered in time: written down once, told to the applicant, and left to an official. Nothing is stuck in silence. */
import type { CaseId, PersonId } from '@dpg/kernel'
import type { CaseFile } from '../case-file.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { sendLetter } from '../letters.ts'
import { append, openCase } from '../open-case.ts'
import { listConsents } from '../store-consents.ts'
import { type Answer, answersIn, isAwaited } from './answers.ts'
import { moved } from './decide.ts'

/** Answers that did not come in time and are not written down as such. */
const lateOf = ({ events, row }: CaseFile, now: Temporal.Instant): Answer[] =>
  row.isEnded ? [] : answersIn(events).filter((one) => isAwaited(one) && one.until <= now.epochMilliseconds)

export const hasLateAnswers = (file: CaseFile, now: Temporal.Instant): boolean => lateOf(file, now).length > 0

export async function expireConsents(deps: DraftDeps, person: PersonId, id: CaseId): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    let file = await openCase(deps, tx, person, id, true)
    const rows = await listConsents(tx, person, id)
    const late = lateOf(file, now)
    for (const { id: consent, name } of late) {
      const row = rows.find((one) => one.id === consent)
      const needs = { ...file.contents.needs, ...(row ? moved(file, row, false, now.toString()) : {}) }
      file = await append(deps, tx, file, {
        action: 'consent-expired',
        actor: 'system',
        detail: { values: { name, consent } },
        contents: { ...file.contents, needs },
      })
    }
    // One letter, however many have not answered.
    if (late.length > 0) await sendLetter(deps, tx, file, 'consent-expired')
  })
}
