/** 맞춤 혜택: screening of one, explanations, recommendations, and the notifier. */
import type { Access } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Exchange } from '@dpg/exchange/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import { type Db, jobHandler, type Log, type ModuleInfo, type Parts, type Sealing } from '@dpg/kernel/server'
import type { Notices } from '@dpg/notices/contract'
import { coming } from './coming.ts'
import { comingRules } from './coming-rules.ts'
import { agree, inForce, presentConsent, withdraw } from './consent.ts'
import { consumers } from './consumers.ts'
import type { Benefits } from './contract.ts'
import { createRules } from './engine.ts'
import { explain } from './explain.ts'
import { routes } from './http.ts'
import { createLooks } from './looks.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { wantNews } from './not-for-me.ts'
import { look, lookAgain } from './notifier.ts'
import { goOn, goThrough } from './pass.ts'
import { personOf } from './person.ts'
import { planOf } from './plan.ts'
import { createRescreening } from './rescreen.ts'
import { forResident, glance, whyForResident } from './resident.ts'
import { createRuleChanges } from './rule-changes.ts'
import { screen } from './screen.ts'
import { screenJson } from './screen-json.ts'
import { isWatching, news, subscription, unwatch, watch } from './subscription.ts'
import { sweep, sweepAll } from './sweep.ts'

/** The server runs it once a minute. */
export { sweep as sweepBenefits } from './sweep.ts'

export const benefits: ModuleInfo = {
  migrations: { module: 'benefits', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export interface BenefitsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly access: Pick<Access, 'record'>
  readonly catalogue: Catalogue
  readonly directory: Directory
  readonly exchange: Exchange
  readonly notices: Notices
}

/** A register may be away for a week, and the news still comes: the last tries are five minutes apart. */
const LOOKS = 2_200

/** Builds the module. `warm` compiles the rules before the first visitor asks. */
export function createBenefits(deps: BenefitsDeps): { benefits: Benefits; parts: Parts; warm(): void } {
  const rules = createRules(deps.catalogue, (lang) => deps.texts(lang)('benefits.criterion.each'))
  const rescreening = createRescreening(rules)
  const ruleChanges = createRuleChanges(deps.catalogue, deps.texts)
  const newRules = (after: string, until: string) => [
    ...new Set(deps.catalogue.announced().flatMap(({ from }) => (from > after && from <= until ? [from] : []))),
  ]
  const all = { ...deps, rules, newRules, rescreening, ruleChanges, looks: createLooks(deps) }
  const made: Benefits = {
    screen: (request, lang) => screen(all, request, lang),
    screenJson: (request, lang) => screenJson(all, request, lang),
    explain: (service, request, lang) => explain(all, service, request, lang),
    coming: (request, lang) => coming(all, request, lang),
    comingRules: (service, lang) => comingRules(all, service, lang),
    forResident: (principal, query) => forResident(all, principal, query),
    glance: (principal, query) => glance(all, principal, query),
    whyForResident: (principal, service, lang, answers) => whyForResident(all, principal, service, lang, answers),
    plan: (purpose, lang) => planOf(rules(), purpose, lang),
    consent: async (principal, purpose) => {
      const row = await inForce(all, personOf(principal), purpose)
      return row && presentConsent(row)
    },
    agree: (principal, agreement) => agree(all, principal, agreement),
    withdraw: (principal) => withdraw(all, principal),
    watch: (principal, agreement) => watch(all, principal, agreement),
    unwatch: (principal) => unwatch(all, principal),
    isWatching: (principal) => isWatching(all, personOf(principal)),
    subscription: (principal, lang) => subscription(all, principal, lang),
    news: (principal, lang, query) => news(all, principal, lang, query),
    wantNews: (principal, target, wanted) => wantNews(all, principal, target, wanted),
  }
  return {
    benefits: made,
    parts: {
      routes: routes(made),
      consumers: consumers(all),
      jobs: [
        jobHandler({ job: lookAgain, concurrency: 4, retries: LOOKS, handle: (one) => look(all, one) }),
        jobHandler({ job: goThrough, concurrency: 1, handle: ({ release }) => goOn(all, release) }),
        jobHandler({ job: sweep, concurrency: 1, retries: 0, handle: () => sweepAll(all) }),
      ],
    },
    warm: () => void rescreening(),
  }
}
