/** 맞춤 혜택: screening of one, explanations, recommendations, and the notifier. */
import { caseDecided, caseMoved, caseSubmitted } from '@dpg/casework/contract'
import { type Catalogue, definitionsPublished } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { type Exchange, factsChanged } from '@dpg/exchange/contract'
import type { Clock, Lang, PersonId, Translate } from '@dpg/kernel'
import { consumer, type Db, jobHandler, type ModuleInfo, type Parts, type Sealing } from '@dpg/kernel/server'
import type { Notices } from '@dpg/notices/contract'
import type { Benefits } from './contract.ts'
import { createRules } from './engine.ts'
import { explain } from './explain.ts'
import { routes } from './http.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { createMemory, forResident, personOf, whyForResident } from './resident.ts'
import { screen } from './screen.ts'
import { forgetOver, heldBy, isWatcher, keepHeld, listWatchers } from './store.ts'
import { becauseOf, look, lookAgain, unwatch, watch, type WatchDeps } from './watch.ts'

export const benefits: ModuleInfo = {
  migrations: { module: 'benefits', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export interface BenefitsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly catalogue: Catalogue
  readonly directory: Directory
  readonly exchange: Exchange
  readonly notices: Notices
}

/** A register may be away for a week, and the news still comes: the last tries are five minutes apart. */
const LOOKS = 2_200

/** An event that has not come by then does not come any more: deliveries are tried every five minutes at the least. */
const LATEST_H = 30 * 24

/** Builds the module. `warm` compiles the rules before the first visitor asks. */
export function createBenefits(deps: BenefitsDeps): { benefits: Benefits; parts: Parts; warm(): void } {
  const { db, clock, catalogue, texts } = deps
  const rules = createRules(catalogue, (lang) => texts(lang)('benefits.criterion.each'))
  const all: WatchDeps & BenefitsDeps = {
    ...deps,
    rules,
    memory: createMemory(clock),
    held: (person) => heldBy(db, person),
    isWatching: (person) => isWatcher(db, person),
  }
  const made: Benefits = {
    screen: (request, lang) => screen(all, request, lang),
    explain: (service, request, lang) => explain(all, service, request, lang),
    forResident: (principal, query) => forResident(all, principal, query),
    whyForResident: (principal, service, lang, answers) => whyForResident(all, principal, service, lang, answers),
    watch: (principal) => watch(all, principal),
    unwatch: (principal) => unwatch(all, principal),
    isWatching: (principal) => isWatcher(db, personOf(principal)),
  }
  return {
    benefits: made,
    parts: {
      routes: routes(made),
      consumers: consumers(all),
      jobs: [jobHandler({ job: lookAgain, concurrency: 4, retries: LOOKS, handle: (one) => look(all, one) })],
    },
    warm: () => void rules(),
  }
}

function consumers(deps: WatchDeps & Pick<BenefitsDeps, 'catalogue'>) {
  const { db, clock } = deps
  const end = async (person: PersonId, service: string, at: string) => {
    await keepHeld(db, person, service, 'over', at)
    await forgetOver(db, clock.now().subtract({ hours: LATEST_H }).toString())
  }
  return [
    consumer({
      name: 'benefits.look-after-change',
      on: factsChanged,
      async handle({ subject, change, eventId }) {
        deps.memory.forget(subject)
        await db.transaction((tx) =>
          tx.enqueue(lookAgain, { person: subject, because: becauseOf(change), once: eventId }, { priority: 10 }),
        )
      },
    }),
    consumer({
      name: 'benefits.look-after-publication',
      on: definitionsPublished,
      async handle({ release, changedServices }) {
        if (changedServices.length === 0) return
        const watchers = await listWatchers(db)
        await db.transaction(async (tx) => {
          for (const { person } of watchers) await tx.enqueue(lookAgain, { person, because: 'rules', once: release })
        })
      },
    }),
    consumer({
      name: 'benefits.held-submitted',
      on: caseSubmitted,
      handle: ({ person, service, at }) => keepHeld(db, person, service, 'applied', at),
    }),
    consumer({
      name: 'benefits.held-left',
      on: caseMoved,
      async handle({ person, service, state, at }) {
        if (endsUndecided(deps.catalogue.current().service(service), state)) await end(person, service, at)
      },
    }),
    consumer({
      name: 'benefits.held-decided',
      on: caseDecided,
      handle: ({ person, service, outcome, at }) =>
        outcome === 'grant' || outcome === 'partial' ? keepHeld(db, person, service, 'granted', at) : end(person, service, at),
    }),
  ]
}

/** Withdrawn, or taken as withdrawn: nothing is applied for any more, and no decision says so. */
const endsUndecided = (service: ServiceDefinition | undefined, state: string): boolean =>
  service?.work?.states.some(({ id, end, decision }) => id === state && end && decision === null) ?? false
