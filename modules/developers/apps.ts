/** Apps and their keys: what a developer does for themselves, and the review before people are served. */
import type { Principal } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import {
  type App,
  type AppDetails,
  type AppId,
  type AppKeyId,
  appNotFound,
  appReviewed,
  keyNotFound,
  type KeyKind,
  keysChanged,
  type NewKey,
  notAllowedYet,
  reviewNotPossible,
  tooMany,
  type WaitingApp,
} from './contract.ts'
import type { DevelopersRunning } from './deps.ts'
import { makeKey } from './key.ts'
import {
  askReview,
  decideApp,
  endApp,
  endKey,
  findApp,
  insertApp,
  insertKey,
  listApps,
  listKeys,
  listWaiting,
  type StoredApp,
  updateApp,
} from './store-apps.ts'
import { deleteHooksOf } from './store-hooks.ts'
import { forgetFailuresOf } from './store-usage.ts'

const MOST_APPS = 20
/** Of one app, old ones of a rotation among them. */
const MOST_KEYS = 10
const REVIEWERS = ['administrator', 'privacy-officer']

/** Whose apps they are. */
export const ownerOf = ({ person, official }: Principal): string => person ?? official?.id ?? ''

export async function ownApp({ db }: DevelopersRunning, principal: Principal, id: AppId): Promise<StoredApp> {
  const app = await findApp(db, ownerOf(principal), id)
  if (!app) throw appNotFound({ app: id })
  return app
}

export async function apps(deps: DevelopersRunning, principal: Principal): Promise<readonly App[]> {
  const own = await listApps(deps.db, ownerOf(principal))
  return Promise.all(own.map((app) => withKeys(deps, app)))
}

export const app = async (deps: DevelopersRunning, principal: Principal, id: AppId): Promise<App> =>
  withKeys(deps, await ownApp(deps, principal, id))

async function withKeys(
  { db, clock }: DevelopersRunning,
  { id, name, about, homepage, state, reason, madeAt }: StoredApp,
): Promise<App> {
  const keys = await listKeys(db, id, clock.now().toString())
  return { id, name, about, homepage, state, reason, madeAt, keys }
}

export async function register(deps: DevelopersRunning, principal: Principal, details: AppDetails) {
  const id = deps.newId<AppId>('app')
  const made = await deps.db.transaction(async (tx) => {
    const row = { ...details, owner: ownerOf(principal), id, at: deps.clock.now().toString() }
    if (!(await insertApp(tx, row, MOST_APPS))) throw tooMany({ what: 'apps', most: MOST_APPS })
    return addKey(deps, tx, id, 'test', 'made')
  })
  return { app: await app(deps, principal, id), ...made }
}

export async function change(deps: DevelopersRunning, principal: Principal, id: AppId, details: AppDetails): Promise<App> {
  if (!(await updateApp(deps.db, ownerOf(principal), id, details))) throw appNotFound({ app: id })
  return app(deps, principal, id)
}

export async function end({ db, sealing }: DevelopersRunning, principal: Principal, id: AppId): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await endApp(tx, ownerOf(principal), id))) throw appNotFound({ app: id })
    await forgetFailuresOf(tx, id)
    await deleteHooksOf(tx, id)
    await sealing.forget(tx, id)
  })
}

async function addKey(
  { clock, newId }: DevelopersRunning,
  tx: Tx,
  app: AppId,
  kind: KeyKind,
  change: 'made' | 'rotated',
): Promise<NewKey> {
  const { secret, hash, hint } = makeKey(kind)
  const key = await insertKey(tx, { app, id: newId<AppKeyId>('key'), kind, hash, hint, at: clock.now().toString() })
  await tx.publish(keysChanged, { app, key: key.id, change })
  return { key, secret }
}

export async function makeAppKey(deps: DevelopersRunning, principal: Principal, id: AppId, kind: KeyKind): Promise<NewKey> {
  const { state, ...own } = await ownApp(deps, principal, id)
  if (kind === 'live' && state !== 'allowed') throw notAllowedYet({})
  return deps.db.transaction(async (tx) => {
    if ((await listKeys(tx, own.id, deps.clock.now().toString())).length >= MOST_KEYS)
      throw tooMany({ what: 'keys', most: MOST_KEYS })
    return addKey(deps, tx, own.id, kind, 'made')
  })
}

export async function rotateKey(
  deps: DevelopersRunning,
  principal: Principal,
  id: AppId,
  key: AppKeyId,
  overlapHours: number,
): Promise<NewKey> {
  await ownApp(deps, principal, id)
  const now = deps.clock.now()
  return deps.db.transaction(async (tx) => {
    if ((await listKeys(tx, id, now.toString())).length >= MOST_KEYS) throw tooMany({ what: 'keys', most: MOST_KEYS })
    const kind = await endKey(tx, id, key, now.add({ hours: overlapHours }).toString(), now.toString())
    if (!kind) throw keyNotFound({})
    return addKey(deps, tx, id, kind, 'rotated')
  })
}

export async function revokeKey(deps: DevelopersRunning, principal: Principal, id: AppId, key: AppKeyId): Promise<void> {
  await ownApp(deps, principal, id)
  const now = deps.clock.now().toString()
  await deps.db.transaction(async (tx) => {
    if (!(await endKey(tx, id, key, now, now))) throw keyNotFound({})
    await tx.publish(keysChanged, { app: id, key, change: 'revoked' })
  })
}

export async function askForReview(deps: DevelopersRunning, principal: Principal, id: AppId): Promise<void> {
  await ownApp(deps, principal, id)
  if (!(await askReview(deps.db, ownerOf(principal), id, deps.clock.now().toString()))) throw reviewNotPossible({})
}

export const waiting = async ({ db }: DevelopersRunning, principal: Principal): Promise<readonly WaitingApp[]> =>
  isReviewer(principal) ? listWaiting(db) : []

export async function decide(
  { db, clock }: DevelopersRunning,
  principal: Principal,
  id: AppId,
  isAllowed: boolean,
  reason: string | null,
): Promise<void> {
  if (!isReviewer(principal)) throw appNotFound({ app: id })
  if (!isAllowed && !reason?.trim()) throw reviewNotPossible({})
  await db.transaction(async (tx) => {
    const decision = { isAllowed, reason: reason?.trim() || null, by: ownerOf(principal), at: clock.now().toString() }
    if (!(await decideApp(tx, id, decision))) throw reviewNotPossible({})
    await tx.publish(appReviewed, { app: id, isAllowed, at: decision.at })
  })
}

export const isReviewer = ({ permissions }: Pick<Principal, 'permissions'>): boolean =>
  REVIEWERS.some((role) => permissions.has(role))
