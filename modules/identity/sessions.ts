/** Sessions: a random cookie whose hash we keep; idle for two hours or twelve hours old, it no longer counts. */
import { createHash, randomBytes } from 'node:crypto'
import { ANONYMOUS, type OfficialId, type PersonId, type Principal, type SessionId } from '@dpg/kernel'
import type { Cookie, Query, Tx } from '@dpg/kernel/server'
import { type Level, SESSION_COOKIE, type SignedIn, sessionNotFound, type Way } from './contract.ts'
import type { IdentityDeps } from './index.ts'
import { actingBy } from './mandates/mandates.ts'
import { lower } from './sign-on/levels.ts'
import { deviceOf } from './device.ts'
import { leaveSites } from './sign-on/leave.ts'
import { type Account, nameContext } from './store.ts'
import { together } from './together.ts'
import {
  type BegunSession,
  endSession,
  endSessionsOf,
  findSessionById,
  insertSession,
  type LiveSession,
  listSessions,
  touchSession,
} from './store-sessions.ts'

const IDLE_MIN = 120
const LONGEST_H = 12
const TOUCH_AFTER_MS = 60_000

const hashOf = (token: string) => createHash('sha256').update(token).digest()
/** Of every request: plain arithmetic, which takes a tenth of the time. */
export const limits = ({ clock }: Pick<IdentityDeps, 'clock'>) => {
  const now = clock.now().epochMilliseconds
  return {
    idleSince: new Date(now - IDLE_MIN * 60_000).toISOString(),
    startedSince: new Date(now - LONGEST_H * 3_600_000).toISOString(),
  }
}

/** What a way in is worth by itself. A passkey, a private ID, a certificate, a passport and a wallet carry their own. */
export const WORTH = {
  passkey: 'high',
  persona: 'substantial',
  invitation: 'substantial',
  certificate: 'substantial',
  'private-id': 'low',
  recovery: 'low',
  passport: 'low',
  wallet: 'low',
} as const satisfies Record<Way, Level>

/**
 * A way in is worth no more than the session in which it was added: whoever has only recovered an account, or came by a weaker
 * way, adds nothing stronger. An invitation was handed over by an office that knows the person; personas are made up.
 */
export async function worthOfAdding(deps: IdentityDeps, principal: Principal): Promise<Level> {
  const live = principal.session && (await findSessionById(deps.db, accountOf(principal), principal.session))
  if (!live) throw sessionNotFound({})
  return live.way === 'invitation' || live.way === 'persona' ? 'high' : live.assurance
}

/** How a session begins: in which way, worth how much, on which device. */
export interface Start {
  readonly way: Way
  readonly worth?: Level
  /** Shown by a key that cannot leave its device; absent: it was not. */
  readonly deviceBound?: boolean
  readonly userAgent?: string | undefined
}

export const startSession = (deps: IdentityDeps, account: Account, start: Start): Promise<SignedIn> =>
  deps.db.transaction((tx) => beginSession(deps, tx, account, start))

/** In the transaction of what lets the person in: a code is used up by a session that began, and by nothing else. */
export async function beginSession(deps: IdentityDeps, tx: Tx, account: Account, start: Start): Promise<SignedIn> {
  const { begun, token } = newSession(deps, account, start)
  await insertSession(tx, begun)
  return signedIn(deps, tx, account, begun, token)
}

/** What is kept of a session that is about to begin, and the cookie's word for it. */
export function newSession(
  deps: IdentityDeps,
  account: Account,
  { way, worth, deviceBound = false, userAgent }: Start,
): { readonly begun: BegunSession; readonly token: string } {
  const token = randomBytes(32).toString('base64url')
  const begun = {
    account: account.id,
    session: deps.newId<SessionId>('ses'),
    tokenHash: hashOf(token),
    way,
    assurance: worth ?? WORTH[way],
    deviceBound,
    device: deviceOf(userAgent ?? null),
    at: deps.clock.now().toString(),
  }
  return { begun, token }
}

/** Whose session has begun. */
export async function signedIn(
  deps: IdentityDeps,
  on: Query,
  account: Account,
  { session, way, assurance, deviceBound, at }: BegunSession,
  token: string,
): Promise<SignedIn> {
  const live = { ...account, session, way, assurance, deviceBound, startedAt: at, lastSeenAt: at, provedAt: at }
  return {
    principal: await describe(deps, on, live),
    cookie: { name: SESSION_COOKIE, value: token, maxAgeS: LONGEST_H * 3600 },
  }
}

/** Never throws for a stranger; an official who has left the directory is a stranger too. */
export async function principalOf(deps: IdentityDeps, cookies: Readonly<Record<string, string>>): Promise<Principal> {
  const found = await liveSession(deps, cookies[SESSION_COOKIE])
  return found ? describe(deps, deps.db, found) : ANONYMOUS
}

/** What was read of the session of a principal, for whoever needs more of it within the same request. */
export const liveOf = (principal: Principal): LiveSession | undefined => behind.get(principal)
const behind = new WeakMap<Principal, LiveSession>()

/** The session of a cookie, if it still counts; seeing it keeps it alive. */
export const liveSession = async (deps: IdentityDeps, token: string | undefined): Promise<LiveSession | undefined> =>
  (await liveBeside(deps, token, null))?.session

/** The same with what the provider's own cookie leads to: `payload` of that record, if it is there. */
export async function liveBeside(
  deps: IdentityDeps,
  token: string | undefined,
  record: Buffer | null,
): Promise<{ readonly session: LiveSession; readonly payload: Buffer | null } | undefined> {
  if (!token || token.length > 100) return undefined
  const found = await together(deps.db).session({ tokenHash: hashOf(token), record, ...limits(deps) })
  if (!found) return undefined
  const { id, session, lastSeenAt } = found.session
  const now = deps.clock.now()
  if (now.epochMilliseconds - Date.parse(lastSeenAt) > TOUCH_AFTER_MS) await touchSession(deps.db, id, session, now.toString())
  return found
}

async function describe(deps: IdentityDeps, on: Query, live: LiveSession): Promise<Principal> {
  const principal = await principalIn(deps, on, live)
  if (principal !== ANONYMOUS) behind.set(principal, live)
  return principal
}

async function principalIn(deps: IdentityDeps, on: Query, live: LiveSession): Promise<Principal> {
  const { session, deviceBound, provedAt } = live
  const common = { session, assurance: lower(live.assurance, live.assured), deviceBound, provedAt }
  if (live.kind === 'resident') {
    const displayName = await nameOf(deps, on, live)
    // Known only a little, one is let into sites that ask no more; one's own affairs are not shown.
    const permissions = new Set(common.assurance === 'low' ? ['signed-in'] : ['signed-in', 'resident'])
    const acting = live.acting ? ((await actingBy(deps, on, live.id, live.acting)) ?? null) : null
    const named = displayName ? { displayName } : {}
    return { ...common, kind: 'resident', person: live.id as PersonId, acting, permissions, ...named }
  }
  const official = await deps.officialOf(live.id as OfficialId, on)
  if (!official) return ANONYMOUS
  return {
    ...common,
    kind: 'official',
    official: { id: live.id as OfficialId, agency: official.agency, area: official.area, roles: official.roles },
    displayName: official.name,
    permissions: new Set(['signed-in', 'official', ...official.roles]),
  }
}

/** Undefined when the person's key was destroyed. */
export async function nameOf(deps: IdentityDeps, on: Query, account: Account): Promise<string | undefined> {
  if (!account.name) return undefined
  return deps.sealing.open<string>(on, account.id, nameContext(account.id), account.name).catch(() => undefined)
}

export const clearedCookie: Cookie = { name: SESSION_COOKIE, value: '', maxAgeS: 0 }

export async function signOut(deps: IdentityDeps, session: SessionId): Promise<Cookie> {
  await end(deps, session, null)
  return clearedCookie
}

export async function endOwnSession(deps: IdentityDeps, principal: Principal, session: SessionId): Promise<void> {
  if (!(await end(deps, session, accountOf(principal)))) throw sessionNotFound({})
}

/** With the session ends what sites have made of it: they are told once it is committed, and again until they hear it. */
const end = ({ db, clock }: IdentityDeps, session: SessionId, account: string | null): Promise<boolean> =>
  db.transaction(async (tx) => {
    const isEnded = await endSession(tx, session, account, clock.now().toString())
    if (isEnded) await tx.enqueue(leaveSites, { session })
    return isEnded
  })

/** Every session of an account, in the transaction of what has to end them. */
export async function endOthers({ clock }: Pick<IdentityDeps, 'clock'>, tx: Tx, account: string): Promise<void> {
  for (const session of await endSessionsOf(tx, account, clock.now().toString())) await tx.enqueue(leaveSites, { session })
}

export async function ownSessions(deps: IdentityDeps, principal: Principal) {
  const { idleSince, startedSince } = limits(deps)
  const rows = await listSessions(deps.db, accountOf(principal), idleSince, startedSince)
  return rows.map((row) => ({ ...row, isThis: row.id === principal.session }))
}

/** The account behind a signed-in principal. */
export function accountOf(principal: Principal): string {
  const id = principal.person ?? principal.official?.id
  if (!id) throw sessionNotFound({})
  return id
}
