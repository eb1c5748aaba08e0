/** A platform asks facts of a person who agreed: of the registers at that moment, by the exchange, told no further than agreed. */
import type { FetchResult } from '@dpg/exchange/contract'
import type { Text } from '@dpg/kernel'
import { age, dayFromIso } from '@dpg/period'
import type { Json } from '@dpg/rules'
import { type AskedFact, type GivenFacts, notLinked, type Told } from './contract.ts'
import { nowOf, type PluginsDeps } from './deps.ts'
import { personBehind } from './links.ts'
import type { Believed } from './signed-request.ts'
import { findLink, type LinkRow } from './store-links.ts'

const LONGEST_MS = 3_000

/** The link in force of the person it calls by this name. Throws `plugins/not-linked`, whatever the reason. */
export async function linkOf(deps: PluginsDeps, { plugin }: Pick<Believed, 'plugin'>, subject: string): Promise<LinkRow> {
  const person = personBehind(deps, plugin, subject)
  const row = person && (await findLink(deps.db, person, plugin.id, nowOf(deps)))
  if (!row) throw notLinked({ plugin: plugin.id })
  return row
}

export async function giveFacts(deps: PluginsDeps, by: Pick<Believed, 'plugin'>, subject: string): Promise<GivenFacts> {
  const { plugin } = by
  const { manifest } = plugin.inForce
  const row = await linkOf(deps, by, subject)
  // What both the person has agreed to and the manifest in force still asks, no more of either.
  const asks = manifest.facts.asks.filter(({ fact, as }) => row.agreed.facts.some((one) => one.fact === fact && one.as === as))
  const byLaw = [...Map.groupBy(asks, ({ law }) => law)]
  const fetched = await Promise.all(
    byLaw.map(([law, own]) =>
      deps.exchange.fetch({
        subject: row.person,
        facts: own.map(({ fact }) => fact),
        purpose: purposeOf(manifest.name, own),
        law,
        aim: 'sign-on',
        actor: { kind: 'system', name: manifest.name.ko, agency: manifest.operator.agency },
        service: null,
        case: null,
        consent: 'given',
        timeoutMs: LONGEST_MS,
      }),
    ),
  )
  // Who has left meanwhile, or whose platform was unplugged, is told nothing more of.
  const still = await linkOf(deps, by, subject)
  if (still.id !== row.id) throw notLinked({ plugin: plugin.id })
  return givenOf(deps, asks, fetched)
}

function givenOf({ clock }: PluginsDeps, asks: readonly AskedFact[], fetched: readonly FetchResult[]): GivenFacts {
  const today = clock.now().toZonedDateTimeISO('Asia/Seoul').toPlainDate().toString()
  const failed = new Map(
    fetched.flatMap(({ failures }) => failures.flatMap(({ facts, kind }) => facts.map((fact) => [fact, kind]))),
  )
  const facts: Record<string, GivenFacts['facts'][string]> = {}
  const missing: Record<string, string> = {}
  for (const { fact, as } of asks) {
    const one = fetched.map((result) => result.facts[fact]).find((found) => found !== undefined)
    if (one) facts[fact] = { value: toldAs(as, one.value, today), as, register: one.register, at: one.at }
    else missing[fact] = failed.get(fact) ?? 'unknown'
  }
  return { facts, missing }
}

/** Lower ends of the bands of age that are told instead of a date of birth. */
const BANDS = [0, 13, 19, 25, 35, 50, 65]

/** Only what follows from a fact, where no more was agreed to. */
export function toldAs(as: Told, value: Json, today: string): Json {
  if (as === 'value' || typeof value !== 'string') return as === 'value' ? value : null
  if (as === 'district') return value.slice(0, 5)
  const years = age(dayFromIso(value), dayFromIso(today))
  if (as === 'age') return years
  const at = BANDS.findLastIndex((from) => from <= years)
  return at === BANDS.length - 1 ? `${BANDS[at]}+` : `${BANDS[at]}-${BANDS[at + 1]! - 1}`
}

/** `청년길잡이: 나이에 맞는 정책을 고르려고` */
const purposeOf = (name: Text, asks: readonly AskedFact[]): { ko: string; en: string } => ({
  ko: `${name.ko}: ${asks.map(({ why }) => why.ko).join(', ')}`,
  en: `${name.en ?? name.ko}: ${asks.map(({ why }) => why.en ?? why.ko).join(', ')}`,
})
