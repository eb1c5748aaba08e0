/** The notifier (2.2-1): something happened to one person; what became open by it is told once, with why. */
import type { FetchResult } from '@dpg/exchange/contract'
import type { Clock, Lang, NewId, PersonId, Translate } from '@dpg/kernel'
import { type Db, defineJob, type Sealing, type Tx } from '@dpg/kernel/server'
import type { Notices } from '@dpg/notices/contract'
import type { ServiceResult } from '@dpg/rules'
import type { Occasion } from './because.ts'
import type { Rules } from './engine.ts'
import { fetchFor, joined, NOTHING, type FetchDeps } from './fetch.ts'
import { lapsing } from './lapsing.ts'
import { covered, type Planned } from './plan.ts'
import { merge, saidAt, valuesOf } from './kept-facts.ts'
import { daysOf, openedOn, turn } from './openings.ts'
import { blank, openProjection, type Projection, sealProjection } from './projection.ts'
import type { RankDeps } from './recommend.ts'
import type { Rescreening } from './rescreen.ts'
import type { RuleChanges } from './rule-changes.ts'
import { findConsent } from './store-consents.ts'
import { findSubscriber, keepProjections, lockSubscriber } from './store-subscribers.ts'
import { tellEach } from './tell.ts'

export interface NotifierDeps extends FetchDeps, RankDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly notices: Pick<Notices, 'send' | 'sendEach'>
  readonly rules: () => Rules
  readonly rescreening: () => Rescreening
  readonly ruleChanges: RuleChanges
}

export interface LookAgain extends Occasion {
  readonly person: PersonId
  /** How often registers were asked in vain for what is left. */
  readonly tries: number
}
export const lookAgain = defineJob<LookAgain>('benefits.look-again')

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
  const ready = known ? await fetchTouched(deps, known, may, job) : await fetchFirst(deps, may, person)
  await db.transaction((tx) => settle(deps, tx, job, { ...ready, stand: row.sealed }))
}

/** What was fetched, and the answers by it over what was known then, if nothing was fetched since. */
interface Ready {
  readonly fetched: FetchResult
  readonly answers?: readonly ServiceResult[]
}

/** The first look needs everything: half of it would tell the other half as news later. */
async function fetchFirst(deps: NotifierDeps, may: readonly Planned[], person: PersonId): Promise<Ready> {
  const fetched = await fetchFor(deps, may, { person, purpose: 'watch', name: '' })
  if (fetched.failures.length > 0)
    throw new Error(`registers failed: ${fetched.failures.map(({ register }) => register).join(', ')}`)
  return { fetched }
}

/** What has changed; then, of what would be told, the facts that are too old to be used. */
async function fetchTouched(deps: NotifierDeps, known: Projection, may: readonly Planned[], job: LookAgain): Promise<Ready> {
  const asked = { person: job.person, purpose: 'watch', name: '' } as const
  const isNamed = new Set(job.facts)
  const isMeant = ({ fact, register }: Planned) => (job.facts.length > 0 ? isNamed.has(fact) : register === job.register)
  const meant = may.filter(isMeant)
  const fetched = meant.length > 0 ? await fetchFor(deps, meant, asked) : NOTHING
  const answers = answered(deps, known, fetched, job)
  const lapsed = lapsedFacts(deps, known, fetched, answers)
  const again = may.filter(({ fact }) => lapsed.has(fact) && !(fact in fetched.facts))
  if (again.length === 0) return { fetched, answers }
  return { fetched: joined([fetched, await fetchFor(deps, again, asked)]) }
}

/** Facts that news would stand on, and that were said too long ago to stand on. */
function lapsedFacts(
  deps: NotifierDeps,
  known: Projection,
  fetched: FetchResult,
  answers: readonly ServiceResult[],
): ReadonlySet<string> {
  const { facts } = merge(known.facts, fetched)
  const isLapsed = lapsing(deps)
  const { reads } = deps.rescreening()
  const open = daysOf(known.open)
  const read = answers
    .filter(({ service, outcome }) => outcome === 'eligible' && !open.has(service))
    .flatMap(({ service }) => reads(service))
  return new Set([...new Set(read)].filter((id) => isLapsed(id, saidAt(facts, id))))
}

/**
 * Answers that may have turned: by what was fetched, by the day, or by what was published. Those that stand on a fact that could
 * not be fetched are left as they were.
 */
function answered(deps: NotifierDeps, known: Projection, fetched: FetchResult, job: LookAgain): readonly ServiceResult[] {
  const { differences, screen, touchedBy, services } = deps.rescreening()
  const today = deps.clock.today().toString()
  const { facts, changed } = merge(known.facts, fetched)
  const values = valuesOf(facts)
  const failed = new Set(touchedBy(fetched.failures.flatMap((one) => one.facts)))
  const isSure = ({ service }: ServiceResult) => !failed.has(service)
  if (job.because === 'day' || job.because === 'start') return screen(values, today).filter(isSure)
  // Answers that waited for a register are still owed, also when it says the same as before.
  const owed = job.tries > 0 ? touchedBy(job.facts) : []
  const named = [...new Set([...owed, ...job.services.filter((service) => services.has(service))])]
  const isNamed = new Set(named)
  const turned = differences(valuesOf(known.facts), values, changed, today).filter(({ service }) => !isNamed.has(service))
  return [...turned, ...screen(values, today, named)].filter(isSure)
}

/** Under the lock: what is known now, what that opens, what of it is news; kept together or not at all. */
async function settle(
  deps: NotifierDeps,
  tx: Tx,
  job: LookAgain,
  { fetched, answers, stand }: Ready & { readonly stand: Buffer | null },
): Promise<void> {
  const { clock, sealing } = deps
  const { person } = job
  const row = await lockSubscriber(tx, person)
  if (!row) return
  const today = clock.today().toString()
  const kept = await openProjection(sealing, tx, row)
  const before = kept ?? blank(today)
  const { facts, changed } = merge(before.facts, fetched)
  // Nobody else has looked meanwhile: what was worked out before the lock stands.
  const isSame = answers !== undefined && stand !== null && row.sealed?.equals(stand) === true
  const results = isSame ? answers : answered(deps, before, fetched, kept ? job : { ...job, because: 'start' })
  const eligible = new Set(results.filter(({ outcome }) => outcome === 'eligible').map(({ service }) => service))
  const asked = [...results.map(({ service }) => service), ...gone(deps, before, job)]
  const { open, closed, fresh } = turn(before, asked, eligible, today)
  const projection: Projection = { ...before, facts, open, closed, asOf: today }
  if (kept) {
    const opened = new Map(fresh.map((one) => [one.service, one.opened]))
    const news = { before: kept, projection, changed, fresh: results.filter(({ service }) => opened.has(service)) }
    await tellEach(deps, tx, [{ person, occasion: job, ...news }])
  }
  const failed = fetched.failures.flatMap((one) => one.facts)
  if (failed.length > 0) await lookLater(tx, job, failed)
  const isOther = !kept || changed.length > 0
  const sealed = await sealProjection(sealing, tx, person, projection)
  await keepProjections(tx, [{ person, sealed }], clock.now().toString(), isOther ? today : null)
}

/** Services that were open and are not published any more. */
const gone = ({ rescreening }: NotifierDeps, { open }: Projection, { because, services }: LookAgain): readonly string[] =>
  because === 'rules'
    ? services.filter((service) => openedOn(open, service) !== undefined && !rescreening().services.has(service))
    : []

/** The rest of an event whose register does not answer: again and again, for the facts that are missing. */
const lookLater = (tx: Tx, job: LookAgain, failed: readonly string[]): Promise<void> =>
  tx.enqueue(
    lookAgain,
    { ...job, facts: failed, tries: job.tries + 1 },
    { startAfterSeconds: Math.min(LONGEST_PAUSE_S, 2 ** Math.min(job.tries, 10)) },
  )
