/** Drafts of policies: written by one, published by another. */
import type { OfficialId, Principal } from '@dpg/kernel'
import { analyse } from '@dpg/policies'
import type { Tx } from '@dpg/kernel/server'
import {
  draftNotFound,
  draftOver,
  draftRefused,
  draftStale,
  type PolicyDraft,
  type PolicyDraftId,
  policiesBroken,
  policiesPublished,
  type PolicyReview,
  type PolicySource,
  type PolicyVersion,
  samePerson,
} from './contract.ts'
import { changedBetween, withFiles } from './force.ts'
import type { GuardRunning } from './index.ts'
import { difference, judge, locksOut } from './review.ts'
import { findDraft, findVersion, insertVersion, listDrafts, putDraft, type StoredDraft, type StoredVersion } from './store.ts'

const MOST_BYTES = 512 * 1024

export async function drafts(deps: GuardRunning): Promise<PolicyDraft[]> {
  const now = deps.force.version()
  return (await listDrafts(deps.db)).map((draft) => shown(draft, now))
}

const shown = (draft: StoredDraft, now: number): PolicyDraft => ({ ...draft, isStale: isOpen(draft) && draft.base !== now })
const isOpen = ({ state }: StoredDraft) => state === 'draft' || state === 'waiting'

/** Officials only: the policies let nobody else here. */
function officialOf({ official, displayName = '' }: Principal): { readonly id: OfficialId; readonly name: string } {
  if (!official) throw new Error('only an official writes policies')
  return { id: official.id, name: displayName }
}

/** A new draft, or the same one changed: whoever changes it is its author from then on. */
export async function writeDraft(
  deps: GuardRunning,
  principal: Principal,
  id: PolicyDraftId | null,
  why: string,
  files: readonly PolicySource[],
): Promise<PolicyDraft> {
  const author = officialOf(principal)
  return deps.db.transaction(async (tx) => {
    const before = id === null ? undefined : await openDraft(tx, id)
    const base = (await findVersion(tx))!
    const draft: StoredDraft = {
      id: before?.id ?? deps.newId<PolicyDraftId>('pol'),
      state: 'draft',
      why,
      author,
      base: base.version,
      changedAt: deps.clock.now().toString(),
      files: changedFiles(base, files),
    }
    await putDraft(tx, draft)
    return shown(draft, base.version)
  })
}

function changedFiles({ files: base }: StoredVersion, files: readonly PolicySource[]): PolicySource[] {
  if (!files.every(({ path }) => /^policies\/[a-z0-9][a-z0-9.-]{0,60}\.(cedar|yaml)$/.test(path)))
    throw draftRefused({ why: 'not-a-policy-file' })
  if (files.reduce((bytes, { text }) => bytes + Buffer.byteLength(text), 0) > MOST_BYTES) throw draftRefused({ why: 'too-large' })
  const changed = new Set(changedBetween(base, withFiles(base, files)))
  if (changed.size === 0) throw draftRefused({ why: 'nothing-changed' })
  return files.filter(({ path }) => changed.has(path))
}

async function openDraft(tx: Tx, id: PolicyDraftId): Promise<StoredDraft> {
  const draft = await findDraft(tx, id, true)
  if (!draft) throw draftNotFound({ id })
  if (!isOpen(draft)) throw draftOver({ state: draft.state })
  return draft
}

export async function review(deps: GuardRunning, id: PolicyDraftId): Promise<PolicyReview> {
  const draft = await findDraft(deps.db, id)
  if (!draft) throw draftNotFound({ id })
  const base = (await findVersion(deps.db, draft.base))!
  const { findings, engine } = judge(base.files, draft)
  if (!engine) return { draft: shown(draft, deps.force.version()), findings, difference: null }
  return {
    draft: shown(draft, deps.force.version()),
    findings: [...findings, ...analyse(engine.set)],
    difference: await difference(deps, engine),
  }
}

/** Throws `guard/policies-broken` when anything but warnings was found, or nobody would be left to change policies. */
function sound(base: StoredVersion, draft: StoredDraft): readonly PolicySource[] {
  const { files, findings, engine } = judge(base.files, draft)
  const errors = findings.filter(({ level }) => level === 'error').length
  if (errors > 0 || !engine) throw policiesBroken({ errors })
  if (locksOut(engine)) throw policiesBroken({ errors: 1 })
  return files
}

export const send = (deps: GuardRunning, principal: Principal, id: PolicyDraftId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    officialOf(principal)
    const draft = await openDraft(tx, id)
    sound((await findVersion(tx, draft.base))!, draft)
    await putDraft(tx, { ...draft, state: 'waiting' })
  })

export const withdraw = (deps: GuardRunning, principal: Principal, id: PolicyDraftId): Promise<void> =>
  deps.db.transaction(async (tx) => {
    officialOf(principal)
    await putDraft(tx, { ...(await openDraft(tx, id)), state: 'withdrawn' })
  })

/** Two people, the version it was written on, and no fault: then it is in force, here at once and elsewhere within seconds. */
export async function publish(deps: GuardRunning, principal: Principal, id: PolicyDraftId): Promise<PolicyVersion> {
  const approver = officialOf(principal)
  const published = await deps.db.transaction(async (tx) => {
    const draft = await openDraft(tx, id)
    if (draft.state !== 'waiting') throw draftOver({ state: draft.state })
    if (draft.author.id === approver.id) throw samePerson({})
    const base = (await findVersion(tx))!
    if (base.version !== draft.base) throw draftStale({ base: draft.base, now: base.version })
    const files = sound(base, draft)
    const version: StoredVersion = {
      version: base.version + 1,
      source: 'page',
      files,
      changed: changedBetween(base.files, files),
      why: draft.why,
      author: draft.author.name,
      approver: approver.name,
      publishedAt: deps.clock.now().toString(),
    }
    if (!(await insertVersion(tx, version))) throw draftStale({ base: draft.base, now: version.version })
    await putDraft(tx, { ...draft, state: 'published' })
    await tx.publish(policiesPublished, { version: version.version })
    const { files: _files, ...told } = version
    return told
  })
  await deps.force.refresh()
  return published
}
