/** Any ID, first cut: passkeys, personas of a demonstration, sessions, and names towards outside parties. */
import type { Clock, NewId, OfficialId } from '@dpg/kernel'
import type { Db, ModuleInfo, Pairwise, Parts, Query, Sealing } from '@dpg/kernel/server'
import { type Identity, noDemo, passkeyRefused, unknownPersona } from './contract.ts'
import { enrol } from './enrol.ts'
import { routes } from './http.ts'
import { acceptInvitation, invite } from './invitations.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { accountOf, endOwnSession, nameOf, ownSessions, principalOf, signOut, startSession } from './sessions.ts'
import { deletePasskey, findAccount, isPersona, listPasskeys, listPersonas } from './store.ts'

export const identity: ModuleInfo = {
  migrations: { module: 'identity', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export interface IdentityDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
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
}

/** Builds the module. Only the server calls this; other modules are handed `identity`. */
export function createIdentity(deps: IdentityDeps): { identity: Identity; parts: Parts } {
  const { db, pairwise } = deps
  const identity: Identity = {
    principalOf: (cookies) => principalOf(deps, cookies),
    personas: async () => (deps.isDemo ? listPersonas(db) : []),
    signInAs: async (persona) => {
      if (!deps.isDemo) throw noDemo({})
      const account = (await isPersona(db, persona)) ? await findAccount(db, persona) : undefined
      if (!account) throw unknownPersona({ persona: persona.slice(0, 60) })
      return startSession(deps, account, 'persona')
    },
    invite: (account) => invite(deps, account),
    acceptInvitation: (code) => acceptInvitation(deps, code),
    signOut: (session) => signOut(deps, session),
    sessions: (principal) => ownSessions(deps, principal),
    endSession: (principal, session) => endOwnSession(deps, principal, session),
    passkeys: async (principal) =>
      (await listPasskeys(db, accountOf(principal))).map(({ id, name, addedAt, lastUsedAt }) => ({
        id,
        name,
        addedAt,
        lastUsedAt,
      })),
    removePasskey: async (principal, passkey) => {
      if (!(await deletePasskey(db, accountOf(principal), passkey))) throw passkeyRefused({ why: 'unknown' })
    },
    resident: async (id) => {
      const account = await findAccount(db, id)
      const name = account?.kind === 'resident' ? await nameOf(deps, db, account) : undefined
      return name === undefined ? undefined : { id, name }
    },
    enrol: (tx, people) => enrol(deps, tx, people),
    towards: (person, party) => pairwise.towards(person, party),
    behind: (party, key) => pairwise.behind(party, key),
  }
  return { identity, parts: { routes: routes(deps, identity) } }
}
