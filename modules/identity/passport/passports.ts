/** Signing in, and opening an account, with an electronic passport: whose it is say the registers, how sure we are says what was shown. */
import { randomBytes } from 'node:crypto'
import type { Id, PersonId, Principal } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import {
  type Level,
  type PassportId,
  passportNotFound,
  passportNotOffered,
  passportOthers,
  passportRegisterAway,
  type Passports,
  type Proved,
  type StayOutcome,
} from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { mayRemove } from '../removing.ts'
import { accountOf, beginSession, signOut, worthOfAdding } from '../sessions.ts'
import { lower, rank } from '../sign-on/levels.ts'
import { raiseSession } from '../store-sessions.ts'
import { type Account, findAccount, insertAccounts, insertChallenge, nameContext } from '../store.ts'
import { proofInFile } from './bundle.ts'
import { type Believed, believe, CHALLENGE_PREFIX, type CheckDeps, noteAttempt } from './check.ts'
import { createLists, createTrust } from './lists.ts'
import type { KnownHolder } from './ports.ts'
import { hasMasterList } from './store-lists.ts'
import {
  deletePassport,
  findPassport,
  holdPassport,
  insertStranger,
  keepPassport,
  lastStanding,
  listPassports,
  type Origin,
  type StoredPassport,
} from './store-passports.ts'

const CHALLENGE_MIN = 10
const OFFERED_MS = 10_000
/** What a chip signs (ICAO Doc 9303-11, 6.1). */
const CHALLENGE_BYTES = 8

export function createPassports(deps: IdentityDeps): Passports {
  const { db, clock, passports } = deps
  const trust = createTrust(deps)
  // On every page of signing in: it changes when an administrator loads or withdraws a list.
  let seen: { readonly is: boolean; readonly until: number } | undefined
  const isOffered = async () => {
    if (!passports) return false
    const now = clock.now().epochMilliseconds
    if (!seen || seen.until <= now) seen = { is: await hasMasterList(db), until: now + OFFERED_MS }
    return seen.is
  }
  const offered = async (): Promise<CheckDeps> => {
    if (!passports || !(await hasMasterList(db))) throw passportNotOffered({})
    return { ...deps, ...passports, trust }
  }
  const changed = () => {
    seen = undefined
  }
  return {
    lists: createLists(deps, trust, changed),
    isOffered,
    comparesFaces: passports?.faces !== undefined,
    start: async (principal) => {
      await offered()
      const id = deps.newId<Id<'ChallengeId'>>('chl')
      const challenge = randomBytes(CHALLENGE_BYTES)
      const expiresAt = clock.now().add({ minutes: CHALLENGE_MIN }).toString()
      await insertChallenge(db, id, CHALLENGE_PREFIX + challenge.toString('base64url'), whoOf(principal), expiresAt)
      return { id, challenge, expiresAt }
    },
    read: proofInFile,
    prove: async (proof, principal, userAgent) => {
      const check = await offered()
      const believed = await believe(check, proof, whoOf(principal))
      const known = await check.stay.find(believed.shown).catch(async (cause: unknown) => {
        await noteAttempt(check, 'register-away', believed)
        throw passportRegisterAway({}, { cause })
      })
      const proved = await enter(deps, { believed, known, principal, userAgent })
      await noteAttempt(check, 'let-in', believed)
      return proved
    },
    list: (principal) => listPassports(db, accountOf(principal)),
    standing: (principal) => lastStanding(db, accountOf(principal)),
    remove: async (principal, id) => {
      await mayRemove(deps, principal, await listPassports(db, accountOf(principal)), id)
      if (!(await deletePassport(db, accountOf(principal), id))) throw passportNotFound({})
    },
  }
}

const whoOf = (principal: Principal): string | null => (principal.session ? accountOf(principal) : null)

interface Entering {
  readonly believed: Believed
  readonly known: KnownHolder | undefined
  readonly principal: Principal
  readonly userAgent: string | undefined
}

/** Whose it is, and how it came to be theirs. */
interface Owner {
  readonly account: Account
  readonly origin: Origin
  readonly stay: StayOutcome
  /** The most that this passport is worth for them. */
  readonly worth: Level
  readonly isNew: boolean
}

async function enter(deps: IdentityDeps, entering: Entering): Promise<Proved> {
  const { believed, known, principal, userAgent } = entering
  const { holder, face, mrz } = believed
  const own = whoOf(principal)
  // Asked before the transaction: it looks at the session by itself.
  const most = own === null ? 'low' : await worthOfAdding(deps, principal)
  const outcome = await deps.db.transaction(async (tx) => {
    await holdPassport(tx, holder)
    const before = await findPassport(tx, holder)
    const owner = known
      ? await byRegister(deps, tx, known, before, own)
      : await byItself(deps, tx, before, { believed, own, most })
    const { account, origin, stay, worth, isNew } = owner
    // The chip alone shows whose passport it is, not who holds it in their hand.
    const level = lower(lower(face === 'same' ? 'substantial' : 'low', worth), account.assured)
    const at = deps.clock.now().toString()
    const id = before?.passport ?? deps.newId<PassportId>('psp')
    const name = `${mrz.state} · ${mrz.number.slice(-2)}`
    await keepPassport(tx, { account: account.id, id, holder, name, origin, assurance: worth, face, stay, level, at })
    const proved = { level, face, stay, isNew, record: known?.stay ?? null }
    if (own !== account.id)
      return { ...proved, signedIn: await beginSession(deps, tx, account, { way: 'passport', worth: level, userAgent }) }
    if (rank(level) > rank(principal.assurance)) await raiseSession(tx, own, principal.session!, 'passport', level, at)
    return { ...proved, signedIn: null }
  })
  if (outcome.signedIn && principal.session) await signOut(deps, principal.session)
  return outcome
}

/** A register says whose it is: theirs is the account, opened now where there is none. A guest's passport comes home to them. */
async function byRegister(
  deps: IdentityDeps,
  tx: Tx,
  known: KnownHolder,
  before: StoredPassport | undefined,
  own: string | null,
): Promise<Owner> {
  const { person, name } = known
  const isGuests = before?.origin === 'stranger'
  if (before && before.id !== person && before.origin === 'person') throw passportOthers({})
  if (own !== null && own !== person && !(isGuests && before.id === own)) throw passportOthers({})
  const there = await findAccount(tx, person)
  if (!there) {
    const sealed = await deps.sealing.seal(tx, person, nameContext(person), name)
    const row = { id: person, kind: 'resident' as const, name: sealed, handle: randomBytes(32) }
    await insertAccounts(tx, [row], deps.clock.now().toString())
  }
  const account = there ?? (await findAccount(tx, person))!
  return { account, origin: 'register', stay: 'known', worth: 'substantial', isNew: there === undefined }
}

/** No register knows it: its account from before, the account of whoever is signed in, or a guest's. */
async function byItself(
  deps: IdentityDeps,
  tx: Tx,
  before: StoredPassport | undefined,
  { believed, own, most }: { readonly believed: Believed; readonly own: string | null; readonly most: Level },
): Promise<Owner> {
  if (before) {
    if (own !== null && own !== before.id) throw passportOthers({})
    // What a register no longer stands for is worth little, whoever added it then.
    const worth = before.origin === 'register' ? 'low' : before.worth
    return { account: before, origin: before.origin, stay: before.origin === 'person' ? 'own' : 'unknown', worth, isNew: false }
  }
  if (own !== null) {
    const account = await findAccount(tx, own)
    if (account?.kind !== 'resident') throw passportOthers({})
    return { account, origin: 'person', stay: 'own', worth: lower('substantial', most), isNew: false }
  }
  const id = deps.newId<PersonId>('per')
  const name = await deps.sealing.seal(tx, id, nameContext(id), believed.shown.name)
  await insertStranger(tx, id, name, randomBytes(32), deps.clock.now().toString())
  return { account: (await findAccount(tx, id))!, origin: 'stranger', stay: 'unknown', worth: 'low', isNew: true }
}
