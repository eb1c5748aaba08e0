/** What a platform knows of a person, shown to that person alone: asked of it at that moment, kept nowhere. */
import { type Lang, type Principal, textIn } from '@dpg/kernel'
import { z } from 'zod'
import { doesNotAnswer, notLinked } from './contract.ts'
import { nowOf, type PluginsDeps } from './deps.ts'
import { ownerOf, subjectOf } from './links.ts'
import type { Outbound } from './outbound.ts'
import { found } from './review.ts'
import { findLink } from './store-links.ts'

const answer = z.object({ facts: z.record(z.string(), z.union([z.string().max(500), z.number(), z.boolean()]).nullable()) })

export async function offered(deps: PluginsDeps, outbound: Outbound, principal: Principal, id: string, lang: Lang) {
  const person = ownerOf(principal)
  const plugin = await found(deps, id)
  const offers = plugin.inForce?.manifest.facts.offers
  if (!plugin.inForce || !offers) return []
  if (!(await findLink(deps.db, person, id, nowOf(deps)))) throw notLinked({ plugin: id })
  const told = await ask(outbound, `${offers.from}/${subjectOf(deps, plugin, person)}`, id)
  return offers.items.map((one) => {
    const value = told[one.id]
    return { title: textIn(one.title, lang), value: value === undefined || value === null ? null : String(value) }
  })
}

async function ask(outbound: Outbound, url: string, plugin: string) {
  try {
    return answer.parse(await outbound.ask(url)).facts
  } catch (cause) {
    throw doesNotAnswer({ plugin }, { cause })
  }
}
