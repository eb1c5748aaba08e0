/** `GET /check`, `POST /check`, `POST /check/why`: the answers come with the form and go with the page. `GET /check/rules/…`: the rules themselves. */
import { SCREENING_LIMIT } from '@dpg/benefits/contract'
import { ANONYMOUS } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import type { Overview } from '../overview.ts'
import { KEPT_PAGE, OFFLINE_SCRIPT, offlineRoute } from './offline/serve.ts'
import type { Posted } from './answers.ts'
import { CheckPage, WhyPage } from './page.tsx'
import { createRulesFiles } from './rules-file/serve.ts'
import { serverWorld } from './server-world.ts'
import { answerView, type CheckView, startView, whyView } from './view.ts'

const form = z.record(z.string().max(120), z.union([z.string().max(2000), z.array(z.string().max(300)).max(20)]))
type AnyAsked = Asked<undefined, undefined, unknown>

export function checkRoutes(contracts: ResidentContracts, overview: () => Overview): Route[] {
  const files = createRulesFiles(contracts, overview)
  const partsOf = async (asked: AnyAsked) => ({
    frame: await frameOf(contracts, asked),
    world: serverWorld(contracts, overview, asked),
    rules: files.address(asked.lang),
    offline: asked.url.searchParams.get('offline') === 'off' ? null : OFFLINE_SCRIPT,
  })
  const show = async (asked: AnyAsked, viewOf: (world: ReturnType<typeof serverWorld>) => CheckView) => {
    const parts = await partsOf(asked)
    const view = viewOf(parts.world)
    return { html: render(CheckPage({ ...parts, view })), ...(view.errors.length > 0 ? { status: 422 } : {}) }
  }
  const why = async (asked: Asked<undefined, undefined, Posted>) => {
    const parts = await partsOf(asked)
    return { html: render(WhyPage({ ...parts, view: whyView(parts.world, asked.body) })) }
  }
  return [
    page({ method: 'GET', path: '/check', needs: 'public', handle: (asked) => show(asked, (world) => startView(world)) }),
    page({
      method: 'POST',
      path: '/check',
      needs: 'public',
      limit: SCREENING_LIMIT,
      body: form,
      handle: (asked) => show(asked, (world) => answerView(world, asked.body)),
    }),
    page({ method: 'POST', path: '/check/why', needs: 'public', limit: SCREENING_LIMIT, body: form, handle: why }),
    page({
      method: 'GET',
      path: KEPT_PAGE,
      needs: 'public',
      async handle(asked) {
        const parts = await partsOf({ ...asked, principal: ANONYMOUS, url: new URL('/check', asked.url) })
        return { html: render(CheckPage({ ...parts, isKept: true, view: startView(parts.world) })) }
      },
    }),
    offlineRoute((lang) => files.address(lang)),
    files.route,
  ]
}
