/** A case as the office sees it; each look at a person's facts is written where that person reads it. */
import type { Official } from '@dpg/directory/contract'
import { type CaseId, type Lang, type Principal, textIn } from '@dpg/kernel'
import type { CaseFile, NeedState } from './case-file.ts'
import type { OfficerCaseView, WorkItem, WorkQuery } from './contract.ts'
import { amountLines } from './decision-words.ts'
import { type DraftDeps, wordingOf } from './draft-contents.ts'
import { holdsOf } from './gather.ts'
import { applies, isRegisterNeed, needsOf } from './needs.ts'
import { lackingIn } from './consents/answers.ts'
import { looksByLaw, seenByLaw } from './consents/by-law.ts'
import { looksAt, noteLooks } from './consents/looks.ts'
import { consentsIn } from './consents/of-case.ts'
import { openCase, openRow, waitingOf } from './open-case.ts'
import type { Outlook } from './rules.ts'
import { registerFacts, showFacts } from './shown-facts.ts'
import { listEvents } from './store.ts'
import { countWork, listWork, noteShown } from './store-work.ts'
import { contradictionsOf } from './contradictions.ts'
import { summarise } from './summary.ts'
import { viewCase } from './view-case.ts'
import { dayOf } from './words.ts'
import { accessOf, actorOf, officesOf, officialOf, openAs } from './who.ts'

/** Only the office that handles it; the look and the refused look are both recorded. */
export async function officerCase(deps: DraftDeps, principal: Principal, id: CaseId, lang: Lang): Promise<OfficerCaseView> {
  const official = await officialOf(deps, principal)
  const { person, stated } = await openAs(deps, official, id)
  const file = await openCase(deps, deps.db, person, id)
  const facts = shown(deps, file, lang)
  const seen = [
    ...new Set([
      ...facts.filter(({ state }) => state === 'known' || state === 'none').map(({ fact }) => fact),
      ...Object.keys(file.application.answers),
    ]),
  ].sort()
  const actor = actorOf(official)
  await deps.db.transaction(async (tx) => {
    await deps.access.record(tx, { ...accessOf(file, actor, 'view', seen, null), ...(stated ? { stated } : {}) })
    const agreed = looksAt(deps, file, seen, await consentsIn(tx, file))
    const affair = { ...file, holds: holdsOf(deps, file) }
    const { looks } = looksByLaw(deps, affair, [seenByLaw(deps, file, seen)], file.contents)
    await noteLooks(deps, tx, file, { actor, use: 'view' }, [...agreed, ...looks])
  })
  const view = await viewCase(deps, deps.db, file, { kind: 'official', id: official.id, roles: official.roles }, lang)
  const assignee = file.row.assignee ? await deps.directory.official(file.row.assignee) : undefined
  const { proposal } = file.contents
  return {
    ...view,
    applicant: { id: person, name: await nameOf(deps, file) },
    facts,
    assessment: assessmentOf(file, outlookOf(deps, file), lang),
    contradictions: contradictionsOf(deps, file, lang),
    assignee: file.row.assignee ? { id: file.row.assignee, name: assignee?.name ?? file.row.assignee } : null,
    proposal: proposal ? { decision: proposal.decision, by: proposal.name, reason: proposal.reason } : null,
  }
}

const nameOf = async ({ identity }: DraftDeps, { row, application }: CaseFile): Promise<string> =>
  (await identity.resident(row.person))?.name ?? application.name

/** What was asked of registers for this case, with where it comes from, and what the rules derive from it. */
function shown(deps: DraftDeps, file: CaseFile, lang: Lang) {
  const { definition, contents, application, row } = file
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const asOf = dayOf(row.submittedAt)
  const facts = {
    ...application.answers,
    ...Object.fromEntries(Object.entries(contents.facts).map(([id, { value }]) => [id, value])),
  }
  const holds = (feel: string) => rules.holds(feel, { facts, asOf })
  const needs = needsOf(definition).filter((need) => isRegisterNeed(need) && applies(need, holds) !== false)
  const untrusted = new Set(needs.filter(({ id }) => contents.needs[id]?.failure === 'untrusted').flatMap((need) => need.facts))
  const read = contents.assessment?.criteria.flatMap((criterion) => criterion.facts) ?? []
  const awaited = awaitedOf(deps, file)
  const sources = { answers: application.answers, facts: contents.facts, silent: contents.silent, untrusted, awaited }
  return showFacts(
    deps.catalogue.current().pack,
    [...needs.flatMap((need) => need.facts), ...read],
    sources,
    rules,
    asOf,
    wordingOf(deps, lang),
  )
}

/** Facts of needs that nobody has settled yet; undefined before the registers were asked. */
function awaitedOf({ catalogue }: DraftDeps, { definition, contents }: CaseFile): ReadonlySet<string> | undefined {
  if (Object.keys(contents.needs).length === 0) return undefined
  const { assessment } = contents
  // The rules came to an answer, and to an amount: what they did without is not waited for.
  if (assessment && assessment.outcome !== 'unknown' && assessment.amount?.won !== null) return new Set()
  const open = needsOf(definition).filter(({ id }) => isOpen(contents.needs[id]))
  return new Set(
    registerFacts(
      catalogue.current().pack,
      open.flatMap(({ facts }) => facts),
    ),
  )
}

/** A need that waits without a register that is asked again waits for nothing: whether it is needed was never settled, and did not matter. */
function isOpen(need: NeedState | undefined): boolean {
  if (need === undefined || need.state === 'not-needed' || need.state === 'fetched') return false
  return need.state !== 'waiting' || need.nextTryAt !== null || need.registers.length > 0
}

/** By the rules and the day of the assessment. */
function outlookOf(deps: DraftDeps, { definition, contents, application, row }: CaseFile): Outlook {
  const { assessment } = contents
  if (!assessment) return { remedy: null, relations: [] }
  const known = Object.entries(contents.facts).map(([id, { value }]) => [id, value])
  const facts = { ...application.answers, ...Object.fromEntries(known) }
  return deps.rulesOf(definition, row.serviceVersion).outlook({ facts, asOf: assessment.asOf })
}

function assessmentOf(
  { contents, definition }: CaseFile,
  { remedy, relations }: Outlook,
  lang: Lang,
): OfficerCaseView['assessment'] {
  const { assessment } = contents
  if (!assessment) return null
  const criteria = new Map(definition.eligibility.criteria.map((criterion) => [criterion.id, criterion]))
  return {
    asOf: assessment.asOf,
    outcome: assessment.outcome,
    criteria: assessment.criteria.map(({ id, outcome, facts }) => {
      const criterion = criteria.get(id)
      return { id, says: criterion ? textIn(criterion.says, lang) : id, outcome, law: criterion?.law ?? null, facts }
    }),
    missing: assessment.missing,
    remedy: assessment.outcome === 'ineligible' ? remedy : null,
    relations,
    amount: assessment.amount
      ? { won: assessment.amount.won, per: assessment.amount.per, steps: amountLines(definition, assessment, lang) }
      : null,
  }
}

const NUMBER = /^[\d-]{1,20}$/

/** The cases of one's own office. That a person's name was shown is told to that person, once a day, official and case. */
export async function workList(deps: DraftDeps, principal: Principal, query: WorkQuery, lang: Lang) {
  const official = await officialOf(deps, principal)
  const words = query.q?.trim() ?? ''
  const filter = {
    offices: officesOf(deps, official),
    official: official.id,
    service: query.service ?? null,
    number: words === '' ? null : NUMBER.test(words) ? words : '?',
  }
  const [counts, rows] = await Promise.all([
    countWork(deps.db, filter),
    listWork(deps.db, { ...filter, show: query.show, limit: Math.min(query.limit, 100), offset: query.offset }),
  ])
  const files: CaseFile[] = []
  for (const row of rows) files.push(await openRow(deps, deps.db, row, await listEvents(deps.db, row.person, [row.id])))
  await recordShown(deps, official, files)
  const items: WorkItem[] = []
  for (const file of files) items.push(await workItem(deps, file, official, lang))
  return { total: counts[query.show], items, counts }
}

async function recordShown(deps: DraftDeps, official: Official, files: readonly CaseFile[]): Promise<void> {
  if (files.length === 0) return
  const rows = files.map(({ row }) => row)
  await deps.db.transaction(async (tx) => {
    const first = await noteShown(tx, official.id, deps.clock.today().toString(), rows)
    for (const file of files.filter(({ row }) => first.has(row.id)))
      await deps.access.record(tx, accessOf(file, actorOf(official), 'view', ['person.name'], null))
  })
}

async function workItem(deps: DraftDeps, file: CaseFile, official: Official, lang: Lang): Promise<WorkItem> {
  const { row, contents } = file
  const { registers } = deps.catalogue.current().pack
  const assignee =
    row.assignee === official.id ? official : row.assignee ? await deps.directory.official(row.assignee) : undefined
  return {
    ...summarise(deps, file, lang),
    applicantName: await nameOf(deps, file),
    assignee: row.assignee ? (assignee?.name ?? row.assignee) : null,
    outcome: contents.assessment?.outcome ?? null,
    consents: lackingOf(file),
    waitingFor: waitingOf(contents).map((id) => (registers.has(id) ? textIn(registers.get(id)!.title, lang) : id)),
  }
}

/** A count only: names of others than the applicant are for the case, where the look is written down. */
function lackingOf({ row, events }: CaseFile): WorkItem['consents'] {
  const lacking = row.isEnded ? [] : lackingIn(events)
  const awaited = lacking.filter(({ state }) => state === 'asked').length
  return { awaited, missing: lacking.length - awaited }
}
