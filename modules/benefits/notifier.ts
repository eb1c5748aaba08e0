/** The notifier (2.2-1): something happened to one person; what became open by it is told once, with why. */
import { createHash } from 'node:crypto'
import type { FetchResult } from '@dpg/exchange/contract'
import type { Clock, Lang, NewId, PersonId, Translate } from '@dpg/kernel'
import { type Db, defineJob, type Query, type Sealing, type Tx } from '@dpg/kernel/server'
import type { Notices } from '@dpg/notices/contract'
import type { ServiceResult } from '@dpg/rules'
import type { Occasion } from './because.ts'
import { benefitsFound, type NewsId } from './contract.ts'
import type { Rules } from './engine.ts'
import { fetchFor, joined, NOTHING, type FetchDeps } from './fetch.ts'
import { isWanted } from './not-for-me.ts'
import { covered, type Planned } from './plan.ts'
import { blank, merge, openProjection, type Projection, sealProjection, toldKey, turn, valuesOf } from './projection.ts'
import { rank, type RankDeps } from './recommend.ts'
import type { Rescreening } from './rescreen.ts'
import { sigunguOf } from './sigungu.ts'
import { findConsent } from './store-consents.ts'
import { heldBy } from './store-held.ts'
import { findSubscriber, insertNews, insertTold, keepProjection, lockSubscriber } from './store-subscribers.ts'
import { letterIn, toldItem, type ToldNews, valuesIn } from './told.ts'

export interface NotifierDeps extends FetchDeps, RankDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly notices: Pick<Notices, 'send'>
  readonly rules: () => Rules
  readonly rescreening: () => Rescreening
}

export interface LookAgain extends Occasion {
  readonly person: PersonId
  /** How often registers were asked in vain for what is left. */
  readonly tries: number
}
export const lookAgain = defineJob<LookAgain>('benefits.look-again')

/** So many are kept with their reasons; the rest are counted. */
const MOST_KEPT = 50
const LONGEST_PAUSE_S = 300

/** May run twice, and in two processes: the second run finds nothing new. */
export async function look(deps: NotifierDeps, job: LookAgain): Promise<void> {
  const { db, clock, sealing } = deps
  const { person } = job
  const row = await findSubscriber(db, person)
  const consent = row && (await findConsent(db, person, 'watch', clock.now().toString()))
  if (!row || !consent) return
  const known = await openProjection(sealing, db, row)
  const may = covered(deps.rules(), consent)
  const fetched = known ? await fetchTouched(deps, known, may, job) : await fetchFirst(deps, may, person)
  await db.transaction((tx) => settle(deps, tx, job, fetched))
}

/** The first look needs everything: half of it would tell the other half as news later. */
async function fetchFirst(deps: NotifierDeps, may: readonly Planned[], person: PersonId): Promise<FetchResult> {
  const fetched = await fetchFor(deps, may, { person, purpose: 'watch', name: '' })
  if (fetched.failures.length > 0)
    throw new Error(`registers failed: ${fetched.failures.map(({ register }) => register).join(', ')}`)
  return fetched
}

/** What has changed; then, of what would be told, the facts that are too old to be used. */
async function fetchTouched(
  deps: NotifierDeps,
  known: Projection,
  may: readonly Planned[],
  job: LookAgain,
): Promise<FetchResult> {
  const asked = { person: job.person, purpose: 'watch', name: '' } as const
  const isNamed = new Set(job.facts)
  const isMeant = ({ fact, register }: Planned) => (job.facts.length > 0 ? isNamed.has(fact) : register === job.register)
  const meant = may.filter(isMeant)
  const first = meant.length > 0 ? await fetchFor(deps, meant, asked) : NOTHING
  const lapsed = lapsedFacts(deps, known, first, job)
  const again = may.filter(({ fact }) => lapsed.has(fact) && !(fact in first.facts))
  return again.length > 0 ? joined([first, await fetchFor(deps, again, asked)]) : first
}

/** Facts that news would stand on, and that were said too long ago to stand on. */
function lapsedFacts(deps: NotifierDeps, known: Projection, fetched: FetchResult, job: LookAgain): ReadonlySet<string> {
  const { facts, changed } = merge(known.facts, fetched)
  const today = deps.clock.today().toString()
  const { reads, screen } = deps.rescreening()
  const fresh = screen(valuesOf(facts), today, scopeOf(deps, job, changed)).filter(
    ({ service, outcome }) => outcome === 'eligible' && !(service in known.open),
  )
  const { pack } = deps.rules().snapshot
  const now = deps.clock.now()
  const isLapsed = (id: string) => {
    const validFor = pack.facts.get(id)?.validFor
    const at = facts[id]?.at
    return validFor != null && at !== undefined && isOver(at, validFor, now)
  }
  return new Set(fresh.flatMap(({ service }) => reads(service)).filter(isLapsed))
}

const isOver = (at: string, validFor: string, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Seoul').add(validFor).toInstant(), now) < 0

/** Undefined: all services. */
function scopeOf(
  { rescreening }: NotifierDeps,
  { because, services, facts, tries }: LookAgain,
  changed: readonly string[],
): readonly string[] | undefined {
  if (because === 'day' || because === 'start') return undefined
  // Answers that waited for a register are still owed, also when it says the same as before.
  const touched = rescreening().touchedBy(tries > 0 ? [...changed, ...facts] : changed)
  const there = services.filter((service) => rescreening().services.has(service))
  return there.length === 0 ? touched : [...new Set([...touched, ...there])]
}

/** Under the lock: what is known now, what that opens, what of it is news; kept together or not at all. */
async function settle(deps: NotifierDeps, tx: Tx, job: LookAgain, fetched: FetchResult): Promise<void> {
  const { clock, sealing } = deps
  const { person } = job
  const row = await lockSubscriber(tx, person)
  if (!row) return
  const today = clock.today().toString()
  const kept = await openProjection(sealing, tx, row)
  const before = kept ?? blank(today)
  const { facts, changed } = merge(before.facts, fetched)
  const failed = fetched.failures.flatMap((one) => one.facts)
  const results = answered(deps, valuesOf(facts), today, kept ? scopeOf(deps, job, changed) : undefined, failed)
  const eligible = new Set(results.filter(({ outcome }) => outcome === 'eligible').map(({ service }) => service))
  const asked = [...results.map(({ service }) => service), ...gone(deps, before, job)]
  const { open, closed, fresh } = turn(before, asked, eligible, today)
  const projection: Projection = { ...before, facts, open, closed, asOf: today }
  if (kept) {
    const opened = new Map(fresh.map((one) => [one.service, one.opened]))
    await tell(deps, tx, job, { before: kept, projection, changed, fresh: results.filter(({ service }) => opened.has(service)) })
  }
  if (failed.length > 0) await lookLater(tx, job, failed)
  const isOther = !kept || changed.length > 0 || job.because === 'rules'
  await keepProjection(
    tx,
    person,
    await sealProjection(sealing, tx, person, projection),
    clock.now().toString(),
    isOther ? today : null,
  )
}

/** Answers that stand on a fact that could not be fetched are left as they were. */
function answered(
  { rescreening }: NotifierDeps,
  facts: ReturnType<typeof valuesOf>,
  today: string,
  scope: readonly string[] | undefined,
  failed: readonly string[],
): readonly ServiceResult[] {
  const results = rescreening().screen(facts, today, scope)
  if (failed.length === 0) return results
  const open = new Set(rescreening().touchedBy(failed))
  return results.filter(({ service }) => !open.has(service))
}

/** Services that were open and are not published any more. */
const gone = ({ rescreening }: NotifierDeps, { open }: Projection, { because, services }: LookAgain): readonly string[] =>
  because === 'rules' ? services.filter((service) => service in open && !rescreening().services.has(service)) : []

/** The rest of an event whose register does not answer: again and again, for the facts that are missing. */
const lookLater = (tx: Tx, job: LookAgain, failed: readonly string[]): Promise<void> =>
  tx.enqueue(
    lookAgain,
    { ...job, facts: failed, tries: job.tries + 1 },
    { startAfterSeconds: Math.min(LONGEST_PAUSE_S, 2 ** Math.min(job.tries, 10)) },
  )

interface Found {
  readonly before: Projection
  readonly projection: Projection
  readonly changed: readonly string[]
  readonly fresh: readonly ServiceResult[]
}

/** One notice for one occasion; nothing of what they hold, do not want, or were told before. */
async function tell(deps: NotifierDeps, tx: Tx, job: LookAgain, found: Found): Promise<void> {
  const { before, projection, changed } = found
  const { person } = job
  const rules = deps.rules()
  const held = await heldBy(tx, person)
  const wanted = found.fresh.filter(
    ({ service, basis }) => !held.has(service) && isWanted(rules, projection.notForMe, service, basis),
  )
  const untold = await onlyUntold(deps, tx, person, projection, wanted)
  if (untold.length === 0) return
  const today = deps.clock.today().toString()
  const sigungu = sigunguOf(rules, { facts: valuesOf(projection.facts), asOf: today })
  const ranked = rank(deps, rules, untold, { sigungu, held, today }).map(({ result }) => result)
  const named = ranked.slice(0, MOST_KEPT)
  const was = stoodBefore(deps, before, job, named)
  const news: ToldNews = {
    because: job.because,
    register: job.register,
    changed,
    items: named.map((result) => toldItem(rules, result, was.get(result.service))),
    more: ranked.length - named.length,
  }
  const services = ranked.map(({ service }) => service)
  await deps.notices.send(tx, {
    // A second run for the same event may find more: that is other news, not the same again.
    key: `benefits:${job.once}:${digestOf(services)}`,
    to: person,
    kind: 'benefits',
    letter: { ko: letterIn(deps, 'ko'), en: letterIn(deps, 'en') },
    values: { ko: valuesIn(deps, rules, news, 'ko'), en: valuesIn(deps, rules, news, 'en') },
    service: null,
    case: null,
    documents: [],
    link: '/my/benefits/news',
    legal: null,
  })
  const id = deps.newId<NewsId>('news')
  const sealed = await deps.sealing.seal(tx, person, newsContext(id), news)
  await insertNews(tx, person, { id, at: deps.clock.now().toString(), sealed })
  await tx.publish(benefitsFound, { person, services: services.slice(0, 200), because: job.because })
}

export const newsContext = (id: NewsId) => `benefits.news.sealed:${id}`

/** A key of the database's says what was told, whatever else has gone wrong. */
async function onlyUntold(
  { clock }: NotifierDeps,
  on: Query,
  person: PersonId,
  { salt, open }: Projection,
  wanted: readonly ServiceResult[],
): Promise<readonly ServiceResult[]> {
  if (wanted.length === 0) return []
  const keys = new Map(wanted.map((result) => [toldKey(salt, result.service, open[result.service]!).toString('base64'), result]))
  const fresh = await insertTold(
    on,
    person,
    [...keys.keys()].map((key) => Buffer.from(key, 'base64')),
    clock.now().toString(),
  )
  return fresh.map((key) => keys.get(key)!)
}

/** How their conditions stood with what was known until now. When it was the rule that changed, nobody's conditions stood. */
function stoodBefore(
  { rescreening }: NotifierDeps,
  before: Projection,
  { because }: LookAgain,
  named: readonly ServiceResult[],
): ReadonlyMap<string, ServiceResult> {
  if (because === 'rules') return new Map()
  const services = named.map(({ service }) => service)
  return new Map(
    rescreening()
      .screen(valuesOf(before.facts), before.asOf, services)
      .map((result) => [result.service, result]),
  )
}

const digestOf = (services: readonly string[]): string =>
  createHash('sha256')
    .update([...services].sort().join('\n'))
    .digest('base64url')
    .slice(0, 16)
