/** Telling, one person or many at once: one notice for one occasion, with why; kept, so that it can be shown again, and never the same twice. */
import { createHash } from 'node:crypto'
import type { PersonId } from '@dpg/kernel'
import type { Query, Tx } from '@dpg/kernel/server'
import type { SendNotice } from '@dpg/notices/contract'
import type { ServiceResult } from '@dpg/rules'
import type { Occasion } from './because.ts'
import { benefitsFound, type NewsId } from './contract.ts'
import { inTurns } from './in-turns.ts'
import { isWanted } from './not-for-me.ts'
import type { NotifierDeps } from './notifier.ts'
import { valuesOf } from './kept-facts.ts'
import { openedOn } from './openings.ts'
import { type Projection, toldKey } from './projection.ts'
import { rank } from './recommend.ts'
import { sigunguOf } from './sigungu.ts'
import { heldByEach } from './store-held.ts'
import { insertNews, insertTold, type ToldRow } from './store-subscribers.ts'
import { letterIn, toldItem, type ToldNews, valuesIn } from './told.ts'

/** So many are kept with their reasons; the rest are counted. */
const MOST_KEPT = 50

/** One person, one occasion, what it has opened for them. */
export interface Telling {
  readonly person: PersonId
  readonly occasion: Occasion
  readonly before: Projection
  readonly projection: Projection
  readonly changed: readonly string[]
  readonly fresh: readonly ServiceResult[]
}

/** One notice for each of these; nothing of what they hold, do not want, or were told before. */
export async function tellEach(deps: NotifierDeps, tx: Tx, tellings: readonly Telling[]): Promise<void> {
  if (tellings.length === 0) return
  const held = await heldByEach(
    tx,
    tellings.map(({ person }) => person),
  )
  const heldOf = ({ person }: Telling) => held.get(person) ?? NOTHING
  const wanted = tellings.map((telling) => ({ telling, wanted: wantedOf(deps, telling, heldOf(telling)) }))
  const untold = await onlyUntold(deps, tx, wanted)
  const prepared = await inTurns(untold, (one) => prepare(deps, tx, one, heldOf(one.telling)))
  if (prepared.length === 0) return
  await deps.notices.sendEach(
    tx,
    prepared.map(({ notice }) => notice),
  )
  const rows = prepared.map(({ row }) => row)
  tx.along(insertNews(tx, rows))
  for (const { event } of prepared) await tx.publish(benefitsFound, event)
}

const NOTHING: ReadonlySet<string> = new Set()

function wantedOf(deps: NotifierDeps, { projection, fresh }: Telling, held: ReadonlySet<string>): readonly ServiceResult[] {
  const rules = deps.rules()
  return fresh.filter(({ service, basis }) => !held.has(service) && isWanted(rules, projection.notForMe, service, basis))
}

interface Untold {
  readonly telling: Telling
  readonly untold: readonly ServiceResult[]
}

async function prepare(deps: NotifierDeps, on: Query, { telling, untold }: Untold, held: ReadonlySet<string>) {
  const { person, occasion, before, projection, changed } = telling
  const { because, once, register } = occasion
  const rules = deps.rules()
  const today = deps.clock.today().toString()
  const sigungu = sigunguOf(rules, { facts: valuesOf(projection.facts), asOf: today })
  const ranked = rank(deps, rules, untold, { sigungu, held, today }).map(({ result }) => result)
  const named = ranked.slice(0, MOST_KEPT)
  const was = stoodBefore(deps, before, occasion, named)
  const rule = await Promise.all(named.map(({ service }) => (because === 'rules' ? deps.ruleChanges(once, service) : [])))
  const news: ToldNews = {
    because,
    register,
    changed,
    items: named.map((result, at) => toldItem(rules, result, was.get(result.service), rule[at])),
    more: ranked.length - named.length,
  }
  const services = ranked.map(({ service }) => service)
  const notice: SendNotice = {
    // A second run for the same event may find more: that is other news, not the same again.
    key: `benefits:${once}:${digestOf(services)}`,
    to: person,
    kind: 'benefits',
    letter: { ko: letterIn(deps, 'ko'), en: letterIn(deps, 'en') },
    values: { ko: valuesIn(deps, rules, news, 'ko'), en: valuesIn(deps, rules, news, 'en') },
    service: null,
    case: null,
    documents: [],
    link: '/my/benefits/news',
    legal: null,
  }
  const id = deps.newId<NewsId>('news')
  const sealed = await deps.sealing.seal(on, person, newsContext(id), news)
  const row = { person, id, at: deps.clock.now().toString(), sealed }
  return { notice, row, event: { person, services: services.slice(0, 200), because } }
}

export const newsContext = (id: NewsId) => `benefits.news.sealed:${id}`

/** A key of the database's says what was told, whatever else has gone wrong. */
async function onlyUntold(
  { clock }: NotifierDeps,
  on: Query,
  all: readonly { readonly telling: Telling; readonly wanted: readonly ServiceResult[] }[],
): Promise<readonly Untold[]> {
  const rows = all.flatMap(({ telling: { person, projection }, wanted }) =>
    wanted.map(({ service }) => ({ person, key: toldKey(projection.salt, service, openedOn(projection.open, service)!) })),
  )
  if (rows.length === 0) return []
  const nameOf = ({ person, key }: ToldRow) => `${person} ${key.toString('base64')}`
  const fresh = new Set((await insertTold(on, rows, clock.now().toString())).map(nameOf))
  let at = 0
  return all.flatMap(({ telling, wanted }) => {
    const untold = wanted.filter(() => fresh.has(nameOf(rows[at++]!)))
    return untold.length > 0 ? [{ telling, untold }] : []
  })
}

/** How their conditions stood with what was known until now. When it was the rule that changed, nobody's conditions stood. */
function stoodBefore(
  { rescreening }: NotifierDeps,
  before: Projection,
  { because }: Occasion,
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
