/** 신원(Identity, Any ID): who is asking, how sure we are, and what a person is called towards each outside party. */
import {
  defineEvent,
  defineProblem,
  type Id,
  type OfficialId,
  type PersonId,
  type Principal,
  type SessionId,
  type Text,
} from '@dpg/kernel'
import type { Cookie, Tx } from '@dpg/kernel/server'

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
export interface Resident {
  readonly id: PersonId
  readonly name: string
}

export interface Session {
  readonly id: SessionId
  readonly startedAt: string
  readonly lastSeenAt: string
  readonly way: 'passkey' | 'persona' | 'invitation'
  readonly isThis: boolean
}

export interface Passkey {
  readonly id: PasskeyId
  readonly name: string
  readonly addedAt: string
  readonly lastUsedAt: string | null
}

export interface SignedIn {
  readonly principal: Principal
  readonly cookie: Cookie
}

export interface Identity {
  /** From the session cookie; anonymous when there is none, or it is unknown, ended or too old. Never throws for a stranger. */
  principalOf(cookies: Readonly<Record<string, string>>): Promise<Principal>
  /** Demonstration mode: personas and officials one may choose; empty otherwise. */
  personas(): Promise<readonly Persona[]>
  /** Throws `identity/no-demo` outside of demonstration mode, `identity/unknown-persona`. */
  signInAs(persona: string): Promise<SignedIn>
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
  enrol(
    tx: Tx,
    people: {
      readonly residents: readonly Resident[]
      readonly officials: readonly OfficialId[]
      readonly personas: readonly Persona[]
    },
  ): Promise<void>
  /**
   * What a person is called towards a register or another outside party: an opaque id, the same every time, that tells two
   * parties nothing when they compare. `behind` is the way back; undefined when it was not made here.
   */
  towards(person: PersonId, party: string): string
  behind(party: string, key: string): PersonId | undefined
}

export const signedIn = defineEvent<{ session: SessionId; account: string }>('identity.signed-in')
export const noDemo = defineProblem<object>('identity/no-demo', 403)
export const unknownPersona = defineProblem<{ persona: string }>('identity/unknown-persona', 404)
export const unknownInvitation = defineProblem<object>('identity/unknown-invitation', 401)
export const passkeyRefused = defineProblem<{ why: string }>('identity/passkey-refused', 401)
export const sessionNotFound = defineProblem<object>('identity/session-not-found', 404)

/** Cookie that carries the session. */
export const SESSION_COOKIE = 'dpg_session'
