/** Electronic passports as a way in: for people abroad, without a Korean phone. */
import { defineProblem, type Id, type Principal } from '@dpg/kernel'
import type { Level, SignedIn, WayIn } from './contract.ts'

export type PassportId = Id<'PassportId'>
export type PassportListId = Id<'PassportListId'>

/** What a phone has read from the chip, and what shows that it was this chip and this person. */
export interface PassportProof {
  /** Of the challenge it answers. */
  readonly id: string
  readonly sod: Buffer
  /** Data groups whole, by number: 1 always, 2 for the face, 14 and 15 for the answer. */
  readonly groups: ReadonlyMap<number, Buffer>
  /** The chip's signature of the challenge (Active Authentication). */
  readonly answer?: Buffer
  /** A picture of the person taken just now. */
  readonly face?: { readonly type: string; readonly bytes: Buffer }
}

/** same: compared, and alive · not-given: no picture came · no-service: nobody compares here · away: whoever compares did not answer. */
export type FaceOutcome = 'same' | 'not-given' | 'no-service' | 'away'
/** known: a register knows them by this passport · unknown: none does, they are a guest with an account · own: they added it themselves. */
export type StayOutcome = 'known' | 'unknown' | 'own'

export interface Stay {
  readonly citizen: boolean
  /** Days abroad without a break. */
  readonly abroadDays: number | null
  /** Status of stay of a foreigner. */
  readonly visa: string | null
}

/** What came of the last proof: how sure it made us, and why not surer. */
export interface PassportStanding {
  readonly level: Level
  readonly face: FaceOutcome
  readonly stay: StayOutcome
}

export interface Proved extends PassportStanding {
  /** Null: the session that was there goes on, raised where this proof is surer. */
  readonly signedIn: SignedIn | null
  /** Opened by this proof. */
  readonly isNew: boolean
  readonly record: Stay | null
}

export type PassportListKind = 'master' | 'revoked' | 'lost'

/** What an administrator has loaded: certificates of states, what they took back, passports that are not to count. */
export interface PassportList {
  readonly id: PassportListId
  readonly kind: PassportListKind
  /** Whose list: a newer one of the same source takes its place. */
  readonly source: string
  readonly version: number
  /** Certificates, serial numbers or passports in it. */
  readonly entries: number
  /** Two letters each, of a master list; of a list of what was taken back, its state. */
  readonly states: readonly string[]
  /** SHA-256 of the file, hex. */
  readonly digest: string
  readonly loadedBy: string
  /** As the directory has it. */
  readonly loadedByName: string
  readonly loadedAt: string
  /** Confirmed, and neither replaced nor withdrawn. */
  readonly isHeld: boolean
  /** A list of states for which a second official has not spoken yet. */
  readonly isWaiting: boolean
  readonly withdrawnAt: string | null
}

/** Of whom, nothing is kept but what may be counted. */
export interface PassportAttempt {
  readonly id: string
  readonly at: string
  /** `let-in`, or the last word of the problem. */
  readonly outcome: string
  /** Three letters, as the passport says; null: not read, or not believed. */
  readonly state: string | null
}

export interface PassportLists {
  /** In force, the newest first; all there ever were, when asked. */
  list(principal: Principal, query?: { readonly all?: boolean }): Promise<readonly PassportList[]>
  /** A list of states waits for a second official; others, which only take away, hold at once. Throws `identity/passport-list-refused` with one word why. */
  load(
    principal: Principal,
    list: { readonly kind: PassportListKind; readonly source: string; readonly file: Buffer },
  ): Promise<PassportList>
  /** By another than whoever loaded it. Throws `identity/passport-list-same-person`, `identity/passport-list-not-found`. */
  confirm(principal: Principal, id: PassportListId): Promise<PassportList>
  /** What it vouched for does so no more; what it took back counts again. */
  withdraw(principal: Principal, id: PassportListId): Promise<void>
  attempts(principal: Principal): Promise<readonly PassportAttempt[]>
}

/** Each refusal of a proof is a problem of its own. Nothing is trusted before an administrator has loaded a list of states. */
export interface Passports {
  readonly lists: PassportLists
  /** Does any list of states hold? */
  isOffered(): Promise<boolean>
  /** Are faces compared here? */
  readonly comparesFaces: boolean
  /** Eight bytes for the chip to sign, once, within ten minutes. Throws `identity/passport-not-offered`. */
  start(principal: Principal): Promise<{ readonly id: string; readonly challenge: Buffer; readonly expiresAt: string }>
  /** What a reader app has put into a file (the JSON of the API), for pages without script. Throws `identity/passport-malformed`. */
  read(id: string, file: Buffer, picture: Buffer | undefined): PassportProof
  /** Signs in and opens an account where there is none; for whoever is signed in, raises the session or adds the passport. */
  prove(proof: PassportProof, principal: Principal, userAgent?: string): Promise<Proved>
  /** Of one's own. */
  list(principal: Principal): Promise<readonly WayIn<PassportId>[]>
  /** What the last proof of this account came to; undefined: there was none. */
  standing(principal: Principal): Promise<PassportStanding | undefined>
  remove(principal: Principal, id: PassportId): Promise<void>
}

export const passportNotOffered = defineProblem<object>('identity/passport-not-offered', 404)
export const passportMalformed = defineProblem<object>('identity/passport-malformed', 422)
export const passportChallenge = defineProblem<object>('identity/passport-challenge', 401)
export const passportForged = defineProblem<object>('identity/passport-forged', 401)
export const passportAltered = defineProblem<object>('identity/passport-altered', 401)
export const passportUnknownIssuer = defineProblem<object>('identity/passport-unknown-issuer', 401)
export const passportWrongCountry = defineProblem<object>('identity/passport-wrong-country', 401)
export const passportRevoked = defineProblem<object>('identity/passport-revoked', 401)
export const passportSignerExpired = defineProblem<object>('identity/passport-signer-expired', 401)
export const passportLost = defineProblem<object>('identity/passport-lost', 401)
export const passportExpired = defineProblem<object>('identity/passport-expired', 401)
export const passportCopied = defineProblem<object>('identity/passport-copied', 401)
export const passportNotAsked = defineProblem<object>('identity/passport-not-asked', 401)
export const passportNoKey = defineProblem<object>('identity/passport-no-key', 401)
export const passportOtherFace = defineProblem<object>('identity/passport-other-face', 401)
export const passportTooOften = defineProblem<object>('identity/passport-too-often', 429)
export const passportOthers = defineProblem<object>('identity/passport-others', 409)
export const passportRegisterAway = defineProblem<object>('identity/passport-register-away', 503)
export const passportNotFound = defineProblem<object>('identity/passport-not-found', 404)
export const passportListRefused = defineProblem<{ why: string }>('identity/passport-list-refused', 422)
export const passportListSamePerson = defineProblem<object>('identity/passport-list-same-person', 409)
export const passportListNotFound = defineProblem<object>('identity/passport-list-not-found', 404)
