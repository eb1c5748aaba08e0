/** A manifest is handed in, reviewed by somebody else, in force; and one day it is unplugged. */
import type { SiteConfig, SiteId } from '@dpg/identity/contract'
import { type Principal, textIn } from '@dpg/kernel'
import { notAllowed, signInNeeded } from '@dpg/kernel/server'
import {
  type Manifest,
  manifestRefused,
  notWaiting,
  notYours,
  type Plugin,
  pluggedIn,
  pluginNotFound,
  reasonMissing,
  samePerson,
  unplugged,
} from './contract.ts'
import { nowOf, type PluginsDeps } from './deps.ts'
import { noteEnds, pullFeed } from './jobs.ts'
import { hashOf, manifestSchema } from './manifest.ts'
import { mayBeAsked } from './outbound.ts'
import {
  decideManifest,
  findOwner,
  findPlugin,
  insertManifest,
  insertPlatform,
  listOwned,
  listWaiting,
  lockPlatform,
  replaceServices,
  retire,
  setState,
} from './store.ts'
import { forgetUndelivered } from './store-events.ts'
import { endLinksOf } from './store-links.ts'

const REVIEWER = 'administrator'
export const mayDecide = ({ official }: Principal): boolean => official?.roles.includes(REVIEWER) ?? false

const accountOf = ({ person, official }: Principal): string => {
  const id = person ?? official?.id
  if (!id) throw signInNeeded({})
  return id
}

export async function submit(deps: PluginsDeps, principal: Principal, given: unknown): Promise<Plugin> {
  const by = accountOf(principal)
  const manifest = checked(deps, given)
  const { id } = manifest
  const hash = hashOf(manifest)
  const owner = await findOwner(deps.db, id)
  if (owner && owner.owner !== by) throw notYours({ plugin: id })
  const before = owner && (await findPlugin(deps.db, id))
  const isSame = before?.latest.hash === hash && ['waiting', 'in-force'].includes(before.latest.state)
  if (before && isSame && (before.latest.state === 'waiting' || before.state === 'plugged')) return before
  // The site first: without it there is nothing to review. One that is left over after a crash signs nobody in.
  const site = before ? await changeSite(deps, principal, before.site, manifest) : await makeSite(deps, principal, manifest)
  const at = nowOf(deps)
  await deps.db.transaction(async (tx) => {
    const isNew = !before && (await insertPlatform(tx, { id, owner: by, site: site.id, testSite: site.testId, at }))
    if (!before && !isNew) throw notYours({ plugin: id })
    await lockPlatform(tx, id)
    await insertManifest(tx, { plugin: id, hash, manifest, by, at })
  })
  return found(deps, id)
}

export const mine = (deps: PluginsDeps, principal: Principal): Promise<readonly Plugin[]> =>
  listOwned(deps.db, accountOf(principal))

export async function waiting(deps: PluginsDeps, principal: Principal): Promise<readonly Plugin[]> {
  return mayDecide(principal) ? listWaiting(deps.db) : []
}

export async function seen(deps: PluginsDeps, principal: Principal, id: string): Promise<Plugin> {
  const owner = await findOwner(deps.db, id)
  if (!owner || (owner.owner !== accountOf(principal) && !mayDecide(principal))) throw pluginNotFound({ plugin: id })
  return found(deps, id)
}

export interface Decision {
  readonly hash: string
  readonly allow: boolean
  readonly reason: string | null
}

export async function decide(
  deps: PluginsDeps,
  principal: Principal,
  id: string,
  { hash, allow, reason }: Decision,
): Promise<Plugin> {
  if (!mayDecide(principal)) throw notAllowed({ needs: REVIEWER })
  const by = accountOf(principal)
  const owner = await findOwner(deps.db, id)
  if (!owner) throw pluginNotFound({ plugin: id })
  if (owner.owner === by || owner.submitter === by) throw samePerson({})
  if (!allow && !reason?.trim()) throw reasonMissing({})
  const { latest, known, site } = await found(deps, id)
  if (latest.state !== 'waiting' || latest.hash !== hash) throw notWaiting({ plugin: id })
  // Before our own word: who is told "plugged in" can sign people in.
  await decideSite(deps, principal, site, latest.manifest, allow, reason)
  const at = nowOf(deps)
  await deps.db.transaction(async (tx) => {
    await lockPlatform(tx, id)
    const decided = await decideManifest(tx, { plugin: id, hash, allow, by, at, reason: reason?.trim() || null })
    if (!decided) throw notWaiting({ plugin: id })
    if (!allow) return
    await setState(tx, id, 'plugged', null, at)
    // What it listed before stands again, unless it lists nothing now or has moved elsewhere.
    if (!latest.manifest.catalogue || hasMoved(known?.manifest, latest.manifest)) await replaceServices(tx, id, [])
    if (latest.manifest.catalogue?.feed) await tx.enqueue(pullFeed, { plugin: id })
    await tx.publish(pluggedIn, { plugin: id, version: decided.number })
  })
  return found(deps, id)
}

/** From the commit on nothing of it is answered, shown or told; what people were sent stays theirs. */
export async function unplug(deps: PluginsDeps, principal: Principal, id: string, reason: string): Promise<Plugin> {
  const owner = await findOwner(deps.db, id)
  if (!owner || (owner.owner !== accountOf(principal) && !mayDecide(principal))) throw pluginNotFound({ plugin: id })
  const { site, state } = await found(deps, id)
  if (reason.trim() === '') throw reasonMissing({})
  if (state !== 'plugged') return found(deps, id)
  await deps.identity.sites.revoke(principal, site, reason.trim())
  const at = nowOf(deps)
  await deps.db.transaction(async (tx) => {
    await lockPlatform(tx, id)
    await setState(tx, id, 'unplugged', reason.trim(), at)
    await retire(tx, id)
    await endLinksOf(tx, id, at)
    await forgetUndelivered(tx, id)
    await tx.enqueue(noteEnds, { plugin: id })
    await tx.publish(unplugged, { plugin: id, at })
  })
  return found(deps, id)
}

export async function found({ db }: Pick<PluginsDeps, 'db'>, id: string): Promise<Plugin> {
  const plugin = await findPlugin(db, id)
  if (!plugin) throw pluginNotFound({ plugin: id })
  return plugin
}

/** Says what is wrong, by field: the shape, the facts, the addresses that we would ask ourselves. */
function checked({ catalogue, isDemo }: PluginsDeps, given: unknown): Manifest {
  const parsed = manifestSchema.safeParse(given)
  if (!parsed.success)
    throw manifestRefused(
      {},
      {
        errors: parsed.error.issues.slice(0, 50).map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message })),
      },
    )
  const { facts, catalogue: listed, events } = parsed.data
  const { pack } = catalogue.current()
  const wrong = facts.asks.flatMap(({ fact }, at) => {
    const known = pack.facts.get(fact)
    // A number that is never a key is told to nobody (개인정보 보호법 제24조의2).
    const isHeld = known?.register && known.derive === null && known.sensitivity !== 'unique'
    return isHeld ? [] : [{ pointer: `/facts/asks/${at}/fact`, detail: fact }]
  })
  const asked = [
    ['/facts/offers/from', facts.offers?.from],
    ['/catalogue/feed', listed?.feed],
    ['/events/to', events?.to],
  ] as const
  for (const [pointer, url] of asked) if (url && !mayBeAsked(url, isDemo)) wrong.push({ pointer, detail: 'https://' })
  if (wrong.length > 0) throw manifestRefused({}, { errors: wrong })
  return parsed.data
}

const hasMoved = (before: Manifest | undefined, now: Manifest): boolean =>
  before !== undefined && URL.parse(before.homepage)?.host !== URL.parse(now.homepage)?.host

const configOf = ({ name, operator, homepage, keys, signOn }: Manifest): SiteConfig => ({
  ...signOn,
  name: textIn(name, 'ko'),
  operator: textIn(operator.name, 'ko'),
  agency: operator.agency,
  homepage,
  profile: 'fapi2',
  keys,
})

async function makeSite({ identity }: PluginsDeps, principal: Principal, manifest: Manifest) {
  const { site } = await identity.sites.register(principal, configOf(manifest))
  await identity.sites.askReview(principal, site.id)
  return site
}

async function changeSite({ identity }: PluginsDeps, principal: Principal, id: SiteId, manifest: Manifest) {
  const site = await identity.sites.change(principal, id, configOf(manifest))
  await identity.sites.askReview(principal, id)
  return site
}

/** A site that has been decided on already, before a crash or on its own page, is as it was decided when it is the same. */
async function decideSite(
  { identity }: PluginsDeps,
  principal: Principal,
  id: SiteId,
  manifest: Manifest,
  allow: boolean,
  reason: string | null,
): Promise<void> {
  const { state, proposed } = await identity.sites.site(principal, id)
  if (hashOf(proposed as never) !== hashOf(configOf(manifest) as never)) throw notWaiting({ plugin: manifest.id })
  if (state === (allow ? 'allowed' : 'refused')) return
  await identity.sites.decide(principal, id, allow, reason)
}
