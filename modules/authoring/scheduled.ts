/** Approved for a later day (시행일): kept until then, put in force on that day, given back when others published its files meanwhile. */
import { type OfficialId, Problem, SEOUL } from '@dpg/kernel'
import { defineJob, type Tx } from '@dpg/kernel/server'
import type { RuleDraftId, ScheduledRules } from './contract.ts'
import { type Approval, putInForce } from './force.ts'
import type { Inside } from './deps.ts'
import { inForce, movedFiles } from './moved.ts'
import { addEvent, type DraftRow, findDraft, listEvents, listScheduled, lockDraft, setState } from './store.ts'
import { nameOf } from './view.ts'

/** Puts one draft in force when its day has come; asks again a day later while it has not. */
export const takeEffect = defineJob<{ draft: RuleDraftId }>('authoring.take-effect')

const DAY_S = 86_400
/** Begins after midnight by every clock of ours. */
const LATER_S = 5

/** Waits a day at most, so that a clock that was set right counts and no queue forgets it. */
export async function wake(deps: Pick<Inside, 'clock'>, tx: Tx, draft: RuleDraftId, day: string): Promise<void> {
  const midnight = Temporal.PlainDate.from(day).toZonedDateTime(SEOUL).epochMilliseconds
  const until = (midnight - deps.clock.now().epochMilliseconds) / 1000 + LATER_S
  await tx.enqueue(takeEffect, { draft }, { startAfterSeconds: Math.max(1, Math.min(DAY_S, Math.ceil(until))) })
}

export async function onItsDay(deps: Inside, id: RuleDraftId): Promise<void> {
  const draft = await findDraft(deps.db, id)
  if (draft?.state !== 'scheduled' || draft.effectiveFrom === null) return
  const day = draft.effectiveFrom
  if (day > deps.today()) return deps.db.transaction((tx) => wake(deps, tx, id, day))
  const approval = await approvalOf(deps, id)
  try {
    await putInForce(deps, draft, approval, 'scheduled')
  } catch (error) {
    // What is wrong with the rules stays wrong; anything else is tried again by the queue.
    if (!(error instanceof Problem) || error.status >= 500) throw error
    await giveBack(deps, draft, approval, error.type)
  }
}

/** Somebody published the files of a draft that waits for its day: nobody has approved the two together, so its author looks again. */
export async function giveBackMoved(deps: Inside): Promise<void> {
  for (const { id } of await listScheduled(deps.db)) {
    const draft = await findDraft(deps.db, id)
    if (draft?.state !== 'scheduled') continue
    const moved = movedFiles(draft, await inForce(deps, draft))
    if (moved.length > 0) await giveBack(deps, draft, await approvalOf(deps, id), moved.join(', '))
  }
}

/** What will be in force for a service, the nearest day first. */
export async function comingRules(deps: Inside, service: string): Promise<readonly ScheduledRules[]> {
  const rows = (await listScheduled(deps.db)).filter((row) => row.service === service)
  return Promise.all(
    rows.map(async ({ id, effectiveFrom, author }) => ({
      draft: id,
      from: effectiveFrom,
      author: await nameOf(deps, author),
      approver: await nameOf(deps, (await approvalOf(deps, id)).approver),
    })),
  )
}

async function approvalOf(deps: Inside, id: RuleDraftId): Promise<Approval> {
  const approved = (await listEvents(deps.db, id)).findLast(({ what }) => what === 'scheduled')
  if (!approved) throw new Error(`draft ${id} waits for its day, and nobody has approved it`)
  return { approver: approved.by as OfficialId, reason: approved.reason }
}

const giveBack = (
  deps: Pick<Inside, 'db' | 'clock' | 'publishing'>,
  { id }: DraftRow,
  { approver }: Approval,
  why: string,
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    if ((await lockDraft(tx, id))?.state !== 'scheduled') return
    const now = deps.clock.now().toString()
    await setState(tx, id, 'returned', now)
    await deps.publishing.retract(tx, id)
    await addEvent(tx, id, { at: now, by: approver, what: 'stopped', reason: why.slice(0, 1000) })
  })
