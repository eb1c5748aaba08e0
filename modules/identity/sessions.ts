/** Sessions: a random cookie whose hash we keep; idle for two hours or twelve hours old, it no longer counts. */
import { createHash, randomBytes } from 'node:crypto'
import { ANONYMOUS, type OfficialId, type PersonId, type Principal, type SessionId } from '@dpg/kernel'
import type { Cookie, Query, Tx } from '@dpg/kernel/server'
import { SESSION_COOKIE, type SignedIn, sessionNotFound, signedIn } from './contract.ts'
import type { IdentityDeps } from './index.ts'
import {
  type Account,
  endSession,
  findSession,
  insertSession,
  type LiveSession,
  listSessions,
  nameContext,
  touchSession,
} from './store.ts'

const IDLE_MIN = 120
const LONGEST_H = 12
const TOUCH_AFTER_MS = 60_000

const hashOf = (token: string) => createHash('sha256').update(token).digest()
const limits = ({ clock }: IdentityDeps) => ({
  idleSince: clock.now().subtract({ minutes: IDLE_MIN }).toString(),
  startedSince: clock.now().subtract({ hours: LONGEST_H }).toString(),
})

export type Way = 'passkey' | 'persona' | 'invitation'

export const startSession = (deps: IdentityDeps, account: Account, way: Way): Promise<SignedIn> =>
  deps.db.transaction((tx) => beginSession(deps, tx, account, way))

/** In the transaction of what lets the person in: a code is used up by a session that began, and by nothing else. */
export async function beginSession(deps: IdentityDeps, tx: Tx, account: Account, way: Way): Promise<SignedIn> {
  const token = randomBytes(32).toString('base64url')
  const session = deps.newId<SessionId>('ses')
  const at = deps.clock.now().toString()
  await insertSession(tx, account.id, session, hashOf(token), way, at)
  await tx.publish(signedIn, { session, account: account.id })
  const principal = await describe(deps, tx, { ...account, session, way, startedAt: at, lastSeenAt: at })
  return { principal, cookie: { name: SESSION_COOKIE, value: token, maxAgeS: LONGEST_H * 3600 } }
}

/** Never throws for a stranger; an official who has left the directory is a stranger too. */
export async function principalOf(deps: IdentityDeps, cookies: Readonly<Record<string, string>>): Promise<Principal> {
  const token = cookies[SESSION_COOKIE]
  if (!token || token.length > 100) return ANONYMOUS
  const { idleSince, startedSince } = limits(deps)
  const found = await findSession(deps.db, hashOf(token), idleSince, startedSince)
  if (!found) return ANONYMOUS
  const now = deps.clock.now()
  if (now.epochMilliseconds - Temporal.Instant.from(found.lastSeenAt).epochMilliseconds > TOUCH_AFTER_MS)
    await touchSession(deps.db, found.id, found.session, now.toString())
  return describe(deps, deps.db, found)
}

async function describe(deps: IdentityDeps, on: Query, live: LiveSession): Promise<Principal> {
  const common = { session: live.session, assurance: live.way === 'passkey' ? ('high' as const) : ('substantial' as const) }
  if (live.kind === 'resident') {
    const displayName = await nameOf(deps, on, live)
    const permissions = new Set(['signed-in', 'resident'])
    return { ...common, kind: 'resident', person: live.id as PersonId, permissions, ...(displayName ? { displayName } : {}) }
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
  await endSession(deps.db, session, null, deps.clock.now().toString())
  return clearedCookie
}

export async function endOwnSession(deps: IdentityDeps, principal: Principal, session: SessionId): Promise<void> {
  if (!(await endSession(deps.db, session, accountOf(principal), deps.clock.now().toString()))) throw sessionNotFound({})
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
