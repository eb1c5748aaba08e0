/** Looking at a case: the one way in which the platform works by itself, on an ordinary day and after a crash alike. */
import type { CaseId, PersonId } from '@dpg/kernel'
import type { CaseFile } from './case-file.ts'
import type { DraftDeps } from './draft-contents.ts'
import { enterChange } from './enter.ts'
import { gather } from './gather.ts'
import { lookAtCase } from './jobs.ts'
import { append, endOf, gatherActionFrom, isLate, keep, openCase, readingOf } from './open-case.ts'
import { sendLetter } from './letters.ts'
import { isGathering } from './transition.ts'
import { expireConsents, hasLateAnswers } from './consents/expire.ts'
import { deleteExpired } from './store-drafts.ts'
import { forgetShown } from './store-work.ts'
import { takeDue } from './store.ts'
import { warningsOf } from './clock.ts'

/** Does what the case waits for: registers to ask, a change to enter, a deadline that has passed. */
export async function look(deps: DraftDeps, person: PersonId, id: CaseId): Promise<void> {
  const file = await openCase(deps, deps.db, person, id)
  const { entering } = file.contents
  const now = deps.clock.now()
  const isWork = entering ? isPast(entering.nextTryAt, now) : !file.row.isEnded && isDue(deps, file)
  if (isWork) await (entering ? enterChange(deps, file) : gather(deps, file))
  if (hasLateAnswers(file, now)) await expireConsents(deps, person, id)
  if (!isWork || markOf(deps, file) !== undefined) await mark(deps, person, id)
}

/** Are registers to be asked now? Between tries they are left alone. */
function isDue({ clock }: DraftDeps, { definition, row, contents }: CaseFile): boolean {
  if (!isGathering(definition, row.state) && !gatherActionFrom(definition, row.state) && !isLate(contents)) return false
  const tries = Object.values(contents.needs).flatMap(({ nextTryAt }) => (nextTryAt ? [nextTryAt] : []))
  return tries.length === 0 || tries.some((at) => isPast(at, clock.now()))
}

const isPast = (at: string | null, now: Temporal.Instant): boolean =>
  at === null || Temporal.Instant.from(at).epochMilliseconds <= now.epochMilliseconds

type Mark = 'supplement-late' | 'overdue' | 'due-soon'

/** A deadline that has passed and is not written down yet. */
function markOf({ clock }: DraftDeps, file: CaseFile): Mark | undefined {
  const { row, events, contents, definition } = file
  if (row.isEnded) return undefined
  const now = clock.now()
  const reading = readingOf(file, now)
  const { supplement } = contents
  if (supplement && !supplement.isLate && now.epochMilliseconds >= endOf(supplement.until)) return 'supplement-late'
  if (reading.isOverdue && !events.some(({ action }) => action === 'overdue')) return 'overdue'
  const due = warningsOf(definition, reading).filter((at) => at <= now.epochMilliseconds).length
  return due > events.filter(({ action }) => action === 'due-soon').length ? 'due-soon' : undefined
}

/** Deadlines are written down once: a period that is nearly or wholly over, a supplement that did not come (which the applicant is told). */
async function mark(deps: DraftDeps, person: PersonId, id: CaseId): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const file = await openCase(deps, tx, person, id, true)
    const { row, contents } = file
    const action = markOf(deps, file)
    if (!action) return void (row.isEnded || (await keep(deps, tx, file, contents)))
    const { supplement } = contents
    const isLate = action === 'supplement-late' && supplement !== null
    const marked = await append(deps, tx, file, {
      action,
      actor: 'system',
      contents: isLate ? { ...contents, supplement: { ...supplement, isLate } } : contents,
    })
    if (isLate) await sendLetter(deps, tx, marked, action)
  })
}

const BATCH = 500
/** How long a case that was handed to a job is left alone. */
const AGAIN_S = 120

/** Hands every case whose time has come to a job, and clears away drafts that have expired and what lists showed on past days. */
export async function sweep(deps: DraftDeps): Promise<void> {
  const now = deps.clock.now()
  await deps.db.transaction(async (tx) => {
    const due = await takeDue(tx, now.toString(), now.add({ seconds: AGAIN_S }).toString(), BATCH)
    for (const { person, id } of due) await tx.enqueue(lookAtCase, { person, case: id })
  })
  await deleteExpired(deps.db, now.toString())
  await forgetShown(deps.db, deps.clock.today().toString())
}
