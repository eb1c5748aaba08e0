/** The order of "my benefits", and why each stands where it stands. Data decides: law before codes, money, time that runs out, need, nearness. */
import { type CatalogueCondition, opennessOf } from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { dayInWords, type Lang, numberInWords, textIn, type Translate } from '@dpg/kernel'
import type { ServiceResult } from '@dpg/rules'
import type { Recommendation } from './contract.ts'
import type { Rules } from './engine.ts'
import { present } from './screen.ts'
import { isDay } from './facts.ts'

export interface RankDeps {
  readonly directory: Directory
  readonly texts: (lang: Lang) => Translate
}

interface Ranked {
  readonly result: ServiceResult
  readonly score: number
  readonly why: readonly string[]
  readonly yearly: number
  /** Last day to apply, where one is stated; ISO. */
  readonly until: string | null
  readonly field: string
}

const TIMES_A_YEAR = { month: 12, quarter: 4, semester: 2, year: 1, once: 1, day: 1 } as const

/** What may be had before what is one answer away; worked out from the law before guesses; then money, time that runs out, need, place. */
const WORTH = {
  eligible: 2000,
  law: 900,
  held: -1500,
  over: -500,
  money: 200,
  soon: 150,
  need: 100,
  income: 70,
  traits: 60,
  age: 50,
  own: 40,
  sido: 20,
  sure: 20,
  cash: 30,
  sought: 60,
} as const

/** How much a field of the catalogue (서비스분야) is about getting by; what is about animals, trees and leisure is none of it. */
const NEED: Readonly<Record<string, number>> = {
  생활안정: 1,
  보호·돌봄: 0.9,
  보건·의료: 0.9,
  주거·자립: 0.8,
  임신·출산: 0.7,
  고용·창업: 0.6,
  보육·교육: 0.6,
  행정·안전: 0.2,
}
/** From here on a field is a reason that is worth saying. */
const NEEDED = 0.6
const SOON_DAYS = 30
/** A hundred thousand looks. */
const SOUGHT = 45

export interface Seeker {
  readonly sigungu: string | null
  readonly held: ReadonlySet<string>
  /** ISO day. */
  readonly today: string
}

/** Eligible ones first, then those that one answer away may be; ineligible ones are left out. `held`: applied for or received. */
export function rank(deps: RankDeps, rules: Rules, results: readonly ServiceResult[], person: Seeker): readonly Ranked[] {
  return results
    .filter(({ outcome, missing }) => outcome === 'eligible' || (outcome === 'unknown' && missing.length === 1))
    .map((result) => score(deps, rules, result, person))
    .sort((a, b) => b.score - a.score || (a.result.service < b.result.service ? -1 : 1))
}

function score({ directory }: RankDeps, rules: Rules, result: ServiceResult, person: Seeker): Ranked {
  const { pack } = rules.snapshot
  const worked = pack.services.get(result.service)
  const row = rules.row(result.service)
  const yearly = worked?.amount && result.amount?.value ? result.amount.value * TIMES_A_YEAR[worked.amount.per] : 0
  const until = lastDay(worked?.windows, row?.window, person.today)
  const days = until === null ? null : Temporal.PlainDate.from(person.today).until(until).days
  const near = nearness(directory, worked?.area ?? (row?.area || null), person.sigungu)
  const field = row?.field || (worked?.field ?? '')
  const need = NEED[field] ?? 0
  const isMet = (criterion: string) => result.reasons.some((one) => one.criterion === criterion && one.outcome === 'met')
  const isCash = worked?.kind === 'benefit' || row?.support.includes('cash')
  const parts: [string, number][] = [
    ['eligible', result.outcome === 'eligible' ? WORTH.eligible : 0],
    ['law', result.basis === 'law' ? WORTH.law : 0],
    ['held', person.held.has(result.service) ? WORTH.held : 0],
    ['over', days !== null && days < 0 ? WORTH.over : 0],
    ['money', Math.min(WORTH.money, yearly / 50_000)],
    ['soon', days !== null && days >= 0 && days <= SOON_DAYS ? WORTH.soon : 0],
    ['income', !worked && isMet('income') ? WORTH.income : 0],
    ['traits', !worked && (isMet('personal') || isMet('household')) ? WORTH.traits : 0],
    ['age', !worked && isMet('age') && isNarrow(pack.catalogue.conditions.get(row?.condition ?? '')) ? WORTH.age : 0],
    ['need', need * WORTH.need],
    ['own', near === 'own' ? WORTH.own : 0],
    ['sido', near === 'sido' ? WORTH.sido : 0],
    ['cash', isCash ? WORTH.cash : 0],
    ['sure', row?.confidence === 'high' ? WORTH.sure : 0],
    ['sought', Math.min(WORTH.sought, Math.log10(1 + (row?.views ?? 0)) * 9)],
  ]
  const isSaid = ([name, worth]: [string, number]) =>
    worth !== 0 && name !== 'eligible' && (name !== 'need' || need >= NEEDED) && (name !== 'sought' || worth >= SOUGHT)
  const why = parts.filter(isSaid).map(([name]) => name)
  return { result, score: parts.reduce((sum, [, worth]) => sum + worth, 0), why, yearly, until, field }
}

const OLDEST = 95
const NARROW_YEARS = 40

/** "From 18 on" is meant for nearly everybody; "from 65 on" and "19 to 34" are meant for somebody. */
const isNarrow = (condition: CatalogueCondition | undefined): boolean =>
  condition !== undefined && Math.min(condition.ageTo ?? OLDEST, OLDEST) - (condition.ageFrom ?? 0) <= NARROW_YEARS

/** The last day of the window that is open or comes next; of those that are over, the last. Null: none is stated. */
function lastDay(
  windows: readonly { readonly from: string | null; readonly to: string | null }[] | undefined,
  window: string | undefined,
  today: string,
): string | null {
  const stated = windows ? windows.flatMap(({ to }) => to ?? []) : window && isDay(window) ? [window] : []
  if (windows?.some(({ to }) => to === null)) return null
  return stated.filter((day) => day >= today).sort()[0] ?? stated.sort().at(-1) ?? null
}

function nearness(directory: Directory, area: string | null, sigungu: string | null): 'own' | 'sido' | null {
  if (area === null || sigungu === null) return null
  if (area === sigungu) return 'own'
  return directory.isWithin(sigungu, area) ? 'sido' : null
}

/** One line of the list, with the reason for its place. */
export function recommendation(
  deps: RankDeps,
  rules: Rules,
  ranked: Ranked,
  at: number,
  { held, today }: Pick<Seeker, 'held' | 'today'>,
  lang: Lang,
): Recommendation {
  const { result, why, yearly, until, field } = ranked
  const t = deps.texts(lang)
  const values = {
    yearly: numberInWords(Math.round(yearly), 'won', lang),
    day: until === null ? '' : dayInWords(until, lang),
    field: field === '' ? '' : t(`benefits.field.${field}`),
  }
  const service = rules.snapshot.service(result.service)!
  const reasons = why
    .filter((name) => name !== 'held')
    .slice(0, 3)
    .map((name) => t(`benefits.rank.${name}`, values))
  const first = result.outcome === 'eligible' ? t(`benefits.rank.${result.basis}Eligible`) : t('benefits.rank.oneAnswer')
  return {
    ...present(rules, result, { lang, t }),
    title: textIn(service.title, lang),
    rank: at + 1,
    // Whether it may be had is said by the outcome; here stands what else speaks for it.
    why: (reasons.length > 0 && result.outcome === 'eligible' ? reasons : [first, ...reasons]).join(' '),
    summary: textIn(service.description, lang),
    agencyName: deps.directory.agencyName(service.agency, lang),
    canApply: opennessOf(service, today) === 'open',
    held: held.has(result.service),
  }
}
