/** A person lets a platform know and tell things, looks at what they agreed to, and ends it. */
import type { PersonId, Principal } from '@dpg/kernel'
import { type Tx, notAllowed } from '@dpg/kernel/server'
import {
  type Agreed,
  isUnplugged,
  type Link,
  type LinkChoice,
  type LinkId,
  type Manifest,
  needed,
  notLinked,
  onlyOneself,
  type Plugin,
} from './contract.ts'
import { nowOf, type PluginsDeps } from './deps.ts'
import { tell } from './events.ts'
import { found } from './review.ts'
import { findPlugin } from './store.ts'
import { forgetOf } from './store-events.ts'
import { endLink, findLink, insertLink, lastLink, type LinkRow, listLinks } from './store-links.ts'

export const LAW = '개인정보 보호법 제15조제1항제1호'
const MONTHS = 12

/** What sign-on calls the person towards this platform, and so do we. */
export const subjectOf = (
  { identity }: Pick<PluginsDeps, 'identity'>,
  { site }: Pick<Plugin, 'site'>,
  person: PersonId,
): string => identity.towards(person, `site:${site}`)
export const personBehind = ({ identity }: PluginsDeps, { site }: Pick<Plugin, 'site'>, subject: string): PersonId | undefined =>
  identity.behind(`site:${site}`, subject)

/** Throws `plugins/only-oneself` for whoever acts for another: nobody links somebody else. */
export function ownerOf({ person, acting }: Principal): PersonId {
  if (!person) throw notAllowed({ needs: 'resident' })
  if (acting) throw onlyOneself({})
  return person
}

export async function links(deps: PluginsDeps, principal: Principal): Promise<readonly Link[]> {
  const rows = await listLinks(deps.db, ownerOf(principal))
  const plugins = await Promise.all([...new Set(rows.map(({ plugin }) => plugin))].map((id) => found(deps, id)))
  const byId = new Map(plugins.map((one) => [one.id, one]))
  return rows.map((row) => shown(row, byId.get(row.plugin)!))
}

export async function link(deps: PluginsDeps, principal: Principal, plugin: string): Promise<Link | undefined> {
  const known = await findPlugin(deps.db, plugin)
  const row = known?.state === 'plugged' && (await findLink(deps.db, ownerOf(principal), plugin, nowOf(deps)))
  return row ? shown(row, known) : undefined
}

export async function makeLink(deps: PluginsDeps, principal: Principal, id: string, choice: LinkChoice): Promise<Link> {
  const person = ownerOf(principal)
  const plugin = await found(deps, id)
  if (!plugin.inForce) throw isUnplugged({ plugin: id })
  const { manifest } = plugin.inForce
  const agreed = agreedOf(manifest, choice)
  const now = deps.clock.now()
  const until = now.toZonedDateTimeISO('Asia/Seoul').add({ months: MONTHS }).toInstant().toString()
  const row: LinkRow = {
    ...{ person, id: deps.newId<LinkId>('lnk'), plugin: id, agreed, madeAt: now.toString(), until },
    endedAt: null,
    endedBy: null,
  }
  await deps.db.transaction(async (tx) => {
    await endLink(tx, person, id, 'renewed', row.madeAt)
    await insertLink(tx, row)
    await record(deps, tx, plugin, row, 'agree', principal.displayName ?? '')
    const subject = subjectOf(deps, plugin, person)
    await tell(deps, tx, { plugin: id, key: `${row.id}.made`, kind: 'link.made', subject, data: { ...whatOf(agreed), until } })
  })
  return shown(row, plugin)
}

export async function endOwnLink(deps: PluginsDeps, principal: Principal, id: string): Promise<void> {
  const person = ownerOf(principal)
  const plugin = await found(deps, id)
  await deps.db.transaction(async (tx) => {
    const row = await endLink(tx, person, id, 'person', nowOf(deps))
    if (!row) return
    await record(deps, tx, plugin, row, 'withdraw', principal.displayName ?? '')
    const subject = subjectOf(deps, plugin, person)
    await forgetOf(tx, id, subject)
    await tell(deps, tx, { plugin: id, key: `${row.id}.ended`, kind: 'link.ended', subject, data: {} })
  })
}

export async function consentRecord(deps: PluginsDeps, principal: Principal, id: string): Promise<string> {
  const person = ownerOf(principal)
  const plugin = await found(deps, id)
  const row = await lastLink(deps.db, person, id)
  if (!row || !plugin.known) throw notLinked({ plugin: id })
  const { name, operator, homepage, facts } = plugin.known.manifest
  const asked = facts.asks.filter(({ fact }) => row.agreed.facts.some((one) => one.fact === fact))
  return deps.mydata.signConsent({
    id: row.id,
    pairwise: subjectOf(deps, plugin, person),
    person,
    recipient: { id, name: name.ko, homepage, entitlement: operator.name.ko },
    purposes: asked.map(({ fact, why, law }) => ({ purpose: why, law, facts: [fact] })),
    every: null,
    from: row.madeAt,
    until: row.until,
    endedAt: row.endedAt,
    page: `/plugins/${id}`,
  })
}

/** Only what the manifest asks for can be agreed to, and what it needs must be. */
function agreedOf({ facts, notices, events }: Manifest, choice: LinkChoice): Agreed {
  const missing = facts.asks.filter(({ fact, isNeeded }) => isNeeded && !choice.facts.includes(fact))
  if (missing.length > 0) throw needed({ facts: missing.map(({ fact }) => fact) })
  return {
    facts: facts.asks.filter(({ fact }) => choice.facts.includes(fact)).map(({ fact, as }) => ({ fact, as })),
    notices: notices.map(({ kind }) => kind).filter((kind) => choice.notices.includes(kind)),
    events: (events?.kinds ?? []).filter((kind) => choice.events.includes(kind)),
  }
}

export const whatOf = ({ facts, notices, events }: Agreed) => ({
  facts: facts.map(({ fact, as }) => ({ fact, as })),
  notices: [...notices],
  events: [...events],
})

/** Linking and leaving stand in the person's trace like every look. `name`: of the person; undefined: the platform ended it. */
export const record = (
  deps: PluginsDeps,
  tx: Tx,
  plugin: Plugin,
  { person, agreed }: LinkRow,
  use: 'agree' | 'withdraw',
  name: string | undefined,
) => {
  const { manifest } = plugin.known ?? plugin.latest
  const { name: its, operator } = manifest
  return deps.access.record(tx, {
    subject: person,
    actor:
      name === undefined
        ? { kind: 'system', name: operator.name.ko, agency: operator.agency }
        : { kind: 'resident', person, name, agency: null },
    use,
    facts: agreed.facts.map(({ fact }) => fact),
    purpose: {
      ko: deps.texts('ko')('plugins.purpose.link', { name: its.ko }),
      en: deps.texts('en')('plugins.purpose.link', { name: its.en ?? its.ko }),
    },
    law: LAW,
    register: null,
    service: null,
    case: null,
  })
}

const shown = ({ person: _, ...row }: LinkRow, { known, latest }: Plugin): Link => ({
  ...row,
  name: (known ?? latest).manifest.name,
})
