/** The OpenID Provider and its sites, as the module hands them out. */
import type { PersonId, SessionId } from '@dpg/kernel'
import { type JobHandler, type Mount, parseCookies, type Route } from '@dpg/kernel/server'
import { type Identity, type KnownSite, SESSION_COOKIE } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { finishAuthentication, startAuthentication } from '../passkeys.ts'
import { accountOf, limits, liveBeside, liveOf, liveSession } from '../sessions.ts'
import { siteRoutes } from '../sites/http.ts'
import { siteOfClient } from '../sites/site.ts'
import { createSites } from '../sites/sites.ts'
import { findSite } from '../sites/store-sites.ts'
import { endSession, isSessionAlive, type LiveSession } from '../store-sessions.ts'
import { claimsOf } from './claims.ts'
import { createSignOn, type LivePerson, type SignOnDeps } from './index.ts'
import { createInteractions } from './interactions.ts'
import { leaveJobs, leaveSite, sitesOf } from './leave.ts'
import { lower } from './levels.ts'
import { deleteConsents, listAllConsents } from './store-consents.ts'
import { sweepJob } from './sweep.ts'

/** Under the site's own address: the path is part of the issuer's name for good. */
const PATH = '/id'

export interface SignOnDoor {
  readonly identity: Pick<Identity, 'sites' | 'signOn' | 'knownSites' | 'forgetSite'>
  readonly mount: Mount
  readonly jobs: readonly JobHandler[]
  routes(identity: Identity): Route[]
  /** Names of the sites one session has been to. */
  sitesOf(session: SessionId): Promise<string[]>
}

export function createSignOnDoor(deps: IdentityDeps): SignOnDoor {
  const { db, clock } = deps
  let made: ReturnType<typeof make> | undefined
  // The address is known once the server serves.
  const all = () => {
    made ??= make(depsOf(deps))
    return made
  }
  const nameOf = async (client: string) => (await findSite(db, siteOfClient(client)))?.proposed.name ?? client
  return {
    identity: {
      get sites() {
        return all().sites
      },
      get signOn() {
        return all().pages
      },
      knownSites: async (principal) => {
        const titles = claimsOf(deps.claims.vocabulary())
        const bySite = Map.groupBy(await listAllConsents(db, accountOf(principal)), ({ site }) => site)
        return Promise.all(
          [...bySite].map(async ([id, consents]): Promise<KnownSite> => {
            const claims = consents.map(({ site: _, ...one }) => ({
              ...one,
              title: titles.get(one.claim) ?? { ko: one.claim, en: one.claim },
            }))
            return { id, name: await nameOf(id), claims }
          }),
        )
      },
      forgetSite: async (principal, site) => void (await deleteConsents(db, accountOf(principal), site)),
    },
    mount: {
      path: PATH,
      // Whatever a stranger begins is work for us; sites that redeem codes are not held up.
      limit: { of: new RegExp(`^${PATH}/(authorize|logout)\\b`), allowance: { burst: 600, perMinute: 600 } },
      handle: (incoming, outgoing) => all().signOn.handle(incoming, outgoing),
    },
    jobs: [
      sweepJob(deps),
      ...leaveJobs(
        () => all().signOn,
        (work) => db.transaction((tx) => tx.enqueue(leaveSite, work)),
      ),
    ],
    routes: (identity) => siteRoutes(identity),
    sitesOf: async (session) =>
      Promise.all([...new Set((await sitesOf(all().signOn, session)).map(({ site }) => site))].map(nameOf)),
  }

  function make(given: SignOnDeps) {
    const signOn = createSignOn(given)
    return { signOn, sites: createSites(given, signOn), pages: createInteractions(given, signOn) }
  }
  function depsOf(own: IdentityDeps): SignOnDeps {
    const issuer = own.baseUrl().replace(/\/$/, '') + PATH
    const isSecure = issuer.startsWith('https:')
    const tokenOf = (cookies: string | undefined) => parseCookies(cookies ?? '', isSecure)[SESSION_COOKIE]
    return {
      ...own,
      issuer,
      towards: own.pairwise.towards,
      sessionIn: async (cookies) => personOf(await liveSession(own, tokenOf(cookies))),
      sessionBeside: async (cookies, record) => {
        const found = await liveBeside(own, tokenOf(cookies), record)
        return found && { live: personOf(found.session), payload: found.payload }
      },
      personOf: (principal) => personOf(liveOf(principal)),
      askPasskey: () => startAuthentication(own),
      enterByPasskey: (id, response, by) => finishAuthentication(own, id, response, by),
      isSessionAlive: (account, session) => {
        const { idleSince, startedSince } = limits(own)
        return isSessionAlive(db, account, session, idleSince, startedSince)
      },
      endSession: async (session) => void (await endSession(db, session, null, clock.now().toString())),
      fetch: own.isDemo ? fetchAnywhere : globalThis.fetch,
    }
  }
}

function personOf(live: LiveSession | undefined): LivePerson | undefined {
  if (live?.kind !== 'resident') return undefined
  return {
    session: live.session,
    person: live.id as PersonId,
    level: lower(live.assurance, live.assured),
    amr: AMR[live.way],
    provedAt: Math.floor(Date.parse(live.provedAt) / 1000),
  }
}

/** RFC 8176 where it has a word for it. */
const AMR = {
  passkey: ['hwk', 'user', 'mfa'],
  persona: ['demo'],
  invitation: ['otp'],
  certificate: ['swk'],
  'private-id': ['fed'],
  recovery: ['kba'],
  passport: ['hwk'],
  wallet: ['pop'],
} as const

/** In a demonstration sites run beside us; elsewhere the library keeps to addresses that are not of a network inside. */
const fetchAnywhere: typeof globalThis.fetch = (url, options) => {
  const { dispatcher: _, ...plain } = (options ?? {}) as RequestInit & { readonly dispatcher?: unknown }
  return globalThis.fetch(url, plain)
}
