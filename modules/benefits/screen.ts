/** Screening: facts in, answers for every service out, each with its reasons. Nothing is stored. */
import { serviceNotFound } from '@dpg/catalogue/contract'
import type { Lang, Translate } from '@dpg/kernel'
import { type Amount, FactTypeError, type ServiceResult, UnknownServiceError } from '@dpg/rules'
import {
  type ScreenAnswer,
  type Screened,
  type ScreenedAmount,
  type ScreenRequest,
  unknownService,
  wrongDay,
  wrongType,
} from './contract.ts'
import { relationInWords } from './changes-in-words.ts'
import type { Telling } from './engine.ts'
import { checkFacts, isDay } from './facts.ts'
import type { Words } from './value-in-words.ts'

export interface ScreenDeps {
  /** Those of a day; without one, those in force. */
  readonly rules: (day?: string) => Telling
  /** The days after the first, up to the second, on which other rules come into force; absent where nobody knows. */
  readonly newRules?: (after: string, until: string) => readonly string[]
  /** An ISO day. */
  readonly clock: { today(): { toString(): string } }
  readonly texts: (lang: Lang) => Translate
}

/** Throws `benefits/unknown-fact`, `benefits/wrong-type`, `benefits/wrong-day`, `benefits/unknown-service`. */
export function screen(deps: ScreenDeps, request: ScreenRequest, lang: Lang): ScreenAnswer {
  const rules = deps.rules(request.asOf)
  const input = inputOf(deps, rules, request)
  const { counts, results, ask } = ruling(() => rules.engine.screen(input))
  const words = { lang, t: deps.texts(lang) }
  return { asOf: input.asOf, counts, results: results.map((result) => present(rules, result, words)), ask }
}

/** What the engine takes, checked. A service of the request that does not exist is told before anything is screened. */
export function inputOf(
  { clock }: Pick<ScreenDeps, 'clock'>,
  rules: Pick<Telling, 'facts' | 'hasService'>,
  { facts, asOf, services }: ScreenRequest,
) {
  const day = asOf ?? clock.today().toString()
  if (!isDay(day)) throw wrongDay({ asOf: day.slice(0, 40) })
  checkFacts(facts, rules.facts)
  const nobody = services?.find((id) => !rules.hasService(id))
  if (nobody !== undefined) throw unknownService({ service: nobody.slice(0, 80) })
  return { facts, asOf: day, ...(services ? { services } : {}) }
}

/** Turns what the engine refuses into problems; a field deep in a list is only found there. */
export function ruling<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof UnknownServiceError) throw serviceNotFound({ service: error.service.slice(0, 80) }, { cause: error })
    if (error instanceof FactTypeError)
      throw wrongType({ fact: error.fact, expected: error.expected, reason: 'field' }, { cause: error })
    throw error
  }
}

export function present(rules: Telling, result: ServiceResult, words: Pick<Words, 'lang' | 't'>): Screened {
  const { lang } = words
  const { service, outcome, basis, missing, amount, relations } = result
  return {
    service,
    title: rules.title(service, lang),
    outcome,
    basis,
    reasons: rules.reasons(result, lang),
    missing,
    ...(amount && outcome !== 'ineligible' ? { amount: presentAmount(rules, service, amount, lang) } : {}),
    ...(relations ? { relations: relations.flatMap((one) => relationInWords(one, rules, words)) } : {}),
  }
}

export function presentAmount(rules: Telling, service: string, amount: Amount, lang: Lang): ScreenedAmount {
  const { per, unit } = rules.amount(service)!
  const missingFigures = amount.missingParameters.map((id) => rules.figure(id, lang))
  return { won: amount.value === undefined ? null : Math.round(amount.value), per, unit, missingFigures }
}
