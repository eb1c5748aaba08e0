/** Signing in by a private ID: any OpenID Provider that was let in. We are one of its sites, by a certified client. */
import { createHash, randomBytes } from 'node:crypto'
import type { Id } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type * as Client from 'openid-client'
import { type PrivateIds, privateIdRefused, SESSION_COOKIE } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { mayRemove } from '../removing.ts'
import { accountOf, beginSession, signOut, worthOfAdding } from '../sessions.ts'
import { lower } from '../sign-on/levels.ts'
import { isLoopback } from '../sites/site.ts'
import {
  deleteLink,
  findProvider,
  insertJourney,
  insertLink,
  insertProvider,
  listLinks,
  listProviders,
  type StoredProvider,
  takeJourney,
  useLink,
} from './store-ways.ts'

const JOURNEY_COOKIE = 'dpg_journey'
const JOURNEY_MIN = 10
const KEPT_MS = 10 * 60_000
const OFFERED_MS = 10_000
const BACK = '/signin/private/back'
const SUBJECT = 'identity.private-ids'
const sha256 = (...parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest()

interface Journey {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly next: string
}

export function createPrivateIds(deps: IdentityDeps): PrivateIds {
  const { db, clock, sealing } = deps
  const known = new Map<string, { readonly config: Client.Configuration; readonly until: number }>()
  const configure = async (client: typeof Client, provider: StoredProvider): Promise<Client.Configuration> => {
    const now = clock.now().epochMilliseconds
    const kept = known.get(provider.id)
    if (kept && kept.until > now) return kept.config
    const secret = await sealing.open<string>(db, SUBJECT, `identity.private_ids.sealed:${provider.id}`, provider.sealed)
    const issuer = new URL(provider.issuer)
    // A provider on our own machine is for demonstrations and tests.
    const execute = deps.isDemo && isLoopback(issuer.hostname) ? [client.allowInsecureRequests] : []
    const config = await client.discovery(issuer, provider.clientId, secret, client.ClientSecretBasic(secret), {
      execute,
      timeout: 5,
    })
    known.set(provider.id, { config, until: now + KEPT_MS })
    return config
  }
  // On every page of signing in: which there are changes seldom.
  let offered: { readonly providers: readonly StoredProvider[]; readonly until: number } | undefined
  const open = async (id: string) => {
    const provider = await findProvider(db, id)
    if (!provider) throw privateIdRefused({ why: 'unknown' })
    const client = await import('openid-client')
    const config = await configure(client, provider).catch((cause: unknown) => {
      throw privateIdRefused({ why: 'away' }, { cause })
    })
    return { provider, client, config }
  }

  return {
    list: async () => {
      const now = clock.now().epochMilliseconds
      if (!offered || offered.until <= now) offered = { providers: await listProviders(db), until: now + OFFERED_MS }
      return offered.providers.map(({ id, name, assurance }) => ({ id, name, assurance }))
    },
    add: async ({ issuer, clientId, secret, name, assurance }, within) => {
      const id = deps.newId<Id<'PrivateId'>>('idp')
      const add = async (tx: Tx) => {
        const sealed = await sealing.seal(tx, SUBJECT, `identity.private_ids.sealed:${id}`, secret)
        if (!(await insertProvider(tx, { id, issuer, clientId, sealed, name, assurance, at: clock.now().toString() })))
          throw privateIdRefused({ why: 'known' })
      }
      await (within ? add(within) : db.transaction(add))
      offered = undefined
      return id
    },
    start: async (id, principal, next) => {
      const { client, config } = await open(id)
      const journey: Journey = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        next,
      }
      const to = client.buildAuthorizationUrl(config, {
        redirect_uri: new URL(BACK, deps.baseUrl()).href,
        scope: 'openid',
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      })
      const token = randomBytes(32).toString('base64url')
      const isAdding = principal.session !== undefined
      const sealed = await db.transaction((tx) => sealing.seal(tx, SUBJECT, 'identity.private_journeys.sealed', journey))
      await insertJourney(
        db,
        sha256(token),
        { provider: id, account: isAdding ? accountOf(principal) : null, session: principal.session ?? null, sealed },
        clock.now().add({ minutes: JOURNEY_MIN }).toString(),
      )
      return { to: to.href, cookie: { name: JOURNEY_COOKIE, value: token, maxAgeS: JOURNEY_MIN * 60 } }
    },
    finish: async (cookies, url, principal, userAgent) => {
      const token = cookies[JOURNEY_COOKIE]
      const taken = token && (await takeJourney(db, sha256(token), clock.now().toString()))
      if (!taken) throw privateIdRefused({ why: 'late' })
      // Whoever set out is whoever comes back: nobody's private ID is hung on another's account.
      if (taken.account !== null && (taken.session !== principal.session || accountOf(principal) !== taken.account))
        throw privateIdRefused({ why: 'other' })
      const journey = await sealing.open<Journey>(db, SUBJECT, 'identity.private_journeys.sealed', taken.sealed)
      const { provider, client, config } = await open(taken.provider)
      const here = new URL(BACK + url.search, deps.baseUrl())
      const tokens = await client
        .authorizationCodeGrant(config, here, {
          pkceCodeVerifier: journey.verifier,
          expectedState: journey.state,
          expectedNonce: journey.nonce,
          idTokenExpected: true,
        })
        .catch((cause: unknown) => {
          throw privateIdRefused({ why: 'answer' }, { cause })
        })
      const subject = sha256(provider.issuer, tokens.claims()!.sub)
      const at = clock.now().toString()
      const cleared = { name: JOURNEY_COOKIE, value: '', maxAgeS: 0 }
      if (taken.account !== null) {
        const assurance = lower(provider.assurance, await worthOfAdding(deps, principal))
        if (!(await insertLink(db, taken.account, { provider: provider.id, subject, assurance, at })))
          throw privateIdRefused({ why: 'taken' })
        return { next: journey.next, cookies: [cleared] }
      }
      const account = await useLink(db, provider.id, subject, at)
      if (!account) throw privateIdRefused({ why: 'stranger' })
      if (cookies[SESSION_COOKIE] && principal.session) await signOut(deps, principal.session)
      const { cookie } = await db.transaction((tx) =>
        beginSession(deps, tx, account, { way: 'private-id', worth: account.worth, userAgent }),
      )
      return { next: journey.next, cookies: [cleared, cookie] }
    },
    links: (principal) => listLinks(db, accountOf(principal)),
    unlink: async (principal, provider) => {
      await mayRemove(deps, principal, await listLinks(db, accountOf(principal)), provider)
      if (!(await deleteLink(db, accountOf(principal), provider))) throw privateIdRefused({ why: 'unknown' })
    },
  }
}
