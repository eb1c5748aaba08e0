/** 신원(Identity, Any ID): who is asking, how sure we are, and what a person is called towards each outside party. */
import {
  type Acting,
  type Assurance,
  defineProblem,
  type Id,
  type MandateId,
  type MandateKind,
  type OfficialId,
  type PersonId,
  type Principal,
  type SessionId,
  type Text,
} from '@dpg/kernel'
import type { Cookie, Tx } from '@dpg/kernel/server'
import type { Passports } from './contract-passport.ts'
import type { Presentations } from './contract-presentations.ts'
import type { Certificates, PrivateIds, Recovery } from './contract-ways.ts'

export * from './contract-passport.ts'
export * from './contract-presentations.ts'
export * from './contract-ways.ts'

export type PasskeyId = Id<'PasskeyId'>

export interface Persona {
  readonly kind: 'resident' | 'official'
  /** `per_…` or `off_…` */
  readonly id: string
  readonly name: string
  readonly title: Text
  readonly story: Text
}

/** A resident the platform knows: the register's name for them. */
export type Resident = { readonly id: PersonId; readonly name: string }

export type People = { residents: readonly Resident[]; officials: readonly OfficialId[]; personas: readonly Persona[] }

export interface Session {
  readonly id: SessionId
  readonly startedAt: string
  readonly lastSeenAt: string
  readonly way: Way
  /** `Firefox · Windows`; empty when unknown. */
  readonly device: string
  readonly assurance: Level
  /** Sites this session has signed in to, by name. */
  readonly sites: readonly string[]
  readonly isThis: boolean
}

/** How a session began. */
export type Way = 'passkey' | 'persona' | 'invitation' | 'certificate' | 'private-id' | 'recovery' | 'passport' | 'wallet'
export type Level = Exclude<Assurance, 'none'>

/** A way in that was added. */
export interface WayIn<I = string, N = string> {
  readonly id: I
  readonly name: N
  /** What a sign-in with it is worth: never more than the session in which it was added. */
  readonly assurance: Level
  readonly addedAt: string
  readonly lastUsedAt: string | null
}
export type Passkey = WayIn<PasskeyId>

export type Cookies = Readonly<Record<string, string>>

export type SignedIn = { readonly principal: Principal; readonly cookie: Cookie }

export type SiteId = Id<'SiteId'>

/** What a relying site is: how it is reached, what it wants to know and why, how sure it must be. */
export interface SiteConfig {
  readonly name: string
  readonly operator: string
  /** Code of the agency that runs it. */
  readonly agency: string | null
  readonly homepage: string
  /** Where people come back to, exactly; one host. */
  readonly redirectUris: readonly string[]
  readonly logoutUris: readonly string[]
  /** Told when a person signs out elsewhere (OpenID Connect Back-Channel Logout). */
  readonly backchannelLogoutUri: string | null
  readonly assurance: Level
  /** plain: secret and PKCE · fapi2: signed client, pushed requests, DPoP. */
  readonly profile: 'plain' | 'fapi2'
  /** Public keys (JWK, ES256) of a fapi2 site. */
  readonly keys: readonly Readonly<Record<string, unknown>>[]
  readonly claims: readonly SiteClaim[]
}

/** A claim is a fact: `name`, `birthdate`, … or the id of one of the vocabulary. People read why. */
export interface SiteClaim {
  readonly claim: string
  readonly why: string
  readonly isNeeded: boolean
}

export interface Site {
  readonly id: SiteId
  readonly testId: string
  readonly state: 'testing' | 'waiting' | 'allowed' | 'refused'
  /** Used with test people, at once. */
  readonly proposed: SiteConfig
  /** What people sign in under; null: not yet. */
  readonly allowed: SiteConfig | null
  readonly reason: string | null
  readonly madeAt: string
  readonly askedAt: string | null
}

/** Shown once; null where the site signs instead. */
export type SiteSecrets = Readonly<Record<'secret' | 'testSecret', string | null>>

export interface Sites {
  readonly issuer: string
  claims(): ReadonlyMap<string, Text>
  /** Throws `identity/site-refused` with what is wrong, by field. */
  register(principal: Principal, config: SiteConfig): Promise<{ readonly site: Site } & SiteSecrets>
  mine(principal: Principal): Promise<readonly Site[]>
  /** One's own, or for whoever reviews any. Throws `identity/site-not-found`. */
  site(principal: Principal, id: SiteId): Promise<Site>
  change(principal: Principal, id: SiteId, config: SiteConfig): Promise<Site>
  renewSecret(principal: Principal, id: SiteId, of: 'site' | 'test'): Promise<string>
  askReview(principal: Principal, id: SiteId): Promise<void>
  end(principal: Principal, id: SiteId): Promise<void>
  /** Those that wait, oldest first. Needs the role `administrator` or `privacy-officer`. */
  waiting(principal: Principal, after?: string): Promise<readonly Site[]>
  /** Never by whoever registered it. A refusal says why. */
  decide(principal: Principal, id: SiteId, isAllowed: boolean, reason: string | null): Promise<void>
  /** Takes back what was allowed: nobody signs in there until it is allowed again, under the same id. Its owner or whoever reviews; twice is once. */
  revoke(principal: Principal, id: SiteId, reason: string): Promise<void>
}

export type AskedClaim = SiteClaim & { readonly title: Text }

/** What a person is to do so that a site gets its answer. `origin`: where they go back to. */
export type SignOnRequest = {
  readonly site: Readonly<Record<'id' | 'name' | 'operator' | 'homepage', string>>
  readonly origin: string
} & (
  | { readonly step: 'sign-in'; readonly level: Level; readonly mustProve: boolean; readonly question: PasskeyQuestion }
  | { readonly step: 'test-sign-in'; readonly people: readonly { readonly id: string; readonly name: string }[] }
  | { readonly step: 'consent'; readonly isTest: boolean; readonly claims: readonly AskedClaim[] }
  | { readonly step: 'go'; readonly to: string }
)

/** Asked of an authenticator, once, within five minutes. */
export interface PasskeyQuestion {
  readonly id: string
  /** For navigator.credentials (WebAuthn Level 3 JSON). */
  readonly options: { readonly challenge: string }
}

/** Between a site's request and its answer; `read` signs in at once whoever is sure enough. Each takes the browser's Cookie header; all throw `identity/sign-on-request-gone`. */
export interface SignOnPages {
  /** `principal`: whose request it is, where that was read already. */
  read(cookies: string, uid: string, principal?: Principal): Promise<SignOnRequest>
  /**
   * Signs in by a passkey and says where to go on: back to the site, or to what it asks besides; `cookies`: lines of `Set-Cookie` of the
   * provider. Throws `identity/passkey-refused`.
   */
  byPasskey(
    cookies: string,
    uid: string,
    answer: { readonly id: string; readonly response: object },
    by: { readonly principal: Principal; readonly userAgent: string | undefined },
  ): Promise<{ readonly to: string; readonly cookie: Cookie | undefined; readonly cookies: readonly string[] }>
  beTestPerson(cookies: string, uid: string, person: string): Promise<string>
  /** What was ticked is let known, the rest is not; without what is needed the site gets nothing. */
  consent(cookies: string, uid: string, principal: Principal, given: readonly string[]): Promise<string>
  decline(cookies: string, uid: string): Promise<string>
  site(id: string): Promise<{ readonly name: string; readonly origins: readonly string[] } | undefined>
}

/** A site that a person lets know something. */
export interface KnownSite {
  readonly id: string
  readonly name: string
  readonly claims: readonly { claim: string; title: Text; isGiven: boolean; decidedAt: string }[]
}

/** A mandate as the two it is between see it. */
export interface Mandate extends Acting {
  /** Who says so: a register, the company, an official at a counter, or the person acted for. */
  readonly source: 'family-register' | 'guardian-register' | 'company-register' | 'company' | 'counter' | 'person'
  /** Who acts; null: nobody has taken it up yet. */
  readonly by: PersonId | null
  readonly byName: string | null
  readonly givenAt: string
  readonly endsAt: string | null
}

export interface MandateGrant {
  /** Null: all. */
  readonly services: readonly string[] | null
  readonly facts: readonly string[] | null
  readonly endsAt: string
}

export interface GivenMandate {
  readonly mandate: Mandate
  /** Shown once; whoever is told it takes the mandate up. */
  readonly code: string
}

export interface RecordMandate extends Pick<MandateGrant, 'services' | 'facts'> {
  readonly represented: PersonId
  readonly name: string
  readonly representative: PersonId
  readonly kind: MandateKind
  readonly source: 'guardian-register' | 'company' | 'counter'
  readonly endsAt: string | null
}

/** Who acts for whom. All but `record` are for residents; problems `identity/mandate-not-found`, `identity/mandate-refused`. */
export interface Mandates {
  /** Those that hold now: by which I act, and by which others act for me. */
  list(principal: Principal): Promise<readonly Mandate[]>
  /** Asks the family register: one mandate for each child under age, others by it end. */
  fromFamily(principal: Principal): Promise<readonly Mandate[]>
  /** Asks the tax office: one mandate for each company that one is the registered representative of, until tomorrow. */
  fromCompanies(principal: Principal): Promise<readonly Mandate[]>
  /** By oneself; acting as its registered representative, in the name of a company. */
  give(principal: Principal, grant: MandateGrant): Promise<GivenMandate>
  accept(principal: Principal, code: string): Promise<Mandate>
  /** By either of the two. */
  end(principal: Principal, id: MandateId): Promise<void>
  /** For whom this session acts from now on; null: for oneself. */
  choose(principal: Principal, id: MandateId | null): Promise<Acting | null>
  /** Whether a mandate of this person's still holds: for what was begun by it and goes on. */
  stands(represented: PersonId, mandate: MandateId): Promise<boolean>
  /** For whoever keeps a register of guardians, of companies' delegates, or a counter. */
  record(tx: Tx, mandate: RecordMandate): Promise<MandateId>
}

export interface Identity {
  readonly privateIds: PrivateIds
  readonly certificates: Certificates
  readonly recovery: Recovery
  readonly passports: Passports
  readonly presentations: Presentations
  readonly mandates: Mandates
  readonly sites: Sites
  readonly signOn: SignOnPages
  /** Sites that one has let know something, or refused. */
  knownSites(principal: Principal): Promise<readonly KnownSite[]>
  forgetSite(principal: Principal, site: string): Promise<void>
  /** From the session cookie; anonymous when there is none, or it is unknown, ended or too old. Never throws for a stranger. */
  principalOf(cookies: Cookies): Promise<Principal>
  personas(): Promise<readonly Persona[]>
  /** Throws `identity/no-demo` outside of demonstration mode, `identity/unknown-persona`. */
  signInAs(persona: string, userAgent?: string): Promise<SignedIn>
  /** A one-time code for an account's first sign-in where there are no personas; valid for a day. */
  invite(account: string): Promise<string>
  /** Throws `identity/unknown-invitation`. */
  acceptInvitation(code: string): Promise<SignedIn>
  signOut(session: SessionId): Promise<Cookie>
  sessions(principal: Principal): Promise<readonly Session[]>
  endSession(principal: Principal, session: SessionId): Promise<void>
  passkeys(principal: Principal): Promise<readonly Passkey[]>
  removePasskey(principal: Principal, passkey: PasskeyId): Promise<void>
  resident(id: PersonId): Promise<Resident | undefined>
  /** Makes the residents and officials known that may sign in; the same again changes nothing. */
  enrol(tx: Tx, people: People): Promise<void>
  /**
   * What a person is called towards a register or another outside party: an opaque id, the same every time, that tells two
   * parties nothing when they compare. `behind` is the way back; undefined when it was not made here.
   */
  towards(person: PersonId, party: string): string
  behind(party: string, key: string): PersonId | undefined
}

export const mandateNotFound = defineProblem<object>('identity/mandate-not-found', 404)
export const mandateRefused = defineProblem<{ why: 'acting' | 'period' }>('identity/mandate-refused', 422)
export const noDemo = defineProblem<object>('identity/no-demo', 403)
export const unknownPersona = defineProblem<{ persona: string }>('identity/unknown-persona', 404)
export const unknownInvitation = defineProblem<object>('identity/unknown-invitation', 401)
export const passkeyRefused = defineProblem<{ why: string }>('identity/passkey-refused', 401)
export const signOnRequestGone = defineProblem<object>('identity/sign-on-request-gone', 400)
export const siteNotFound = defineProblem<{ site: string }>('identity/site-not-found', 404)
export const siteRefused = defineProblem<object>('identity/site-refused', 422)
export const reviewNotPossible = defineProblem<object>('identity/review-not-possible', 409)
export const assuranceTooLow = defineProblem<{ needs: Level }>('identity/assurance-too-low', 403)
export const proveAgain = defineProblem<object>('identity/prove-again', 403)
export const privateIdRefused = defineProblem<{ why: string }>('identity/private-id-refused', 401)
export const certificateRefused = defineProblem<{ why: string }>('identity/certificate-refused', 401)
export const recoveryRefused = defineProblem<{ why: string }>('identity/recovery-refused', 401)
export const sessionNotFound = defineProblem<object>('identity/session-not-found', 404)

/** Cookie that carries the session. */
export const SESSION_COOKIE = 'dpg_session'
