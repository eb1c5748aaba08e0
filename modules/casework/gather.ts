/**
 * Evidence, fetched by the platform itself. A register that is slow, dead or lying loses nothing and blocks nobody: what came is kept,
 * what did not is tried again, and after a while its need goes the way the definition names.
 */
import type { Consenters } from '@dpg/definitions'
import type { FetchResult } from '@dpg/exchange/contract'
import type { Query, Tx } from '@dpg/kernel/server'
import { type CaseFile, type Contents, factsOf, type NeedState } from './case-file.ts'
import { perform, SYSTEM } from './act.ts'
import type { DraftDeps } from './draft-contents.ts'
import { WAITS } from './deps.ts'
import { lookAtCase } from './jobs.ts'
import { askConsents, selfTo } from './consents/ask.ts'
import { type Look, looksIn, noteLooks } from './consents/looks.ts'
import { looksByLaw, type Seen, seenIn } from './consents/by-law.ts'
import { agreementOn, consentUntil } from './consents/reading.ts'
import { isRead, readWho, releaseConsents, unsure } from './consents/who-now.ts'
import {
  type Ask,
  asksFor,
  failuresOf,
  type Holds,
  isHeld,
  isUploadNeed,
  needsOf,
  type NamedNeed,
  settle,
  toAsk,
} from './needs.ts'
import { gatherActionFrom, isLate, keep, openCase } from './open-case.ts'
import { nextAction, OUTAGE } from './next-action.ts'
import { listConsents } from './store-consents.ts'
import { listAttachments } from './store-drafts.ts'
import { tell } from './gathered.ts'
import { isGathering } from './transition.ts'
import { dayOf } from './words.ts'
import { systemActor } from './who.ts'

/** Needs that depend on what other needs bring come in a later round. */
const ROUNDS = 3

interface Round {
  readonly results: readonly FetchResult[]
  readonly asked: ReadonlySet<string>
  readonly looks: readonly Look[]
  /** By law, without anybody's leave. */
  readonly seen: readonly Seen[]
}

/** One turn: begin if it has not begun, ask, write down, go on when nothing is waited for. */
export async function gather(deps: DraftDeps, file: CaseFile): Promise<void> {
  const isWaiting = gatherActionFrom(file.definition, file.row.state) !== undefined
  const isPaused = isWaiting && file.definition.work?.states.find(({ id }) => id === file.row.state)?.clock === 'pause'
  const ready = isWaiting && !isPaused ? await begin(deps, file) : file
  if (!isPaused && !isGathering(ready.definition, ready.row.state) && !isLate(ready.contents)) return
  const round = await ask(deps, ready)
  if (isPaused && !round.results.some((result) => Object.keys(result.facts).length > 0 || result.silent.length > 0)) {
    await deps.db.transaction(async (tx) => {
      const now = await openCase(deps, tx, ready.row.person, ready.row.id, true)
      if (now.row.version === ready.row.version)
        await keep(deps, tx, now, { ...now.contents, needs: await settled(deps, tx, now, now.contents, round) })
    })
    return
  }
  await record(deps, ready, round, isPaused)
}

/** submitted → gathering, by the platform. */
const begin = (deps: DraftDeps, file: CaseFile): Promise<CaseFile> =>
  deps.db.transaction(async (tx) => {
    const now = await openCase(deps, tx, file.row.person, file.row.id, true)
    const action = gatherActionFrom(now.definition, now.row.state)
    return action ? perform(deps, tx, now, { action: action.id }, SYSTEM) : now
  })

/** Asks for everything that is due, law by law, registers beside each other. Not inside a transaction. */
async function ask(deps: DraftDeps, file: CaseFile): Promise<Round> {
  const { definition, row } = file
  const needs = needsOf(definition)
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const { pack } = deps.catalogue.current()
  const now = deps.clock.now().toString()
  const results: FetchResult[] = []
  const asked = new Set<string>()
  const looks: Look[] = []
  const seen: Seen[] = []
  const facts = factsOf(file)
  const { contents } = file
  const consents = await listConsents(deps.db, row.person, row.id)
  const agreement = (need: NamedNeed) =>
    agreementOn(need, { facts: known(contents, results) }, consents, deps.clock.now(), selfTo(deps, file))
  // Of a need that is tried again, only what has not come yet.
  const isHere = ({ id }: { readonly id: string }, fact: string) =>
    contents.needs[id]?.state === 'waiting' && (fact in contents.facts || contents.silent.includes(fact))
  const fetch = async (one: Ask & { readonly of?: Consenters | undefined }) => {
    const result = await deps.exchange.fetch({
      subject: row.person,
      facts: one.facts,
      purpose: definition.privacy.purpose ?? definition.title,
      law: one.law,
      consent: one.consent,
      actor: systemActor(deps, row.office),
      service: row.service,
      case: row.id,
      timeoutMs: deps.waits?.gatherMs ?? WAITS.gatherMs,
    })
    if (one.of === undefined) seen.push(seenIn(result, one.law))
    return result
  }
  for (let round = 0; round < ROUNDS; round++) {
    const holds = (feel: string) => rules.holds(feel, { facts, asOf: dayOf(row.submittedAt) })
    const open = toAsk(needs, file.contents.needs, holds, now).filter((need) => !asked.has(need.id))
    const { now: doubtful, later } = unsure(open, { facts: known(contents, results) }, deps.clock.now(), agreement)
    results.push(...(await readWho(deps, file, doubtful, fetch)))
    const due = open.filter((need) => agreement(need) === 'stands' && !later.includes(need))
    if (due.length === 0) break
    for (const { id } of due) asked.add(id)
    const sure = due.filter((need) => isRead(need, { facts: known(contents, results) }, deps.clock.now()))
    const asks = [...Map.groupBy(sure, ({ consent }) => consent.of)].flatMap(([of, group]) =>
      asksFor(group, definition, pack, isHere).map((one) => ({ ...one, of })),
    )
    const answers = await Promise.all(asks.map(async (one) => ({ ...one, result: await fetch(one) })))
    for (const { result, ...one } of answers) {
      results.push(result)
      for (const { fact, value } of Object.values(result.facts)) facts[fact] = value
      looks.push(...looksIn(deps, file, one, result, { facts: known(contents, results) }, consents))
    }
  }
  return { results, asked, looks, seen }
}

/** Writes down what came, in one transaction; only that it was looked at when something else has happened to the case meanwhile. */
async function record(deps: DraftDeps, seen: CaseFile, round: Round, isPaused: boolean): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const before = await openCase(deps, tx, seen.row.person, seen.row.id, true)
    const { looks, untold } = looksByLaw(
      deps,
      { ...before, holds: holdsOf(deps, before) },
      round.seen,
      { facts: known(before.contents, round.results) },
      before.contents.untold,
    )
    const actor = systemActor(deps, before.row.office)
    await noteLooks(deps, tx, before, { actor, use: 'fetch' }, [...round.looks, ...looks])
    if (before.row.version !== seen.row.version) {
      if (isGathering(before.definition, before.row.state) || isLate(before.contents))
        await tx.enqueue(lookAtCase, { person: seen.row.person, case: seen.row.id })
      return
    }
    const resume = isPaused ? gatherActionFrom(before.definition, before.row.state) : undefined
    const resumed = resume ? await perform(deps, tx, before, { action: resume.id }, SYSTEM) : before
    const learned = { ...learn(resumed.contents, round.results), untold }
    const released = await releaseConsents(deps, tx, resumed, learned)
    const here = await askConsents(deps, tx, released, learned, holdsOf(deps, { ...released, contents: learned }))
    const contents: Contents = {
      ...learned,
      needs: await settled(deps, tx, { ...here, contents: { ...here.contents, needs: seen.contents.needs } }, learned, round),
    }
    const told = await tell(deps, tx, { ...here }, contents)
    await goOn(deps, tx, told)
  })
}

/** What is known so far, with where it comes from. */
export function known(contents: Pick<Contents, 'facts'>, results: readonly FetchResult[]): Contents['facts'] {
  const facts = { ...contents.facts }
  for (const result of results)
    for (const { fact, value, register, at } of Object.values(result.facts)) facts[fact] = { value, register, at }
  return facts
}

/** By what is known of the case so far, on the day it was handed in. */
export const holdsOf = (deps: DraftDeps, file: CaseFile): Holds => {
  const rules = deps.rulesOf(file.definition, file.row.serviceVersion)
  return (feel) => rules.holds(feel, { facts: factsOf(file), asOf: dayOf(file.row.submittedAt) })
}

function learn(contents: Contents, results: readonly FetchResult[]): Contents {
  const facts = known(contents, results)
  const silent = [...new Set([...contents.silent, ...results.flatMap((result) => result.silent)])].filter(
    (fact) => !(fact in facts),
  )
  return { ...contents, facts, silent }
}

async function settled(
  deps: DraftDeps,
  on: Query,
  file: CaseFile,
  learned: Contents,
  { results, asked }: Round,
): Promise<Record<string, NeedState>> {
  const { definition, row } = file
  const needs = needsOf(definition)
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const facts = factsOf({ ...file, contents: learned })
  const wantsFiles = needs.some(isUploadNeed) || Object.values(file.contents.needs).some(({ state }) => state === 'upload')
  const consents = await listConsents(on, row.person, row.id)
  const now = deps.clock.now()
  const files = wantsFiles ? await listAttachments(on, row.person, [row.id, ...(row.draft ? [row.draft] : [])]) : []
  return settle(
    needs,
    file.contents.needs,
    { known: new Set(Object.keys(learned.facts)), silent: new Set(learned.silent), failures: failuresOf(results), asked },
    {
      pack: deps.catalogue.current().pack,
      holds: (feel) => rules.holds(feel, { facts, asOf: dayOf(row.submittedAt) }),
      uploaded: new Set(files.map(({ need }) => need)),
      now,
      waits: { ...WAITS, ...deps.waits },
      consent: (need) => ({
        agreement: agreementOn(need, learned, consents, now, selfTo(deps, file)),
        until: consentUntil(need, consents, now),
      }),
    },
  )
}

/** Nothing waits any more: the rules read the facts and the case goes on. Something does: come back when it is time. */
async function goOn(deps: DraftDeps, tx: Tx, file: CaseFile): Promise<void> {
  const { row, contents } = file
  const waiting = Object.values(contents.needs).filter(({ state }) => state === 'waiting')
  const isAwaited = waiting.length > 0 || isHeld(needsOf(file.definition), contents.needs)
  const rules = deps.rulesOf(file.definition, row.serviceVersion)
  const question = { facts: factsOf(file), asOf: dayOf(row.submittedAt) }
  const assessment = isAwaited ? null : rules.assess(question)
  if (!isGathering(file.definition, row.state)) {
    // What came late is for the official who has the case: it goes nowhere by itself.
    if (assessment && file.contents.assessment) await keep(deps, tx, file, { ...contents, assessment })
    if (waiting.length === 0) return
  }
  const action = !isGathering(file.definition, row.state)
    ? undefined
    : nextAction(file, assessment, (feel) => rules.holds(feel, question) === true)
  if (action) {
    const assessed = action.effects.includes('assess') || !assessment ? file : { ...file, contents: { ...contents, assessment } }
    await perform(deps, tx, assessed, { action: action.id }, SYSTEM)
    if (action.to !== OUTAGE) return
  }
  const tries = waiting
    .flatMap(({ nextTryAt }) => (nextTryAt ? [Temporal.Instant.from(nextTryAt)] : []))
    .sort(Temporal.Instant.compare)
  const soonest = tries[0]
  if (!soonest) return
  const seconds = Math.max(1, Math.ceil((soonest.epochMilliseconds - deps.clock.now().epochMilliseconds) / 1000))
  await tx.enqueue(lookAtCase, { person: row.person, case: row.id }, { startAfterSeconds: seconds })
}
