/** People who sign in at a site while processes die, and what each of them and the site were told. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SESSION_COOKIE } from '@dpg/identity/contract'
import { openDb } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import * as client from 'openid-client'
import { type Answer, idOf, type Server, signedIn, until, type Visitor, visitor } from '../../harness/index.ts'

const SITE = 'https://library.example'
const OFFICER = '윤지호'
const LONGEST_MS = 60_000

interface Checks {
  readonly pkceCodeVerifier: string
  readonly expectedState: string
  readonly expectedNonce: string
  readonly idTokenExpected: true
}

/** One browser on its way in, as far as it was answered. */
export interface SignIn {
  readonly who: Visitor
  readonly checks: Checks
  /** Where the site was sent the code. */
  back: URL | undefined
  /** How often the code was turned into tokens: never twice. */
  redeemed: number
  access: string | undefined
}

/** Answers on the way from the site, in, back to it, and what it asks then. */
export const STEPS = 6

/** Of one person at one site; `tries` and `entered` say how many sessions there must be. */
export class SignIns {
  /** How many steps were answered so far. */
  steps = 0
  readonly #server: Server
  readonly #site: client.Configuration
  readonly #person: string
  #tries = 0
  #entered = 0
  #sub: string | undefined

  private constructor(server: Server, site: client.Configuration, person: string) {
    this.#server = server
    this.#site = site
    this.#person = person
  }

  /** Registers the site, and has an official allow it. */
  static async open(server: Server, developer: Visitor, name: string): Promise<SignIns> {
    const { site, secret } = await developer.post<{ site: { id: string }; secret: string }>('/api/identity/sites', {
      ...{ name: '시험 도서관', operator: '시험 기관', agency: null, homepage: `${SITE}/`, redirectUris: [`${SITE}/back`] },
      ...{ logoutUris: [], backchannelLogoutUri: null, assurance: 'low', profile: 'plain', keys: [], claims: [] },
    })
    assert.equal((await developer.ask(`/api/identity/sites/${site.id}/review`, { method: 'POST' })).status, 204)
    const officer = await signedIn(server, OFFICER)
    const json = { isAllowed: true, reason: null }
    assert.equal((await officer.ask(`/api/identity/sites/${site.id}/decision`, { json })).status, 204)
    const how = { execute: [client.allowInsecureRequests] }
    const secretly = client.ClientSecretBasic(secret)
    const known = { id_token_signed_response_alg: 'ES256' }
    return new SignIns(server, await client.discovery(new URL(`${server.url}/id`), site.id, known, secretly, how), idOf(name))
  }

  begin(who = visitor(this.#server)): SignIn {
    const checks = {
      pkceCodeVerifier: client.randomPKCECodeVerifier(),
      expectedState: client.randomState(),
      expectedNonce: client.randomNonce(),
      idTokenExpected: true as const,
    }
    return { who, checks, ...{ back: undefined, redeemed: 0, access: undefined } }
  }

  /** Until something is not answered. */
  async live(one: SignIn): Promise<boolean> {
    return (await this.#arrive(one)) && (await this.#redeem(one)) === 'given' && this.#look(one)
  }

  /** From the site to us, in, and back with a code. */
  async #arrive(one: SignIn): Promise<boolean> {
    const { checks, who } = one
    const url = client.buildAuthorizationUrl(this.#site, {
      ...{ redirect_uri: `${SITE}/back`, scope: 'openid', state: checks.expectedState, nonce: checks.expectedNonce },
      ...{ code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier), code_challenge_method: 'S256' },
    })
    for (let at = url, steps = 0; steps < 10; steps++) {
      if (at.origin === SITE) {
        assert.ok(at.searchParams.has('code'), at.href)
        one.back = at
        return true
      }
      const isDoor = at.pathname.startsWith('/signin/site/')
      const asked = isDoor && !who.cookies.has(SESSION_COOKIE) ? this.#enter(who, at.pathname) : who.ask(at.pathname + at.search)
      const answer = await answered(asked)
      const next = answer?.headers.get('location')
      if (!next) return false
      this.steps++
      at = new URL(next, at)
    }
    return false
  }

  async #enter(who: Visitor, next: string): Promise<Answer> {
    this.#tries++
    const answer = await who.ask('/signin', { form: { persona: this.#person, next } })
    if (who.cookies.has(SESSION_COOKIE)) this.#entered++
    return answer
  }

  async #redeem(one: SignIn): Promise<'given' | 'refused' | undefined> {
    try {
      const tokens = await client.authorizationCodeGrant(this.#site, one.back!, one.checks)
      one.redeemed++
      this.steps++
      one.access = tokens.access_token
      const { sub } = tokens.claims()!
      this.#sub ??= sub
      assert.equal(sub, this.#sub, 'another person to the site')
      return 'given'
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      return error instanceof client.ResponseBodyError && error.error === 'invalid_grant' ? 'refused' : undefined
    }
  }

  #look({ access }: SignIn): Promise<boolean> {
    return client.fetchUserInfo(this.#site, access!, this.#sub!).then(
      () => {
        this.steps++
        return true
      },
      (error: unknown) => {
        const status = error instanceof client.WWWAuthenticateChallengeError ? error.status : 0
        assert.notEqual(status, 401, 'what the site was given counts for nothing')
        return false
      },
    )
  }

  /** What was told stands, a code counts once whoever died over it, and the same browser simply comes in again. */
  async finish(one: SignIn): Promise<void> {
    const within = { withinMs: LONGEST_MS, everyMs: 50 }
    const { kind } = await until('who I am', () => one.who.get<{ kind: string }>('/api/identity/session'), within)
    assert.equal(kind, one.who.cookies.has(SESSION_COOKIE) ? 'resident' : 'anonymous', 'a session that is not whole')
    if (one.access) await until('what the site was given to count', () => this.#look(one), within)
    if (one.back) {
      for (let last = ''; last !== 'refused'; ) {
        last = await until('a word on the code', () => this.#redeem(one), within)
        assert.ok(one.redeemed <= 1, 'a code was used twice')
      }
    }
    const again = this.begin(one.who)
    await until('to come in again', () => this.live(again), { withinMs: LONGEST_MS, everyMs: 500 })
    assert.equal(again.redeemed, 1)
  }

  /** Of each try at most one session; each that a browser was told of is there; nothing of the provider hangs on one that is not. */
  async compare(): Promise<void> {
    const url = await readFile(join(this.#server.dataDir, 'database-url'), 'utf8')
    const db = openDb({ url, log: silentLog, poolSize: 1 })
    try {
      const [found] = await db.query<{ sessions: number; loose: number }>(
        `select (select count(*)::int from identity.sessions where account = $1) as sessions,
           (select count(*)::int from identity.records r where r.session is not null
              and not exists (select 1 from identity.sessions s where s.id = r.session)) as loose`,
        [this.#person],
      )
      assert.ok(found && this.#entered <= found.sessions && found.sessions <= this.#tries, `${found?.sessions} sessions`)
      assert.equal(found.loose, 0, 'the provider knows of a session that is not there')
    } finally {
      await db.close()
    }
  }
}

/** Undefined: the connection broke, or whoever asked must ask again. */
async function answered(asked: Promise<Answer>): Promise<Answer | undefined> {
  const answer = await asked.catch(() => undefined)
  return answer && answer.status < 500 && answer.status !== 429 ? answer : undefined
}
