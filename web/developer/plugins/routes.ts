/** `/developers/plugins`: handing a manifest in, reviewing, unplugging. */
import { type Principal, Problem, textIn } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import type { Plugins } from '@dpg/plugins/contract'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { DeveloperContracts } from '../contracts.ts'
import type { Frame, FrameAsked } from '../frame.tsx'
import { PluginPage, PluginsPage } from './pages.tsx'

const params = z.object({ id: z.string().max(40) })
const isReviewer = ({ permissions }: Principal): boolean => permissions.has('administrator')

type Deps = Pick<DeveloperContracts, 'catalogue' | 'identity' | 'isDemo'> & { readonly plugins: Plugins }

export function pluginRoutes({ plugins, catalogue, identity, isDemo }: Deps): Route[] {
  const frameOf = (asked: FrameAsked): Frame => ({ asked, isDemo })
  const drawAll = async (asked: FrameAsked, typed?: string, errors: readonly FormError[] = []) => {
    const reviews = isReviewer(asked.principal)
    const [mine, waiting, plugged] = await Promise.all([
      plugins.mine(asked.principal),
      plugins.waiting(asked.principal),
      reviews ? plugins.plugged() : [],
    ])
    return render(PluginsPage({ frame: frameOf(asked), mine, waiting, plugged, isReviewer: reviews, typed, errors }))
  }
  return [
    page({
      method: 'GET',
      path: '/developers/plugins',
      needs: 'signed-in',
      handle: async (asked) => ({ html: await drawAll(asked) }),
    }),
    page({
      method: 'POST',
      path: '/developers/plugins',
      needs: 'signed-in',
      limit: { name: 'handing-in-manifests', burst: 30, perMinute: 10 },
      body: z.object({ manifest: z.string().max(60_000) }),
      handle: async (asked) => {
        const typed = asked.body.manifest
        try {
          const { id } = await plugins.submit(asked.principal, parsed(typed))
          return { location: `/developers/plugins/${id}` }
        } catch (error) {
          return { status: 422, html: await drawAll(asked, typed, errorsIn(error, asked)) }
        }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/plugins/{id}',
      needs: 'signed-in',
      params,
      handle: async (asked) => {
        const plugin = await plugins.seen(asked.principal, asked.params.id)
        const { pack } = catalogue.current()
        const factName = (id: string) => {
          const fact = pack.facts.get(id)
          return fact ? textIn(fact.title, asked.lang) : id
        }
        const props = { plugin, issuer: identity.sites.issuer, isReviewer: isReviewer(asked.principal), factName }
        return { html: render(PluginPage({ frame: frameOf(asked), ...props })) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/plugins/{id}/decision',
      needs: 'administrator',
      params,
      body: z.object({ hash: z.string().length(64), why: z.string().trim().max(500), decision: z.enum(['allow', 'refuse']) }),
      handle: async ({ principal, params: { id }, body: { hash, why, decision } }) => {
        await plugins.decide(principal, id, { hash, allow: decision === 'allow', reason: why || null })
        return { location: `/developers/plugins/${id}` }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/plugins/{id}/unplug',
      needs: 'signed-in',
      params,
      body: z.object({ reason: z.string().trim().max(500) }),
      handle: async ({ principal, params: { id }, body }) => {
        await plugins.unplug(principal, id, body.reason)
        return { location: `/developers/plugins/${id}` }
      },
    }),
  ]
}

/** What is no JSON is no manifest: the schema says so. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Each wrong field on a line of its own, beside the one field there is. */
function errorsIn(error: unknown, { t }: Pick<Asked<never, never, never>, 't'>): FormError[] {
  if (!(error instanceof Problem)) throw error
  const said = error.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`)
  const title = t(`problem.${error.type}.title`)
  return (said.length > 0 ? said : [title]).map((text) => ({ field: 'manifest', text }))
}
