/** Any ID: who is asking, ways in, sessions, names towards outside parties, and the OpenID Provider that sites rely on. */
import type { Clock, NewId, OfficialId, PersonId } from '@dpg/kernel'
import type { Db, Log, ModuleInfo, Mount, Pairwise, Parts, Query, Sealing } from '@dpg/kernel/server'
import { type Identity, noDemo, passkeyRefused, unknownPersona } from './contract.ts'
import { enrol } from './enrol.ts'
import { routes } from './http.ts'
import { acceptInvitation, invite } from './invitations.ts'
import { mandateRoutes } from './mandates/http.ts'
import { createMandates } from './mandates/mandates.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { accountOf, endOwnSession, nameOf, ownSessions, principalOf, signOut, startSession } from './sessions.ts'
import type { ClaimSource } from './sign-on/claims.ts'
import { createSignOnDoor } from './sign-on/door.ts'
import { passportRoutes } from './passport/http.ts'
import { createPassports } from './passport/passports.ts'
import type { PassportDeps } from './passport/ports.ts'
import { presentationRoutes } from './presentations/http.ts'
import type { PresentationDeps } from './presentations/ports.ts'
import { createPresentations } from './presentations/presentations.ts'
import { createCertificates } from './ways/certificates.ts'
import type { Trust } from './ways/chain.ts'
import { createPrivateIds } from './ways/private-ids.ts'
import { createRecovery } from './ways/recovery.ts'
import { remembered } from './remembered.ts'
import { mayRemove } from './removing.ts'
import { deletePasskey, findAccount, isPersona, listPasskeys, listPersonas } from './store.ts'

export { faceService } from './passport/face-service.ts'
export type { Faces, KnownHolder, PassportDeps, ShownPassport, StaySource } from './passport/ports.ts'
export type { HolderSource, PresentationDeps, ShownPerson } from './presentations/ports.ts'
export type { RequestSigner } from '@dpg/presentation'
export { listedRevocations, type Revocations } from './ways/revocation.ts'
export type { Trust } from './ways/chain.ts'
export type { ClaimSource } from './sign-on/claims.ts'
export { sweepIdentity } from './sign-on/sweep.ts'
export const identity: ModuleInfo = {
  migrations: { module: 'identity', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

/** Throws where the register does not answer. */
export type FamilySource = (
  person: PersonId,
  name: string,
) => Promise<{
  readonly relation: 'mother' | 'father' | null
  readonly children: readonly { readonly person: PersonId; readonly name: string; readonly birthDate: string }[]
}>

/** Throws where the register does not answer. */
export type CompanySource = (
  person: PersonId,
  name: string,
) => Promise<readonly { readonly company: PersonId; readonly name: string }[]>

/** On every page of signing in: who there is changes when people are enrolled. */
const SHOWN_MS = 5_000

export interface IdentityDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly pairwise: Pairwise
  /** The directory's word on an official; undefined: no longer one. */
  readonly officialOf: (
    id: OfficialId,
    on: Query,
  ) => Promise<
    | { readonly name: string; readonly agency: string; readonly area: string | null; readonly roles: readonly string[] }
    | undefined
  >
  /** May visitors choose a persona? */
  readonly isDemo: boolean
  /** Where the site is reached, known once it serves: passkeys are bound to it. */
  readonly baseUrl: () => string
  /** Where facts come from that a person lets a site know. */
  readonly claims: ClaimSource
  /** Somebody's children, as the family register has them, and whether the person is their mother or father. */
  readonly family: FamilySource
  /** The companies whose registered representative somebody is. */
  readonly companies: CompanySource
  /** Authorities whose certificates people may sign in with; undefined: none. */
  readonly certificates?: Trust | undefined
  /** How passports are proved; undefined: they are no way in here. */
  readonly passports?: PassportDeps | undefined
  /** How mobile IDs are shown; undefined: they are no way in here. */
  readonly presentations?: PresentationDeps | undefined
  /** 32 bytes for one use, always the same for it. */
  readonly secret: (use: string) => Buffer
}

function derivedOnce(secret: IdentityDeps['secret']): IdentityDeps['secret'] {
  const known = new Map<string, Buffer>()
  return (use) => {
    const made = known.get(use) ?? secret(use)
    known.set(use, made)
    return made
  }
}

/** Builds the module. Only the server calls this; other modules are handed `identity`. */
export function createIdentity(given: IdentityDeps): {
  identity: Identity
  parts: Parts
  /** The OpenID Provider, for the server to put at its path. */
  mount: Mount
} {
  const deps = { ...given, secret: derivedOnce(given.secret) }
  const { db, pairwise } = deps
  const personas = remembered(() => listPersonas(db), deps.clock, SHOWN_MS)
  const door = createSignOnDoor(deps)
  const identity: Identity = {
    mandates: createMandates(deps),
    get sites() {
      return door.identity.sites
    },
    get signOn() {
      return door.identity.signOn
    },
    privateIds: createPrivateIds(deps),
    certificates: createCertificates(deps),
    recovery: createRecovery(deps),
    passports: createPassports(deps),
    presentations: createPresentations(deps),
    knownSites: door.identity.knownSites,
    forgetSite: door.identity.forgetSite,
    principalOf: (cookies) => principalOf(deps, cookies),
    personas: async () => (deps.isDemo ? personas.read() : []),
    signInAs: async (persona, userAgent) => {
      if (!deps.isDemo) throw noDemo({})
      const account = (await isPersona(db, persona)) ? await findAccount(db, persona) : undefined
      if (!account) throw unknownPersona({ persona: persona.slice(0, 60) })
      return startSession(deps, account, { way: 'persona', userAgent })
    },
    invite: (account) => invite(deps, account),
    acceptInvitation: (code) => acceptInvitation(deps, code),
    signOut: (session) => signOut(deps, session),
    sessions: async (principal) => {
      const own = await ownSessions(deps, principal)
      return Promise.all(own.map(async (session) => ({ ...session, sites: await door.sitesOf(session.id) })))
    },
    endSession: (principal, session) => endOwnSession(deps, principal, session),
    passkeys: async (principal) =>
      (await listPasskeys(db, accountOf(principal))).map(({ id, name, addedAt, lastUsedAt, assurance }) => ({
        id,
        name,
        addedAt,
        lastUsedAt,
        assurance,
      })),
    removePasskey: async (principal, passkey) => {
      await mayRemove(deps, principal, await listPasskeys(db, accountOf(principal)), passkey)
      if (!(await deletePasskey(db, accountOf(principal), passkey))) throw passkeyRefused({ why: 'unknown' })
    },
    resident: async (id: PersonId) => {
      const account = await findAccount(db, id)
      const name = account?.kind === 'resident' ? await nameOf(deps, db, account) : undefined
      return name === undefined ? undefined : { id, name }
    },
    enrol: async (tx, people) => {
      tx.afterCommit(personas.forget)
      await enrol(deps, tx, people)
    },
    towards: (person, party) => pairwise.towards(person, party),
    behind: (party, key) => pairwise.behind(party, key),
  }
  return {
    identity,
    mount: door.mount,
    parts: {
      routes: [
        ...routes(deps, identity),
        ...mandateRoutes(identity),
        ...door.routes(identity),
        ...passportRoutes(identity),
        ...presentationRoutes(identity),
      ],
      jobs: door.jobs,
    },
  }
}
