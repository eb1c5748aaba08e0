/** What others tell us: facts that changed, definitions published, cases that begin and end. */
import { caseDecided, caseMoved, caseSubmitted } from '@dpg/casework/contract'
import { type Catalogue, definitionsPublished } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import { factsChanged } from '@dpg/exchange/contract'
import type { Clock, PersonId } from '@dpg/kernel'
import { type Consumer, consumer, type Db } from '@dpg/kernel/server'
import { becauseOf } from './because.ts'
import type { Looks } from './looks.ts'
import { lookAgain } from './notifier.ts'
import { beginPass } from './pass.ts'
import { forgetOver, keepHeld } from './store-held.ts'
import { findSubscriber } from './store-subscribers.ts'

export interface ConsumerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly catalogue: Catalogue
  readonly looks: Pick<Looks, 'forget'>
}

/** An event that has not come by then does not come any more: deliveries are tried every five minutes at the least. */
const LATEST_H = 30 * 24

export function consumers(deps: ConsumerDeps): Consumer[] {
  const { db, clock } = deps
  const end = async (person: PersonId, service: string, at: string) => {
    await keepHeld(db, person, service, 'over', at)
    await forgetOver(db, clock.now().subtract({ hours: LATEST_H }).toString())
  }
  return [
    consumer({
      name: 'benefits.look-after-change',
      on: factsChanged,
      async handle({ subject: person, register, change, facts, eventId }) {
        await deps.looks.forget(person)
        if (!(await findSubscriber(db, person))) return
        const once = `${register}:${eventId}`
        const occasion = { because: becauseOf(change), once, register, facts, services: [], tries: 0 }
        await db.transaction((tx) => tx.enqueue(lookAgain, { person, ...occasion }, { priority: 10 }))
      },
    }),
    consumer({
      name: 'benefits.look-after-publication',
      on: definitionsPublished,
      async handle({ release, changedServices }) {
        if (changedServices.length > 0) await beginPass(deps, release, changedServices)
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
