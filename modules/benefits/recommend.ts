/** The order of "my benefits", and why each stands where it stands. Data decides: law before codes, money, nearness, how many look for it. */
import type { Directory } from '@dpg/directory/contract'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { ServiceResult } from '@dpg/rules'
import type { Recommendation } from './contract.ts'
import type { Rules } from './engine.ts'
import { present } from './screen.ts'
import { numberInWords } from './value-in-words.ts'

export interface RankDeps {
  readonly directory: Directory
  readonly texts: (lang: Lang) => Translate
}

interface Ranked {
  readonly result: ServiceResult
  readonly score: number
  readonly why: readonly string[]
  readonly yearly: number
}

const TIMES_A_YEAR = { month: 12, quarter: 4, semester: 2, year: 1, once: 1, day: 1 } as const
/** Each part is worth more than all that follow it together. */
const WORTH = { eligible: 1000, law: 400, held: -700, sure: 40, own: 120, sido: 60, cash: 20 } as const

/** Eligible ones first, then those that one answer away may be; ineligible ones are left out. `held`: applied for or received. */
export function rank(
  deps: RankDeps,
  rules: Rules,
  results: readonly ServiceResult[],
  person: { readonly sigungu: string | null; readonly held: ReadonlySet<string> },
): readonly Ranked[] {
  return results
    .filter(({ outcome, missing }) => outcome === 'eligible' || (outcome === 'unknown' && missing.length === 1))
    .map((result) => score(deps, rules, result, person))
    .sort((a, b) => b.score - a.score || (a.result.service < b.result.service ? -1 : 1))
}

function score(
  { directory }: RankDeps,
  rules: Rules,
  result: ServiceResult,
  person: { sigungu: string | null; held: ReadonlySet<string> },
): Ranked {
  const { pack } = rules.snapshot
  const worked = pack.services.get(result.service)
  const row = worked ? undefined : rules.row(result.service)
  const yearly = worked?.amount && result.amount?.value ? result.amount.value * TIMES_A_YEAR[worked.amount.per] : 0
  const area = worked?.area ?? (row?.area || null)
  const near =
    area === null || !person.sigungu
      ? null
      : area === person.sigungu
        ? 'own'
        : directory.isWithin(person.sigungu, area)
          ? 'sido'
          : null
  const isCash = worked?.kind === 'benefit' || row?.support.includes('cash')
  const parts: [string, number][] = [
    ['eligible', result.outcome === 'eligible' ? WORTH.eligible : 0],
    ['law', result.basis === 'law' ? WORTH.law : 0],
    ['held', person.held.has(result.service) ? WORTH.held : 0],
    ['money', Math.min(200, yearly / 50_000)],
    ['sure', row?.confidence === 'high' ? WORTH.sure : 0],
    ['own', near === 'own' ? WORTH.own : 0],
    ['sido', near === 'sido' ? WORTH.sido : 0],
    ['cash', isCash ? WORTH.cash : 0],
    ['sought', Math.min(19, Math.log10(1 + (row?.views ?? 0)) * 3)],
  ]
  const why = parts.filter(([name, worth]) => worth !== 0 && name !== 'eligible').map(([name]) => name)
  return { result, score: parts.reduce((sum, [, worth]) => sum + worth, 0), why, yearly }
}

/** One line of the list, with the reason for its place. */
export function recommendation(
  deps: RankDeps,
  rules: Rules,
  ranked: Ranked,
  at: number,
  held: ReadonlySet<string>,
  lang: Lang,
): Recommendation {
  const { result, why, yearly } = ranked
  const t = deps.texts(lang)
  const service = rules.snapshot.service(result.service)!
  const reasons = why
    .filter((name) => name !== 'held')
    .slice(0, 3)
    .map((name) => t(`benefits.rank.${name}`, { yearly: numberInWords(Math.round(yearly), 'won', lang, t) }))
  const first = result.outcome === 'eligible' ? t(`benefits.rank.${result.basis}Eligible`) : t('benefits.rank.oneAnswer')
  return {
    ...present(rules, result, lang),
    title: textIn(service.title, lang),
    rank: at + 1,
    why: [first, ...reasons.filter((text) => text !== '')].join(' '),
    summary: textIn(service.description, lang),
    agencyName: deps.directory.agencyName(service.agency, lang),
    canApply: service.work !== null && service.status === 'active',
    held: held.has(result.service),
  }
}
