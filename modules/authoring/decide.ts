/** From the author to another official and into force: submit, take back, send back, publish. */
import type { VersionId } from '@dpg/catalogue/contract'
import { canonicalHash } from '@dpg/definitions'
import type { OfficialId, Principal } from '@dpg/kernel'
import { type Command, type DraftEvent, type DraftState, notYours, ownDraft, reasonNeeded, unknownPart } from './contract.ts'
import type { Inside } from './deps.ts'
import { demand, putInForce, type Sound, soundOf } from './force.ts'
import { measure } from './measure.ts'
import { doneBefore, once } from './once.ts'
import { wake } from './scheduled.ts'
import { addEvent, type DraftRow, keepCommand, lockDraft, schedule, setState } from './store.ts'
import { find } from './view.ts'
import { approverOf, authorOf, demandAgency, demandOwn } from './who.ts'

type Reasoned = Command & { readonly reason: string }

/** Everything that stops publication is said now, and the effect is there for whoever decides. */
export async function submit(deps: Inside, principal: Principal, { key, id, revision }: Command): Promise<void> {
  const author = authorOf(principal)
  const what = `submit ${id} ${revision}`
  if ((await doneBefore(deps, author, key, what)) !== undefined) return
  const draft = await at(deps, id, revision, ['open', 'returned'])
  demandOwn(principal, draft.service, deps)
  if (draft.author !== author) throw notYours({})
  await sound(deps, principal, draft)
  const isCounted = draft.effect?.revision === draft.revision && draft.effect.release === deps.catalogue.current().release
  if (!isCounted) await measure(deps, draft)
  await move(
    deps,
    author,
    { key, what, id, revision },
    { from: ['open', 'returned'], to: 'submitted', as: 'submitted', reason: null },
  )
}

/** The author takes it back: before anybody has decided, or before its day has come. */
export async function withdraw(deps: Inside, principal: Principal, { key, id, revision }: Command): Promise<void> {
  const author = authorOf(principal)
  await mine(deps, principal, id)
  const what = `withdraw ${id} ${revision}`
  await move(
    deps,
    author,
    { key, what, id, revision },
    {
      from: ['submitted', 'scheduled'],
      to: 'open',
      as: 'withdrawn',
      reason: null,
    },
  )
}

export async function discard(deps: Inside, principal: Principal, { key, id, revision }: Command): Promise<void> {
  const author = authorOf(principal)
  await mine(deps, principal, id)
  const what = `discard ${id} ${revision}`
  await move(
    deps,
    author,
    { key, what, id, revision },
    { from: ['open', 'returned'], to: 'discarded', as: 'discarded', reason: null },
  )
}

export async function sendBack(deps: Inside, principal: Principal, { key, id, revision, reason }: Reasoned): Promise<void> {
  const approver = await another(deps, principal, id)
  if (reason.trim() === '') throw reasonNeeded({})
  const what = `send back ${id} ${revision}`
  await move(
    deps,
    approver,
    { key, what, id, revision },
    { from: ['submitted', 'scheduled'], to: 'returned', as: 'returned', reason: reason.trim() },
  )
}

/** At once, or kept for the day that the rules name (`effectiveFrom`). */
export async function publish(deps: Inside, principal: Principal, { key, id, revision, reason }: Reasoned): Promise<VersionId> {
  const approver = await another(deps, principal, id)
  const what = `publish ${id} ${revision}`
  const before = await doneBefore<VersionId>(deps, approver, key, what)
  if (before !== undefined) return before
  const draft = await at(deps, id, revision, ['submitted'])
  const { check } = await sound(deps, principal, draft)
  const approval = { approver, reason: reason.trim() || null }
  const day = check.service.effectiveFrom
  if (day > deps.today()) {
    const version = `sha256:${canonicalHash(check.service)}` as VersionId
    return once(deps, approver, key, what, async (tx, now) => {
      demand(await lockDraft(tx, id), revision, ['submitted'])
      await schedule(tx, id, day, now)
      await addEvent(tx, id, { at: now, by: approver, what: 'scheduled', reason: approval.reason })
      await deps.publishing.announce(tx, { id, from: day, service: check.service, parameters: check.parameters })
      await wake(deps, tx, id, day)
      return version
    })
  }
  return putInForce(deps, draft, approval, 'submitted', (tx, version, now) => keepCommand(tx, approver, key, what, version, now))
}

async function mine(deps: Inside, principal: Principal, id: Command['id']): Promise<void> {
  const draft = await find(deps, id)
  demandOwn(principal, draft.service, deps)
  if (draft.author !== authorOf(principal)) throw notYours({})
}

/** The four eyes: whoever wrote it never approves it. */
async function another(deps: Inside, principal: Principal, id: Command['id']): Promise<OfficialId> {
  const approver = approverOf(principal)
  const draft = await find(deps, id)
  demandOwn(principal, draft.service, deps)
  if (draft.author === approver) throw ownDraft({})
  return approver
}

async function at(deps: Inside, id: Command['id'], revision: number, states: readonly DraftState[]): Promise<DraftRow> {
  const draft = await find(deps, id)
  demand(draft, revision, states)
  return draft
}

/** The text can be written freely: it may become neither another service nor that of an agency one has no say in. */
const sound = (deps: Inside, principal: Principal, draft: DraftRow): Promise<Sound> =>
  soundOf(deps, draft, ({ id, agency }) => {
    if (id !== draft.service) throw unknownPart({ part: `id ${id}`.slice(0, 80) })
    demandAgency(principal, agency, deps)
  })

interface Move {
  readonly from: readonly DraftState[]
  readonly to: DraftState
  readonly as: DraftEvent['what']
  readonly reason: string | null
}

const move = (
  deps: Inside,
  actor: OfficialId,
  { key, what, id, revision }: Command & { readonly what: string },
  { from, to, as, reason }: Move,
) =>
  once(deps, actor, key, what, async (tx, now) => {
    demand(await lockDraft(tx, id), revision, from)
    await setState(tx, id, to, now)
    await deps.publishing.retract(tx, id)
    await addEvent(tx, id, { at: now, by: actor, what: as, reason })
    return to
  })
