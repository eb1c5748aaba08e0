/** From the author to another official and into force: submit, take back, send back, publish. */
import { filesMoved, type VersionId } from '@dpg/catalogue/contract'
import { canonicalHash } from '@dpg/definitions'
import { type OfficialId, type Principal, Problem } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { Check } from './check/report.ts'
import {
  changesNeeded,
  type Command,
  draftBehind,
  type DraftEvent,
  type DraftState,
  nothingChanged,
  notYours,
  ownDraft,
  reasonNeeded,
  rulesBroken,
  rulesPublished,
  staleDraft,
  unknownPart,
  wrongState,
} from './contract.ts'
import type { Inside } from './deps.ts'
import { markOf } from './mark.ts'
import { diffOf } from './diff.ts'
import { readForm } from './form/read.ts'
import { measure } from './measure.ts'
import { inForce, movedFiles, textAt } from './moved.ts'
import { doneBefore, once } from './once.ts'
import { addEvent, type DraftRow, insertPublication, keepCommand, lockDraft, setState } from './store.ts'
import { find, versionBefore } from './view.ts'
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

/** The author takes it back before anybody has decided. */
export async function withdraw(deps: Inside, principal: Principal, { key, id, revision }: Command): Promise<void> {
  const author = authorOf(principal)
  await mine(deps, principal, id)
  const what = `withdraw ${id} ${revision}`
  await move(deps, author, { key, what, id, revision }, { from: ['submitted'], to: 'open', as: 'withdrawn', reason: null })
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
    { from: ['submitted'], to: 'returned', as: 'returned', reason: reason.trim() },
  )
}

export async function publish(deps: Inside, principal: Principal, { key, id, revision, reason }: Reasoned): Promise<VersionId> {
  const approver = await another(deps, principal, id)
  const what = `publish ${id} ${revision}`
  const before = await doneBefore<VersionId>(deps, approver, key, what)
  if (before !== undefined) return before
  const draft = await at(deps, id, revision, ['submitted'])
  const { check, old } = await sound(deps, principal, draft)
  const version = `sha256:${canonicalHash(check.service)}` as VersionId
  const together = async (tx: Tx, release: string) => {
    const now = deps.clock.now().toString()
    demand(await lockDraft(tx, id), revision, ['submitted'])
    await setState(tx, id, 'published', now)
    await addEvent(tx, id, { at: now, by: approver, what: 'published', reason: reason.trim() || null })
    await insertPublication(tx, {
      draft: id,
      service: draft.service,
      version,
      release,
      author: draft.author,
      approver,
      reason: reason.trim() || null,
      publishedAt: now,
      before: old,
      after: { service: check.service, parameters: check.parameters },
      effect: draft.effect?.counted ?? null,
    })
    await tx.publish(rulesPublished, { service: draft.service, version, draft: id, author: draft.author, approver })
    await keepCommand(tx, approver, key, what, version, now)
  }
  const files = draft.files
    .filter(({ path, text }) => text !== textAt(draft.base, path))
    .map(({ path, text }) => ({ path, text, was: markOf(textAt(draft.base, path)) }))
  try {
    await deps.publishing.amend({ files, together: (tx, { release }) => together(tx, release) })
  } catch (error) {
    if (error instanceof Problem && error.type === filesMoved.type)
      throw draftBehind({ service: draft.service }, { cause: error })
    throw error
  }
  return version
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

function demand(draft: DraftRow | undefined, revision: number, states: readonly DraftState[]): void {
  if (!draft || !states.includes(draft.state)) throw wrongState({ state: draft?.state ?? 'discarded' })
  if (draft.revision !== revision) throw staleDraft({ expected: revision, found: draft.revision })
}

/** A draft that may go on: it says what changes, something does, nobody was faster, and nothing is wrong with it. */
async function sound(
  deps: Inside,
  principal: Principal,
  draft: DraftRow,
): Promise<{ check: Check; old: Awaited<ReturnType<typeof versionBefore>> }> {
  if (movedFiles(draft, await inForce(deps, draft)).length > 0) throw draftBehind({ service: draft.service })
  const [check, old] = await Promise.all([deps.desk.check(draft.slug, draft.files), versionBefore(deps, draft)])
  const wrong = check.findings.filter(({ level }) => level === 'error')
  if (wrong.length > 0 || !check.service) {
    const told = wrong.slice(0, 50).map(({ file, line, message, remedy, field }) => ({
      pointer: field ? `/${field.replaceAll('.', '/')}` : '',
      detail: `${file}:${line}: ${message.ko} ${remedy.ko}`,
    }))
    throw rulesBroken({ service: draft.service, count: wrong.length, first: told[0]?.detail ?? '' }, { errors: told })
  }
  // The text can be written freely: it may become neither another service nor that of an agency one has no say in.
  if (check.service.id !== draft.service) throw unknownPart({ part: `id ${check.service.id}`.slice(0, 80) })
  demandAgency(principal, check.service.agency, deps)
  if (diffOf(old, { service: check.service, parameters: check.parameters }, 'ko').length === 0) throw nothingChanged({})
  if ((readForm(draft.slug, draft.files)?.head['changesKo'] ?? '').trim() === '') throw changesNeeded({})
  return { check, old }
}

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
    await addEvent(tx, id, { at: now, by: actor, what: as, reason })
    return to
  })
