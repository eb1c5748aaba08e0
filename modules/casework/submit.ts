/** Submitting: a receipt number before any register is asked, durable when the answer leaves, once however often it is sent. */
import type { ServiceDefinition } from '@dpg/definitions'
import { type CaseId, type Lang, type Principal, SEOUL } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { ReleaseId, VersionId } from '@dpg/catalogue/contract'
import { mayFillIn, noteActing, representativeOf, withinMandate } from './acting.ts'
import { assureNow } from './assured.ts'
import type { CaseFile, EventDetail } from './case-file.ts'
import { EMPTY } from './case-file.ts'
import { checkApplication } from './check-application.ts'
import { readClock } from './clock.ts'
import {
  type Application,
  type CaseSummary,
  caseSubmitted,
  draftNotFound,
  duplicateCase,
  keyReused,
  notApplicable,
  notReady,
} from './contract.ts'
import { type DraftDeps, openDraftRow } from './draft-contents.ts'
import { applicable } from './draft.ts'
import { BEGINNING, hashOf } from './history.ts'
import { lookAtCase } from './jobs.ts'
import { RESIDENCE } from './needs.ts'
import { storedKey } from './key.ts'
import { eventContext, GRACE_MS, openCase } from './open-case.ts'
import type { Question, Rules } from './rules.ts'
import { wayThrough } from './screens.ts'
import { deleteDraft, type DraftRow, findDraft } from './store-drafts.ts'
import { findOpen, findTaken, insertCase } from './store.ts'
import { startOf } from './transition.ts'
import { summarise } from './summary.ts'
import { personOf } from './who.ts'

/** A whole application at once: checked as the screens would check it. */
export async function submit(deps: DraftDeps, principal: Principal, application: Application, lang: Lang): Promise<CaseSummary> {
  personOf(principal)
  const definition = applicable(deps, application.service)
  mayFillIn(deps, principal, definition)
  assureNow(deps, principal, definition)
  const snapshot = deps.catalogue.current()
  const version = snapshot.versionOf('service', definition.id)
  if (!version) throw notApplicable({ service: definition.id })
  const rules = deps.rulesOf(definition, version)
  const answers = checkApplication(deps, definition, rules, application, lang)
  const question = { facts: answers, asOf: deps.clock.today().toString() }
  const lodged = {
    definition,
    version,
    release: snapshot.release,
    answers,
    declarations: application.declarations,
    draft: null,
    key: storedKey(application.key),
  }
  const made = await lodge(deps, principal, { ...lodged, residence: residenceOf(definition, rules, question) }, lang)
  if (!made) throw new Error('an application without a draft waits for none')
  return made
}

/** What was filled in becomes a case and the draft is gone, both or neither. */
export async function submitDraft(
  deps: DraftDeps,
  principal: Principal,
  service: string,
  key: string,
  lang: Lang,
): Promise<CaseSummary> {
  const person = personOf(principal)
  withinMandate(principal, service)
  const row = await findDraft(deps.db, person, service, deps.clock.now().toString())
  if (!row) {
    const taken = await findTaken(deps.db, person, storedKey(key), null)
    if (!taken) throw draftNotFound({ service: service.slice(0, 60) })
    if (taken.service !== service) throw keyReused({ key: key.slice(0, 100) })
    return summarise(deps, await openCase(deps, deps.db, person, taken.id), lang)
  }
  const draft = await openDraftRow(deps, deps.db, row)
  const { definition, contents, rules, question, holds } = draft
  applicable(deps, service)
  mayFillIn(deps, principal, definition)
  assureNow(deps, principal, definition)
  const { screens, exit } = wayThrough(definition, holds)
  const open = screens.filter(({ id, kind }) => kind !== 'guide' && !contents.done.includes(id)).map(({ id }) => id)
  if (open.length > 0 || exit) throw notReady({ screens: exit ? [exit.screen, ...open] : open })
  const shown = new Set(screens.flatMap(({ fields }) => fields))
  const answers = Object.fromEntries(Object.entries(contents.answers).filter(([fact]) => shown.has(fact)))
  const lodged = {
    definition,
    version: row.serviceVersion,
    release: row.release,
    answers,
    declarations: contents.declarations,
    draft: row,
    key: storedKey(key),
  }
  const made = await lodge(deps, principal, { ...lodged, residence: residenceOf(definition, rules, question) }, lang)
  // Saved in another tab after it was read here: what was saved last counts, and is checked anew.
  return made ?? submitDraft(deps, principal, service, key, lang)
}

/** Where the applicant lives, or the place that the definition's own rule names; null: not known yet. */
export function residenceOf({ offices }: ServiceDefinition, rules: Rules, question: Question): string | null {
  const ruled = offices.rule === null ? undefined : rules.value(offices.rule, question)
  const place = ruled ?? RESIDENCE.map((fact) => question.facts[fact]).find((code) => typeof code === 'string')
  return typeof place === 'string' ? place : null
}

interface Lodged {
  readonly definition: ServiceDefinition
  readonly version: VersionId
  readonly release: ReleaseId
  readonly answers: Readonly<Record<string, Json>>
  readonly declarations: readonly string[]
  /** The draft as it was read. */
  readonly draft: Pick<DraftRow, 'id' | 'savedAt' | 'sealed'> | null
  readonly key: string
  readonly residence: string | null
}

/**
 * One transaction: the case with its first event, its place in the queue, the news of it. Undefined: the draft is not any more what was
 * read, and no case came from it.
 */
async function lodge(
  deps: DraftDeps,
  principal: Principal,
  lodged: Lodged,
  lang: Lang,
  isSecondTry = false,
): Promise<CaseSummary | undefined> {
  const { definition, draft, key } = lodged
  const person = personOf(principal)
  const name = principal.acting?.forName ?? principal.displayName ?? ''
  const now = deps.clock.now()
  const id = deps.newId<CaseId>('case')
  const state = startOf(definition).id
  const dueAt = readClock(definition, [{ at: now.epochMilliseconds, state, extends: false }], now.epochMilliseconds).dueAt
  const by = representativeOf(principal)
  const application = { answers: lodged.answers, declarations: lodged.declarations, name, lang, ...by }
  const detail: EventDetail = { application }
  const file = await deps.db.transaction(async (tx): Promise<CaseFile | 'taken' | 'changed'> => {
    if (draft && !isAsRead(draft, await findDraft(tx, person, definition.id, now.toString(), true))) return 'changed'
    const sealed = await deps.sealing.seal(tx, person, eventContext(id, 1), detail)
    const event = {
      seq: 1,
      at: now.toString(),
      action: 'submit',
      from: null,
      to: state,
      extends: false,
      actor: 'applicant' as const,
      official: null,
      key,
    }
    const link = { ...event, person, case: id, sealed }
    const head = hashOf(BEGINNING, link)
    const office = deps.directory.officeFor(definition, lodged.residence).code
    const row = {
      person,
      id,
      service: definition.id,
      serviceVersion: lodged.version,
      release: lodged.release,
      office,
      state,
      submittedAt: now.toString(),
      draft: draft?.id ?? null,
    }
    const receiptNumber = await insertCase(
      tx,
      {
        ...row,
        day: dayOfReceipt(now),
        dueAt: dueAt === null ? null : Temporal.Instant.fromEpochMilliseconds(dueAt).toString(),
        lookAt: now.add({ milliseconds: GRACE_MS }).toString(),
        key,
        onlyOpen: definition.duplicates.action === 'refuse' ? definition.id : null,
      },
      link,
      head,
    )
    if (receiptNumber === undefined) return 'taken'
    if (draft) await deleteDraft(tx, person, definition.id)
    await tx.enqueue(lookAtCase, { person, case: id })
    await tx.publish(caseSubmitted, { case: id, person, service: definition.id, at: event.at })
    const bare = {
      version: 1,
      isEnded: false,
      decidedAt: null,
      assignee: null,
      needsApplicant: false,
      sealed: null,
    }
    const made: CaseFile = {
      row: { ...row, ...bare, receiptNumber, head },
      events: [{ ...event, detail }],
      contents: EMPTY,
      application,
      definition,
    }
    await noteActing(deps, tx, principal, made)
    return made
  })
  if (file === 'changed' && !(await findTaken(deps.db, person, key, draft?.id ?? null))) return undefined
  return typeof file === 'object' ? summarise(deps, file, lang) : already(deps, principal, lodged, lang, isSecondTry)
}

/** Sealed anew with every save, so its bytes tell two saves of one instant apart. */
const isAsRead = (read: NonNullable<Lodged['draft']>, now: DraftRow | undefined): boolean =>
  now !== undefined && now.id === read.id && now.savedAt === read.savedAt && now.sealed.equals(read.sealed)

/** The key or the draft has been a case before: the same one is the answer. Or there may be no second one. */
async function already(
  deps: DraftDeps,
  principal: Principal,
  lodged: Lodged,
  lang: Lang,
  isSecondTry: boolean,
): Promise<CaseSummary | undefined> {
  const { definition, key } = lodged
  const person = personOf(principal)
  const draft = lodged.draft?.id ?? null
  const taken = await findTaken(deps.db, person, key, draft)
  if (taken) {
    const file = await openCase(deps, deps.db, person, taken.id)
    const isSame =
      taken.service === definition.id && ((draft !== null && taken.draft === draft) || isDeepEqual(file.application, lodged))
    if (!isSame) throw keyReused({ key: key.slice(0, 100) })
    return summarise(deps, file, lang)
  }
  const open = definition.duplicates.action === 'refuse' ? await findOpen(deps.db, person, definition.id) : undefined
  if (open) throw duplicateCase({ receiptNumber: open.receiptNumber })
  if (isSecondTry) throw new Error('no receipt number could be drawn')
  return lodge(deps, principal, lodged, lang, true)
}

const isDeepEqual = (a: Pick<Lodged, 'answers' | 'declarations'>, b: Pick<Lodged, 'answers' | 'declarations'>): boolean =>
  canonical([a.answers, a.declarations]) === canonical([b.answers, b.declarations])

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** `2026-1125` */
function dayOfReceipt(now: Temporal.Instant): string {
  const { year, month, day } = now.toZonedDateTimeISO(SEOUL)
  return `${year}-${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
}
