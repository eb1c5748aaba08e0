/** 동의(Consent) of those whom an application is about besides the applicant: each named person agrees in person, or on paper. */
import type { Consenters } from '@dpg/definitions'
import { type CaseId, defineEvent, defineProblem, type Id, type Lang, type PersonId, type Principal } from '@dpg/kernel'

export type ConsentId = Id<'ConsentId'>
/**
 * expired: nobody answered in time. not-needed: they left those whom the application counts. From each of them but `given` and
 * `not-needed` one may still agree while the case is open.
 */
export type ConsentState = 'asked' | 'given' | 'refused' | 'withdrawn' | 'expired' | 'not-needed'
export type ConsentDeed = 'agree' | 'refuse' | 'withdraw'

export interface Standing {
  readonly id: ConsentId
  readonly of: Consenters
  readonly state: ConsentState
  /** ISO instants. */
  readonly askedAt: string
  /** Until when an answer is waited for. */
  readonly until: string
  readonly decidedAt: string | null
  /** Of one that was given: the last moment at which it holds. */
  readonly validUntil: string | null
  readonly isPaper: boolean
}

/** As the one who is asked reads it. */
export interface AskedConsent extends Standing {
  readonly service: { readonly id: string; readonly title: string }
  readonly applicant: string
  readonly office: { readonly name: string; readonly phone: string | null }
  /** The child for whom one is asked as its guardian; null: for oneself. */
  readonly child: string | null
  /** Names of children in the household for whom one's own answer counts too. */
  readonly children: readonly string[]
  readonly purposes: readonly {
    readonly why: string
    readonly law: string
    readonly facts: readonly string[]
    readonly registers: readonly string[]
  }[]
  /** What the law makes of a no: the application stops, an official looks, or papers are handed in. */
  readonly refusal: 'upload' | 'officer' | 'stop'
  readonly can: readonly ConsentDeed[]
}

/** As the applicant and the office read it. */
export interface CaseConsent extends Standing {
  readonly name: string
  /** Under age: a guardian answers for them. */
  readonly isByGuardian: boolean
  /** Has an account, and was asked there. */
  readonly isAskedHere: boolean
  readonly refusal: AskedConsent['refusal']
  readonly law: string
  /** For the office: what was handed in. */
  readonly paper: Paper | null
  /** May a paper still be recorded? */
  readonly canRecord: boolean
}

export interface Paper {
  /** What it is and where it is kept, in the official's words. */
  readonly document: string
  /** ISO day on which it was signed. */
  readonly signedOn: string
  /** Name of the official who recorded it. */
  readonly by: string
}

export interface PaperConsent extends Pick<Paper, 'document' | 'signedOn'> {
  readonly agrees: boolean
}

export interface Consents {
  /** Asked of me, newest first. */
  mine(principal: Principal, lang: Lang): Promise<readonly AskedConsent[]>
  one(principal: Principal, id: ConsentId, lang: Lang): Promise<AskedConsent>
  /** In person only: whoever acts for another is refused. The same deed twice is once. */
  decide(principal: Principal, id: ConsentId, deed: ConsentDeed, lang: Lang): Promise<AskedConsent>
  /** The record of a consent that was given, signed: JWS of a document with the fields of ISO/IEC TS 27560. */
  receipt(principal: Principal, id: ConsentId): Promise<string>
  /** Of a case: for its applicant, or for an official of its office. */
  ofCase(principal: Principal, id: CaseId): Promise<readonly CaseConsent[]>
  /** By an official of the office: for people who answer on paper. */
  recordPaper(principal: Principal, id: CaseId, consent: ConsentId, paper: PaperConsent, lang: Lang): Promise<void>
}

/** `asked`: null where the person has no account. */
export const consentAsked = defineEvent<{
  case: CaseId
  person: PersonId
  consent: ConsentId
  asked: PersonId | null
  at: string
}>('casework.consent-asked')
export const consentDecided = defineEvent<{
  case: CaseId
  person: PersonId
  consent: ConsentId
  asked: PersonId | null
  state: ConsentState
  at: string
}>('casework.consent-decided')

export const consentNotFound = defineProblem<{ id: string }>('casework/consent-not-found', 404)
export const consentNotPossible = defineProblem<{ state: string }>('casework/consent-not-possible', 409)
export const inPersonOnly = defineProblem<object>('casework/in-person-only', 403)
/** `nobody-asked`: in this case the others are not asked, so that none of them learns of it. */
export const consentMissing = defineProblem<{ facts: readonly string[]; reason?: 'nobody-asked' }>(
  'casework/consent-missing',
  403,
)
