/** Outside platforms: looking at one, linking oneself, leaving. */
import type { Principal } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { pluginNotFound, type ToldEvent } from '@dpg/plugins/contract'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { namesIn } from '../my/who.ts'
import { PluginList } from './list.tsx'
import { PluginPage } from './plugin.tsx'

const params = z.object({ id: z.string().max(40) })
const several = z
  .union([z.string().max(80), z.array(z.string().max(80)).max(40)])
  .optional()
  .transform((one) => (one === undefined ? [] : [one].flat()))
const choice = z.object({ facts: several, notices: several, events: several })
const EVENTS: readonly ToldEvent[] = ['facts.changed', 'notice.opened']

/** Whoever acts for somebody else links nobody. */
const isOneself = ({ kind, acting }: Principal): boolean => kind === 'resident' && !acting

export const pluginRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/plugins',
    needs: 'public',
    handle: async (asked) => {
      const { plugins } = contracts
      const [all, links, frame] = await Promise.all([
        plugins.plugged(),
        isOneself(asked.principal) ? plugins.links(asked.principal) : [],
        frameOf(contracts, asked),
      ])
      const active = links.filter(({ endedAt }) => endedAt === null)
      return { html: render(PluginList({ frame, plugins: all, links: new Map(active.map((one) => [one.plugin, one])) })) }
    },
  }),
  page({
    method: 'GET',
    path: '/plugins/{id}',
    needs: 'public',
    params,
    query: z.object({
      done: z.enum(['linked', 'left']).optional().catch(undefined),
      offered: z.literal('1').optional().catch(undefined),
    }),
    handle: async (asked) => {
      const { plugins } = contracts
      const { id } = asked.params
      const plugin = await plugins.plugin(id)
      // What nobody has let in is nobody's to see.
      if (!plugin.known) throw pluginNotFound({ plugin: id })
      const canLink = isOneself(asked.principal)
      const [link, services, frame] = await Promise.all([
        canLink ? plugins.link(asked.principal, id) : undefined,
        plugins.services(id),
        frameOf(contracts, asked),
      ])
      const offered = link && asked.query.offered ? await plugins.offered(asked.principal, id, asked.lang) : undefined
      const names = namesIn(contracts, asked.lang)
      const said = link ? asked.query.done : asked.query.done === 'left' ? ('left' as const) : undefined
      return { html: render(PluginPage({ frame, plugin, services, link, canLink, names, offered, done: said })) }
    },
  }),
  page({
    method: 'POST',
    path: '/plugins/{id}/link',
    needs: 'resident',
    params,
    body: choice,
    handle: async ({ principal, params: { id }, body }) => {
      const { inForce } = await contracts.plugins.plugin(id)
      // What is needed stands on the page as such: whoever presses agrees to it.
      const needed = inForce?.manifest.facts.asks.filter(({ isNeeded }) => isNeeded).map(({ fact }) => fact) ?? []
      const events = EVENTS.filter((kind) => body.events.includes(kind))
      await contracts.plugins.makeLink(principal, id, { facts: [...needed, ...body.facts], notices: body.notices, events })
      return { location: `/plugins/${id}?done=linked` }
    },
  }),
  page({
    method: 'POST',
    path: '/plugins/{id}/leave',
    needs: 'resident',
    params,
    handle: async ({ principal, params: { id } }) => {
      await contracts.plugins.endLink(principal, id)
      return { location: `/plugins/${id}?done=left` }
    },
  }),
]
