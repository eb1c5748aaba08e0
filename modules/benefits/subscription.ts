/** Subscribing with consent, taking it back, and what a subscriber sees: until when, which days are coming, what they were told. */
import { opennessOf } from '@dpg/definitions'
import { type Lang, type PersonId, type Principal, textIn } from '@dpg/kernel'
import type { Agreement, Benefits, News, NewsItem, Subscription } from './contract.ts'
import { type ConsentDeps, end, give, inForce, presentConsent } from './consent.ts'
import type { Rules } from './engine.ts'
import { fieldOf, isWanted } from './not-for-me.ts'
import { lookAgain, type NotifierDeps } from './notifier.ts'
import { newsContext } from './tell.ts'
import { personOf } from './person.ts'
import { blank, openProjection, type Projection } from './projection.ts'
import { heldBy } from './store-held.ts'
import {
  deleteSubscriber,
  findSubscriber,
  insertSubscriber,
  listNews,
  listWakes,
  markAhead,
  type NewsRow,
} from './store-subscribers.ts'
import type { ToldItem, ToldNews } from './told.ts'

export type SubscriptionDeps = NotifierDeps & ConsentDeps

export async function watch(deps: SubscriptionDeps, principal: Principal, agreement: Agreement): Promise<void> {
  const person = personOf(principal)
  await deps.db.transaction(async (tx) => {
    await give(deps, tx, principal, 'watch', agreement)
    if (await insertSubscriber(tx, person, deps.clock.now().toString())) {
      const start = { because: 'start', once: 'start', register: null, facts: [], services: [], tries: 0 } as const
      await tx.enqueue(lookAgain, { person, ...start }, { priority: 5 })
    } else await markAhead(tx, person, deps.clock.today().toString())
  })
}

export async function unwatch(deps: SubscriptionDeps, principal: Principal): Promise<void> {
  const person = personOf(principal)
  await deps.db.transaction(async (tx) => {
    await end(deps, tx, person, 'watch', { name: principal.displayName ?? '' })
    await deleteSubscriber(tx, person)
  })
}

export const isWatching = async (deps: SubscriptionDeps, person: PersonId): Promise<boolean> =>
  (await inForce(deps, person, 'watch')) !== undefined

export async function subscription(deps: SubscriptionDeps, principal: Principal, lang: Lang): Promise<Subscription | undefined> {
  const person = personOf(principal)
  const [consent, row] = await Promise.all([inForce(deps, person, 'watch'), findSubscriber(deps.db, person)])
  if (!consent || !row) return undefined
  const projection = await openProjection(deps.sealing, deps.db, row)
  const { services, kinds } = (projection ?? blank('')).notForMe
  const rules = deps.rules()
  return {
    ...presentConsent(consent),
    lookedAt: row.lookedAt && Temporal.Instant.from(row.lookedAt).toString(),
    coming: await listWakes(deps.db, person, deps.clock.today().toString()),
    notForMe: {
      services: Object.entries(services).map(([service, at]) => ({ service, title: rules.title(service, lang), at })),
      kinds: Object.entries(kinds).map(([kind, at]) => ({ kind, at })),
    },
  }
}

export async function news(
  deps: SubscriptionDeps,
  principal: Principal,
  lang: Lang,
  { limit, before }: Parameters<Benefits['news']>[2],
): ReturnType<Benefits['news']> {
  const person = personOf(principal)
  const row = await findSubscriber(deps.db, person)
  if (!row) return { items: [], next: null }
  const [rows, projection, held] = await Promise.all([
    listNews(deps.db, person, limit + 1, before),
    openProjection(deps.sealing, deps.db, row),
    heldBy(deps.db, person),
  ])
  const shown = rows.slice(0, limit)
  const around: Around = { deps, rules: deps.rules(), lang, held, notForMe: (projection ?? blank('')).notForMe }
  return {
    items: await Promise.all(shown.map((one) => newsIn(around, person, one))),
    next: rows.length > limit ? shown.at(-1)!.id : null,
  }
}

interface Around {
  readonly deps: SubscriptionDeps
  readonly rules: Rules
  readonly lang: Lang
  readonly held: ReadonlySet<string>
  readonly notForMe: Projection['notForMe']
}

async function newsIn(around: Around, person: PersonId, { id, at, sealed }: NewsRow): Promise<News> {
  const { deps, rules, lang } = around
  const told = await deps.sealing.open<ToldNews>(deps.db, person, newsContext(id), sealed)
  const { facts } = rules.snapshot.pack
  return {
    id,
    at: Temporal.Instant.from(at).toString(),
    because: deps.texts(lang)(`benefits.because.${told.because}`),
    register: told.register,
    changed: told.changed.flatMap((fact) => (facts.has(fact) ? [textIn(facts.get(fact)!.title, lang)] : [])),
    items: told.items.map((item) => itemIn(around, item)),
    more: told.more,
  }
}

function itemIn({ deps, rules, lang, held, notForMe }: Around, item: ToldItem): NewsItem {
  const { service, basis, amount, turned, rule = [] } = item
  const definition = rules.snapshot.service(service)
  return {
    service,
    title: item.title[lang],
    basis,
    ...(amount ? { amount: amount[lang] } : {}),
    turned: turned.map(({ text, law }) => ({ text: text[lang], law })),
    rule: rule.map(({ text, law }) => ({ text: text[lang], law })),
    field: fieldOf(rules, service),
    canApply: definition !== undefined && opennessOf(definition, deps.clock.today().toString()) === 'open',
    held: held.has(service),
    notForMe: service in notForMe.services ? 'service' : isWanted(rules, notForMe, service, basis) ? null : 'kind',
  }
}
