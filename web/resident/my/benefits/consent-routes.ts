/** Consent, the subscription to news, what was told, and what is not wanted: parse, ask, draw. */
import { consentOutdated } from '@dpg/benefits/contract'
import { Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { namesIn } from '../who.ts'
import { agreementOf, nextOf, ticks } from './agreement.ts'
import { ConsentPage, type ConsentPageProps } from './consent.tsx'
import { NewsPage } from './news.tsx'
import { WatchPage, type WatchPageProps } from './watch.tsx'

const version = z.string().max(40).default('')
const id = z.string().min(1).max(80)
const PER_PAGE = 5

export const consentRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/benefits/consent',
    needs: 'resident',
    query: z.object({
      next: z.string().max(120).optional().catch(undefined),
      done: z.enum(['withdrawn']).optional().catch(undefined),
    }),
    handle: (asked) =>
      drawConsent(contracts, asked, { next: nextOf(asked.query.next), isWithdrawn: asked.query.done === 'withdrawn' }),
  }),
  page({
    method: 'POST',
    path: '/my/benefits/consent',
    needs: 'resident',
    body: z.object({ to: z.enum(['look', 'withdraw']), version, groups: ticks, next: z.string().max(120).optional() }),
    handle: async (asked) => {
      const { principal, body } = asked
      if (body.to === 'withdraw') {
        await contracts.benefits.withdraw(principal)
        return { location: '/my/benefits/consent?done=withdrawn' }
      }
      const next = nextOf(body.next)
      return orOutdated(
        () => contracts.benefits.agree(principal, agreementOf(body)),
        next,
        () => drawConsent(contracts, asked, { next, isOutdated: true }),
      )
    },
  }),
  page({
    method: 'GET',
    path: '/my/benefits/watch',
    needs: 'resident',
    query: z.object({ done: z.enum(['on', 'off', 'again']).optional().catch(undefined) }),
    handle: (asked) => drawWatch(contracts, asked, { done: asked.query.done }),
  }),
  page({
    method: 'POST',
    path: '/my/benefits/watch',
    needs: 'resident',
    body: z.object({ to: z.enum(['on', 'off']), version, groups: ticks }),
    handle: async (asked) => {
      const { principal, body } = asked
      if (body.to === 'on')
        return orOutdated(
          () => contracts.benefits.watch(principal, agreementOf(body)),
          '/my/benefits/watch?done=on',
          () => drawWatch(contracts, asked, { isOutdated: true }),
        )
      await contracts.benefits.unwatch(principal)
      return { location: '/my/benefits/watch?done=off' }
    },
  }),
  page({
    method: 'GET',
    path: '/my/benefits/news',
    needs: 'resident',
    query: z.object({
      before: z.string().max(60).optional().catch(undefined),
      done: z.enum(['stop', 'again']).optional().catch(undefined),
      service: id.optional().catch(undefined),
      kind: id.optional().catch(undefined),
    }),
    handle: (asked) => drawNews(contracts, asked, asked.query),
  }),
  page({
    method: 'POST',
    path: '/my/benefits/not-for-me',
    needs: 'resident',
    body: z.object({
      to: z.enum(['stop', 'again']),
      service: id.optional(),
      kind: id.optional(),
      next: z.enum(['news', 'watch']).default('news'),
    }),
    handle: async ({ principal, body: { to, service, kind, next } }) => {
      const target = service !== undefined ? { service } : { kind: kind ?? '' }
      if (service !== undefined || kind !== undefined) await contracts.benefits.wantNews(principal, target, to === 'again')
      if (next === 'watch') return { location: '/my/benefits/watch?done=again' }
      return { location: `/my/benefits/news?${new URLSearchParams({ done: to, ...target })}` }
    },
  }),
]

/** Who agreed to something else than there is now is shown what there is now. */
async function orOutdated(agree: () => Promise<void>, location: string, again: () => ReturnType<typeof drawConsent>) {
  try {
    await agree()
    return { location }
  } catch (error) {
    if (error instanceof Problem && error.type === consentOutdated.type) return { ...(await again()), status: 409 }
    throw error
  }
}

export async function drawConsent(
  contracts: ResidentContracts,
  asked: FrameAsked,
  { next, isOutdated = false, isWithdrawn = false }: Pick<ConsentPageProps, 'next'> & Partial<ConsentPageProps>,
) {
  const [consent, frame] = await Promise.all([contracts.benefits.consent(asked.principal, 'look'), frameOf(contracts, asked)])
  const plan = contracts.benefits.plan('look', asked.lang)
  const names = namesIn(contracts, asked.lang)
  return { html: render(ConsentPage({ frame, plan, consent, names, next, isOutdated, isWithdrawn })) }
}

async function drawWatch(
  contracts: ResidentContracts,
  asked: FrameAsked,
  { done, isOutdated = false }: Partial<Pick<WatchPageProps, 'done' | 'isOutdated'>>,
) {
  const [subscription, frame] = await Promise.all([
    contracts.benefits.subscription(asked.principal, asked.lang),
    frameOf(contracts, asked),
  ])
  const plan = contracts.benefits.plan('watch', asked.lang)
  const names = namesIn(contracts, asked.lang)
  return { html: render(WatchPage({ frame, plan, subscription, names, done, isOutdated })) }
}

interface NewsQuery {
  readonly before?: string | undefined
  readonly done?: 'stop' | 'again' | undefined
  readonly service?: string | undefined
  readonly kind?: string | undefined
}

async function drawNews(contracts: ResidentContracts, asked: FrameAsked, { before, done, service, kind }: NewsQuery) {
  const { principal, lang } = asked
  const [{ items, next }, isWatching, frame] = await Promise.all([
    contracts.benefits.news(principal, lang, { limit: PER_PAGE, ...(before === undefined ? {} : { before }) }),
    contracts.benefits.isWatching(principal),
    frameOf(contracts, asked),
  ])
  const names = namesIn(contracts, lang)
  const value = service ?? kind
  const isKnown = service !== undefined ? contracts.catalogue.current().service(service) !== undefined : isKind(asked, kind)
  const just =
    done && value !== undefined && isKnown
      ? { to: done, name: service === undefined ? ('kind' as const) : ('service' as const), value }
      : undefined
  return { html: render(NewsPage({ frame, news: items, next, names, isWatching, done: just })) }
}

/** Only kinds that have a name: the address may say anything. */
const isKind = ({ t }: FrameAsked, kind: string | undefined): boolean => {
  const key = `resident.my.news.kind.${kind}`
  return kind !== undefined && t(key) !== key
}
