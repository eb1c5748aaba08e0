/** For tests: a site that signs people in by a certified client, a browser that keeps cookies, and the provider on a port of its own. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import type { PersonId, Principal } from '@dpg/kernel'
import { createPairwise, createSealing, newId } from '@dpg/kernel/server'
import { openTestDb, type TestDb } from '@dpg/kernel/testing'
import { systemClock } from '@dpg/kernel'
import * as client from 'openid-client'
import { type Identity, SESSION_COOKIE, type SiteConfig } from '../contract.ts'
import { createIdentity, type IdentityDeps, identity as info } from '../index.ts'
import { quietOutside } from '../testing.ts'

export interface Rig {
  readonly db: TestDb
  readonly deps: IdentityDeps
  readonly identity: Identity
  readonly url: string
  readonly issuer: URL
  /** Facts that were asked of the registers. */
  readonly read: { readonly site: string; readonly facts: readonly string[] }[]
  enrol(name: string): Promise<PersonId>
  close(): Promise<void>
}

const VALUES: Readonly<Record<string, unknown>> = {
  'person.name': '김하늘',
  'person.birthDate': '1990-05-01',
  'person.address': '서울 관악구',
  'person.nationality': 'KR',
}
const titles = new Map(Object.keys(VALUES).map((fact) => [fact, { ko: fact, en: fact }]))

/** `processes`: each request to the provider is answered by the next of so many, which share nothing but the database and the keys. */
export async function openRig(over: Partial<IdentityDeps> = {}, processes = 1): Promise<Rig> {
  const db = await openTestDb(info.migrations)
  const master = randomBytes(32)
  const read: Rig['read'] = []
  const server: Server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const deps: IdentityDeps = {
    ...quietOutside(master),
    db,
    clock: systemClock,
    newId,
    sealing: createSealing(master),
    pairwise: createPairwise(master),
    officialOf: async (id) => ({ name: String(id), agency: '3000000', area: null, roles: ['administrator'] }),
    isDemo: true,
    baseUrl: () => url,
    claims: {
      vocabulary: () => titles,
      read: async ({ site, facts }) => {
        read.push({ site, facts })
        return Object.fromEntries(facts.map((fact) => [fact, VALUES[fact]]))
      },
    },
    ...over,
  }
  const all = Array.from({ length: processes }, () => createIdentity(deps))
  const { identity } = all[0]!
  let asked = 0
  server.on('request', (incoming, outgoing) => {
    if (incoming.url?.startsWith('/id/')) void all[asked++ % processes]!.mount.handle(incoming, outgoing)
    else outgoing.writeHead(200).end(incoming.url)
  })
  return {
    db,
    deps,
    identity,
    url,
    issuer: new URL(`${url}/id`),
    read,
    enrol: async (name) => {
      const id = newId<PersonId>('per')
      const persona = { kind: 'resident' as const, id, name, title: { ko: '', en: '' }, story: { ko: '', en: '' } }
      await db.transaction((tx) => identity.enrol(tx, { residents: [{ id, name }], officials: [], personas: [persona] }))
      return id
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await db.close()
    },
  }
}

export const CONFIG: SiteConfig = {
  name: '도서관',
  operator: '시험 도서관',
  agency: null,
  homepage: 'https://library.example/',
  redirectUris: ['https://library.example/back'],
  logoutUris: ['https://library.example/bye'],
  backchannelLogoutUri: null,
  assurance: 'low',
  profile: 'plain',
  keys: [],
  claims: [],
}

export interface Registered {
  readonly id: string
  readonly config: SiteConfig
  readonly secret: string | null
  readonly testId: string
  readonly testSecret: string | null
}

/** Registered by one, allowed by another. */
export async function register(rig: Rig, change: Partial<SiteConfig> = {}): Promise<Registered> {
  const owner = (await rig.identity.signInAs(await rig.enrol('개발자'))).principal
  const config = { ...CONFIG, ...change }
  const { site, secret, testSecret } = await rig.identity.sites.register(owner, config)
  await rig.identity.sites.askReview(owner, site.id)
  await rig.identity.sites.decide(REVIEWER, site.id, true, null)
  return { id: site.id, config, secret, testId: site.testId, testSecret }
}

export const REVIEWER: Principal = {
  kind: 'official',
  official: { id: 'off_reviewer' as never, agency: '3000000', area: null, roles: ['administrator'] },
  assurance: 'high',
  permissions: new Set(['signed-in', 'official', 'administrator']),
}

/** The site's side, by openid-client as it comes. */
export const configure = (rig: Rig, { id, secret }: Pick<Registered, 'id' | 'secret'>): Promise<client.Configuration> =>
  client.discovery(rig.issuer, id, { id_token_signed_response_alg: 'ES256' }, client.ClientSecretBasic(secret ?? ''), {
    execute: [client.allowInsecureRequests],
  })

/** A browser: follows redirects at the provider, keeps its cookies, stops where the site or a page begins. */
export interface Browser {
  readonly cookies: Map<string, string>
  /** What it sends to our pages: the cookie with which the provider goes on is for the provider's own path. */
  header(): string
  /** Takes lines of `Set-Cookie`. */
  take(lines: readonly string[]): void
  signIn(rig: Rig, person: PersonId): Promise<Principal>
  /** Where it ends: another site, or a page of the portal. */
  open(url: string | URL, init?: RequestInit): Promise<{ readonly at: URL; readonly status: number; readonly body: string }>
}

export function browser(rig: Pick<Rig, 'url'>): Browser {
  const cookies = new Map<string, string>()
  const those = (kept: [string, string][]) => kept.map(([name, value]) => `${name}=${value}`).join('; ')
  const header = () => those([...cookies].filter(([name]) => !name.includes('dpg_resume')))
  const take = (lines: readonly string[]) => {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }
  return {
    cookies,
    header,
    take,
    signIn: async ({ identity }, person) => {
      const { principal, cookie } = await identity.signInAs(person)
      cookies.set(SESSION_COOKIE, cookie.value)
      return principal
    },
    open: async (first, init = {}) => {
      let at = new URL(first)
      let method = init
      for (let hops = 0; hops < 10; hops++) {
        if (at.origin !== rig.url || !at.pathname.startsWith('/id/')) return { at, status: 302, body: '' }
        const response = await fetch(at, {
          ...method,
          redirect: 'manual',
          headers: { accept: 'text/html', ...method.headers, cookie: those([...cookies]) },
        })
        take(response.headers.getSetCookie())
        const next = response.headers.get('location')
        if (!next) return { at, status: response.status, body: await response.text() }
        at = new URL(next, at)
        method = {}
      }
      throw new Error('redirected without end')
    },
  }
}

export interface Request {
  readonly url: URL
  readonly checks: {
    readonly pkceCodeVerifier: string
    readonly expectedState: string
    readonly expectedNonce: string
    readonly idTokenExpected: true
  }
}

/** What a site sends a browser off with. */
export async function request(
  config: client.Configuration,
  site: Registered,
  more: Record<string, string> = {},
): Promise<Request> {
  const verifier = client.randomPKCECodeVerifier()
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true as const,
  }
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: site.config.redirectUris[0]!,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  })
  return { url, checks }
}

/** What the portal's page does: reads the request and passes on whoever is sure enough. */
export async function pass(rig: Rig, who: Browser, at: URL): Promise<URL> {
  const uid = at.pathname.split('/').at(-1)!
  const asked = await rig.identity.signOn.read(who.header(), uid)
  if (asked.step !== 'go') throw new Error(`the page asks: ${asked.step}`)
  return (await who.open(asked.to)).at
}

/** A site of the FAPI 2.0 kind: its key, and its client by openid-client as it comes. */
export async function fapiSite(rig: Rig, change: Partial<SiteConfig> = {}) {
  const pair = await client.randomDPoPKeyPair('ES256', { extractable: true })
  const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const { kty = '', crv = '', x = '', y = '' } = jwk
  const site = await register(rig, {
    profile: 'fapi2',
    keys: [{ kty, crv, x, y, kid: 'site', alg: 'ES256', use: 'sig' }],
    ...change,
  })
  const config = await client.discovery(
    rig.issuer,
    site.id,
    { id_token_signed_response_alg: 'ES256', use_mtls_endpoint_aliases: false },
    client.PrivateKeyJwt({ key: pair.privateKey, kid: 'site' }),
    { execute: [client.allowInsecureRequests] },
  )
  return { site, config, key: pair.privateKey }
}

/** As `request`, but pushed first (RFC 9126). */
export async function push(config: client.Configuration, site: Registered, more: Record<string, string> = {}): Promise<Request> {
  const { url, checks } = await request(config, site, more)
  const params = Object.fromEntries(url.searchParams)
  return { url: await client.buildAuthorizationUrlWithPAR(config, params), checks }
}
