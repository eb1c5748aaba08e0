/** Telling: one notice for one occasion, with why; kept, so that it can be shown again, and never the same twice. */
import { createHash } from 'node:crypto'
import type { PersonId } from '@dpg/kernel'
import type { Query, Tx } from '@dpg/kernel/server'
import type { ServiceResult } from '@dpg/rules'
import { benefitsFound, type NewsId } from './contract.ts'
import { isWanted } from './not-for-me.ts'
import type { LookAgain, NotifierDeps } from './notifier.ts'
import { type Projection, toldKey, valuesOf } from './projection.ts'
import { rank } from './recommend.ts'
import { sigunguOf } from './sigungu.ts'
import { heldBy } from './store-held.ts'
import { insertNews, insertTold } from './store-subscribers.ts'
import { letterIn, toldItem, type ToldNews, valuesIn } from './told.ts'

/** So many are kept with their reasons; the rest are counted. */
const MOST_KEPT = 50

export interface Found {
  readonly before: Projection
  readonly projection: Projection
  readonly changed: readonly string[]
  readonly fresh: readonly ServiceResult[]
}

/** One notice for one occasion; nothing of what they hold, do not want, or were told before. */
export async function tell(deps: NotifierDeps, tx: Tx, job: LookAgain, found: Found): Promise<void> {
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
  const rule = await Promise.all(named.map(({ service }) => (job.because === 'rules' ? deps.ruleChanges(job.once, service) : [])))
  const news: ToldNews = {
    because: job.because,
    register: job.register,
    changed,
    items: named.map((result, at) => toldItem(rules, result, was.get(result.service), rule[at])),
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
