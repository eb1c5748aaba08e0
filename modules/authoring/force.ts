/** Into force: the draft is held to everything once more, and becomes a release with its publication in one transaction. */
import { filesMoved, type VersionId } from '@dpg/catalogue/contract'
import { canonicalHash } from '@dpg/definitions'
import { type OfficialId, Problem } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { Check } from './check/report.ts'
import {
  changesNeeded,
  draftBehind,
  type DraftState,
  nothingChanged,
  rulesBroken,
  rulesPublished,
  staleDraft,
  wrongState,
} from './contract.ts'
import type { Inside } from './deps.ts'
import { diffOf } from './diff.ts'
import { markOf } from './mark.ts'
import { inForce, movedFiles, textAt } from './moved.ts'
import { addEvent, type DraftRow, insertPublication, lockDraft, setState } from './store.ts'
import { versionBefore } from './view.ts'

/** On whose word. */
export interface Approval {
  readonly approver: OfficialId
  readonly reason: string | null
}

export interface Sound {
  readonly check: Check & { readonly service: NonNullable<Check['service']> }
  readonly old: Awaited<ReturnType<typeof versionBefore>>
}

export function demand(draft: DraftRow | undefined, revision: number, states: readonly DraftState[]): void {
  if (!draft || !states.includes(draft.state)) throw wrongState({ state: draft?.state ?? 'discarded' })
  if (draft.revision !== revision) throw staleDraft({ expected: revision, found: draft.revision })
}

/** A draft that may go on: it says what changes, something does, nobody was faster, nothing is wrong with it; `may` refuses whose it is. */
export async function soundOf(deps: Inside, draft: DraftRow, may?: (service: Sound['check']['service']) => void): Promise<Sound> {
  if (movedFiles(draft, await inForce(deps, draft)).length > 0) throw draftBehind({ service: draft.service })
  const [check, old] = await Promise.all([deps.desk.check(draft.slug, draft.files), versionBefore(deps, draft)])
  const wrong = check.findings.filter(({ level }) => level === 'error')
  const { service } = check
  if (wrong.length > 0 || !service) {
    const told = wrong.slice(0, 50).map(({ file, line, message, remedy, field }) => ({
      pointer: field ? `/${field.replaceAll('.', '/')}` : '',
      detail: `${file}:${line}: ${message.ko} ${remedy.ko}`,
    }))
    throw rulesBroken({ service: draft.service, count: wrong.length, first: told[0]?.detail ?? '' }, { errors: told })
  }
  may?.(service)
  if (diffOf(old, { service, parameters: check.parameters }, 'ko').length === 0) throw nothingChanged({})
  if ((check.form?.head['changesKo'] ?? '').trim() === '') throw changesNeeded({})
  return { check: { ...check, service }, old }
}

/** `also` runs in the same transaction. Throws `authoring/draft-behind` when somebody was faster. */
export async function putInForce(
  deps: Inside,
  draft: DraftRow,
  { approver, reason }: Approval,
  from: DraftState,
  also?: (tx: Tx, version: VersionId, now: string) => Promise<unknown>,
): Promise<VersionId> {
  const { check, old } = await soundOf(deps, draft)
  const version = `sha256:${canonicalHash(check.service)}` as VersionId
  const together = async (tx: Tx, release: string) => {
    const now = deps.clock.now().toString()
    demand(await lockDraft(tx, draft.id), draft.revision, [from])
    await setState(tx, draft.id, 'published', now)
    await deps.publishing.retract(tx, draft.id)
    await addEvent(tx, draft.id, { at: now, by: approver, what: 'published', reason })
    await insertPublication(tx, {
      draft: draft.id,
      service: draft.service,
      version,
      release,
      author: draft.author,
      approver,
      reason,
      publishedAt: now,
      before: old,
      after: { service: check.service, parameters: check.parameters },
      effect: draft.effect?.counted ?? null,
    })
    await tx.publish(rulesPublished, { service: draft.service, version, draft: draft.id, author: draft.author, approver })
    await also?.(tx, version, now)
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
