/** Drafts: save and return. One open draft a person and service; what was typed is never lost. */
import { mayFillIn, withinMandate } from './acting.ts'
import { assure } from './assured.ts'
import { type FieldError, type Lang, type PersonId, type Principal, textIn } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import { serviceNotFound } from '@dpg/catalogue/contract'
import type { Screen } from '@dpg/definitions'
import { draftNotFound, type DraftId, type DraftView, invalidAnswers, notApplicable } from './contract.ts'
import {
  BLANK,
  type DraftContents,
  type DraftDeps,
  openDraftRow,
  type OpenDraft,
  sealDraft,
  withContents,
} from './draft-contents.ts'
import { fieldsOf } from './fields.ts'
import { isStale, prefill } from './prefill.ts'
import { readFields } from './read-fields.ts'
import { brokenRules, declarationsOf, wayThrough } from './screens.ts'
import { deleteAttachmentsOf, deleteDraft, findDraft, insertDraft, listDrafts, updateDraft } from './store-drafts.ts'
import { viewDraft } from './view-draft.ts'
import { personOf } from './who.ts'

/** Opens or goes on with a draft; facts of registers are fetched for it, and fetched again when some were missing. */
export async function openDraft(deps: DraftDeps, principal: Principal, service: string, lang: Lang): Promise<DraftView> {
  const person = personOf(principal)
  const now = deps.clock.now()
  withinMandate(principal, service)
  const there = await findDraft(deps.db, person, service, now.toString())
  // Asked before anything is filled in, so that nobody fills in what they may not send.
  if (!there) {
    const definition = applicable(deps, service)
    mayFillIn(deps, principal, definition)
    assure(principal, definition)
    await begin(deps, person, service)
  }
  const draft = await load(deps, deps.db, person, service)
  mayFillIn(deps, principal, draft.definition)
  if (!isStale(draft.contents, now)) return viewDraft(deps, deps.db, draft, null, lang)
  const fetched = await prefill(deps, principal, draft)
  return deps.db.transaction(async (tx) => {
    const { row, contents } = await load(deps, tx, person, service, true)
    const { facts, silent, failures, fetchedAt } = fetched
    const merged = await save(deps, tx, { ...draft, row }, { ...contents, facts, silent, failures, fetchedAt })
    return viewDraft(deps, tx, merged, null, lang)
  })
}

async function begin(deps: DraftDeps, person: PersonId, service: string): Promise<void> {
  const snapshot = deps.catalogue.current()
  const definition = applicable(deps, service)
  const version = snapshot.versionOf('service', service)
  if (!version || definition.form.screens.length === 0) throw notApplicable({ service })
  const savedAt = deps.clock.now()
  const row = {
    person,
    service,
    id: deps.newId<DraftId>('drf'),
    serviceVersion: version,
    release: snapshot.release,
    savedAt: savedAt.toString(),
    expiresAt: expiry(savedAt, definition.form.draft.ttl),
  }
  await deps.db.transaction(async (tx) => insertDraft(tx, { ...row, sealed: await sealDraft(deps, tx, row, BLANK) }))
}

/** A service one may apply for here today. Throws `catalogue/service-not-found`, `casework/not-applicable-here`. */
export function applicable({ catalogue, clock }: Pick<DraftDeps, 'catalogue' | 'clock'>, service: string) {
  const definition = catalogue.current().service(service)
  if (!definition) throw serviceNotFound({ service: service.slice(0, 60) })
  const today = clock.today().toString()
  const isOpen =
    definition.windows.length === 0 ||
    definition.windows.some(({ from, to }) => (from ?? today) <= today && today <= (to ?? today))
  const isLive = (definition.status === 'active' || definition.status === 'seasonal') && definition.effectiveFrom <= today
  if (definition.work === null || !isLive || !isOpen) throw notApplicable({ service: definition.id })
  return definition
}

const expiry = (from: Temporal.Instant, ttl: string): string =>
  from.toZonedDateTimeISO('Asia/Seoul').add(ttl).toInstant().toString()

/** Reads a draft that is there. Throws `casework/draft-not-found`. */
export async function load(deps: DraftDeps, on: Query, person: PersonId, service: string, lock = false): Promise<OpenDraft> {
  const row = await findDraft(on, person, service, deps.clock.now().toString(), lock)
  if (!row) throw draftNotFound({ service: service.slice(0, 60) })
  return openDraftRow(deps, on, row)
}

async function save(deps: DraftDeps, tx: Query, draft: OpenDraft, contents: DraftContents): Promise<OpenDraft> {
  const now = deps.clock.now()
  const row = { ...draft.row, savedAt: now.toString(), expiresAt: expiry(now, draft.definition.form.draft.ttl) }
  await updateDraft(tx, row.person, row.service, row.savedAt, row.expiresAt, await sealDraft(deps, tx, row, contents))
  return withContents({ ...draft, row }, contents, deps)
}

export async function readDraft(
  deps: DraftDeps,
  principal: Principal,
  service: string,
  screen: string | null,
  lang: Lang,
): Promise<DraftView | undefined> {
  const person = personOf(principal)
  withinMandate(principal, service)
  const row = await findDraft(deps.db, person, service, deps.clock.now().toString())
  return row && viewDraft(deps, deps.db, await openDraftRow(deps, deps.db, row), screen, lang)
}

export async function drafts(deps: DraftDeps, principal: Principal, lang: Lang) {
  const reach = principal.acting?.scope.services
  const all = await listDrafts(deps.db, personOf(principal), deps.clock.now().toString())
  const rows = all.filter((row) => !reach || reach.includes(row.service))
  const { service } = deps.catalogue.current()
  return rows.map((row) => {
    const definition = service(row.service)
    return {
      service: { id: row.service, title: definition ? textIn(definition.title, lang) : row.service },
      savedAt: row.savedAt,
      expiresAt: row.expiresAt,
    }
  })
}

/** Saves what was typed, right or wrong; then tells what is wrong. Two pages at once are saved one after the other. */
export async function saveScreen(
  deps: DraftDeps,
  principal: Principal,
  service: string,
  screenId: string,
  posted: Readonly<Record<string, unknown>>,
  lang: Lang,
): Promise<DraftView> {
  const person = personOf(principal)
  withinMandate(principal, service)
  const { errors, view } = await deps.db.transaction(async (tx) => {
    const draft = await load(deps, tx, person, service, true)
    const screen = wayThrough(draft.definition, draft.holds).screens.find(({ id }) => id === screenId)
    if (!screen) return { errors: [], view: await viewDraft(deps, tx, draft, screenId.slice(0, 60), lang) }
    const { contents, errors } = read(deps, draft, screen, posted, lang)
    const saved = await save(deps, tx, draft, contents)
    return { errors, view: await viewDraft(deps, tx, saved, screen.id, lang) }
  })
  if (errors.length > 0) throw invalidAnswers({ count: errors.length }, { errors })
  return view
}

function read(deps: DraftDeps, draft: OpenDraft, screen: Screen, posted: Readonly<Record<string, unknown>>, lang: Lang) {
  const { contents, definition, pack, question } = draft
  const t = deps.texts(lang)
  const fields = fieldsOf(pack, definition, screen.fields, question.facts)
  const reading = readFields(fields, posted, { lang, t, area: (code) => deps.directory.area(code) })
  const asked = new Set(fields.map(({ fact }) => fact.id))
  const named = new Set(fields.map(({ name }) => name))
  const answers = { ...omit(contents.answers, asked), ...reading.answers }
  const accepted = acceptedOf(screen, posted)
  const declarations = [...contents.declarations.filter((id) => !screen.declarations.some((one) => one.id === id)), ...accepted]
  const next = withContents(draft, { ...contents, answers }, deps)
  const errors: FieldError[] = [
    ...reading.errors,
    ...declarationsOf(screen, next.holds)
      .filter(({ id, required }) => required && !accepted.includes(id))
      .map(({ id }) => ({ pointer: `/${id}`, detail: t('casework.error.declaration') })),
    ...(reading.errors.length > 0
      ? []
      : brokenRules(definition, screen.fields, next.holds).map((rule) => ({
          pointer: `/${rule.fields[0] ?? rule.id}`,
          detail: textIn(rule.says, lang),
        }))),
  ]
  const others = contents.done.filter((id) => id !== screen.id)
  const saved: DraftContents = {
    ...contents,
    answers,
    typed: { ...omit(contents.typed, named), ...reading.typed },
    declarations,
    done: errors.length === 0 ? [...others, screen.id] : others,
  }
  return { contents: saved, errors }
}

const omit = <T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)))

/** Ticked: `declarations=truth` or `truth=on`. */
function acceptedOf({ declarations }: Screen, posted: Readonly<Record<string, unknown>>): string[] {
  const listed = [posted['declarations']].flat()
  const isTicked = (value: unknown) => value === true || value === 'on' || value === 'true' || value === 'yes'
  return declarations
    .map(({ id }) => id)
    .filter((id) => listed.includes(id) || (Object.hasOwn(posted, id) && (isTicked(posted[id]) || posted[id] === id)))
}

export async function discardDraft(deps: DraftDeps, principal: Principal, service: string): Promise<void> {
  const person = personOf(principal)
  withinMandate(principal, service)
  await deps.db.transaction(async (tx) => {
    const row = await findDraft(tx, person, service, deps.clock.now().toString(), true)
    if (!row) return
    await deleteAttachmentsOf(tx, person, row.id)
    await deleteDraft(tx, person, service)
  })
}
