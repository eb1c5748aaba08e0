/** 행정정보 공동이용(Exchange): facts from whoever holds them, for a stated purpose and law, with a receipt (전자정부법 제36조). */
import type { Actor, Delay } from '@dpg/access/contract'
import type { CaseAsked, Refused } from '@dpg/guard/contract'
import { type Assurance, defineEvent, defineProblem, type CaseId, type PersonId, type ReceiptId, type Text } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

export * from './contract-members.ts'

export interface FactRequest {
  readonly subject: PersonId
  /** Ids of facts that a register holds; others are a fault of ours and throw `exchange/no-register`. */
  readonly facts: readonly string[]
  readonly purpose: Text
  readonly law: string
  readonly actor: Actor
  readonly service: string | null
  readonly case: CaseId | null
  /** Given by the person, or not needed because the law says so (전자정부법 제42조). */
  readonly consent: 'given' | 'by-law' | 'none'
  /** Of the vocabulary of purposes (`policies/vocabulary.yaml`); absent: `application` for a service, `screening` without one. */
  readonly aim?: string
  /** How sure the session is that asks; absent for the platform itself. */
  readonly assurance?: Assurance
  /** Was it shown by a key that cannot leave its device? */
  readonly deviceBound?: boolean | undefined
  /** The longest to wait for any one register; others answer meanwhile. */
  readonly timeoutMs?: number
}

export interface FetchedFact {
  readonly fact: string
  /** `null` is known to be none. */
  readonly value: Json
  readonly register: string
  readonly receipt: ReceiptId
  /** ISO instant at which the register said so. */
  readonly at: string
}

/** unreachable, slow: try again later · untrusted: bad signature, wrong person or wrong shape, never used · refused: the register says no. */
export type FailureKind = 'unreachable' | 'slow' | 'untrusted' | 'refused'

export interface RegisterFailure {
  readonly register: string
  readonly facts: readonly string[]
  readonly kind: FailureKind
  /** It was our own policies that said no; the register was not asked. */
  readonly refusal?: Refused
}

export interface FetchResult {
  /** By fact id; a fact is missing here when its register knows nothing of it or failed. */
  readonly facts: Readonly<Record<string, FetchedFact>>
  /** Asked for, answered, but the register holds no such fact of this person. */
  readonly silent: readonly string[]
  readonly failures: readonly RegisterFailure[]
  /** The law has whoever it is about told later: so is whatever else is written of it. */
  readonly delay?: Delay
}

/** A declared change of residence (주민등록법 제16조): what the resident register is told. */
export interface Move {
  readonly kind: 'move'
  /** Members of the household who move too (their register-given reference in household.members), the declarant apart. */
  readonly with: readonly string[]
  /** 읍면동 code. */
  readonly to: string
  readonly address: string
  /** ISO day. */
  readonly on: string
}

export interface RecordChange {
  /** The same key changes the register once, however often it is sent. */
  readonly key: string
  readonly register: string
  readonly subject: PersonId
  readonly change: Move
  readonly law: string
  readonly actor: Actor
  /** Who decided it, with the office and roles they had then; absent: the platform, for the actor's agency. */
  readonly official?: CaseAsked['official']
  readonly consent: FactRequest['consent']
  readonly service: string | null
  readonly case: CaseId | null
}

/** Whom a register knows by a document that they show. */
export interface PersonSearch {
  readonly register: string
  /** By fact id, all held by this register; one of them names a person alone. */
  readonly by: Readonly<Record<string, string>>
  /** What they are called by the document; stands in the record of whoever is found. */
  readonly name: string
  readonly purpose: Text
  readonly law: string
  readonly timeoutMs?: number
}

export interface RegisterStatus {
  readonly register: string
  readonly state: 'up' | 'slow' | 'down' | 'unknown'
  /** ISO instant of the last answer or failure. */
  readonly since: string | null
}

export interface Receipt {
  readonly id: ReceiptId
  readonly subject: PersonId
  readonly register: string
  readonly facts: readonly string[]
  readonly purpose: Text
  readonly law: string
  readonly at: string
  /** SHA-256 of the signed answer, hex. */
  readonly digest: string
}

export interface Exchange {
  /** Asks the policies, then all registers at once; never throws because one is slow or dead. Every answer is receipted and recorded in the access log. Not inside a transaction. */
  fetch(request: FactRequest): Promise<FetchResult>
  /**
   * Undefined: the register knows nobody by all of these, or our policies keep it from being told. Whoever is found has it in their
   * own record, with a receipt. Throws `exchange/register-unavailable`. Not inside a transaction.
   */
  find(search: PersonSearch): Promise<PersonId | undefined>
  /**
   * Asks the policies first. Throws `exchange/register-unavailable` when it should be tried again, `exchange/change-refused` when
   * never: the register said no, or (`why`: not-permitted) a policy did, which then stands in the subject's record.
   */
  recordChange(command: RecordChange): Promise<{ readonly receipt: ReceiptId; readonly isNew: boolean }>
  receipt(subject: PersonId, id: ReceiptId): Promise<Receipt | undefined>
  status(): readonly RegisterStatus[]
}

/** A register said that facts of a person changed: a move, a birth, a job lost. `facts` may be empty: ask again for all. */
export const factsChanged = defineEvent<{
  subject: PersonId
  register: string
  change: string
  facts: string[]
  eventId: string
}>('exchange.facts-changed')

/** What the exchange and a gateway say to each other: JSON over HTTP, signed both ways (RFC 9421). A register knows a person only by `subject`, its own name for them. */
export interface FactQuestion {
  readonly subject: string
  readonly facts: readonly string[]
  readonly purpose: Text
  readonly law: string
  readonly consent: 'given' | 'by-law'
  readonly service: string | null
  /** Never the case or the person who asks: two registers must not be able to join what they saw. */
  readonly asker: { readonly kind: Actor['kind']; readonly agency: string | null }
}

export interface FactAnswer {
  readonly register: string
  readonly subject: string
  readonly at: string
  /** Absent: the register holds no such fact of this person. */
  readonly facts: Readonly<Record<string, Json>>
}

export interface PersonQuestion extends Pick<FactQuestion, 'purpose' | 'law' | 'asker'> {
  readonly by: Readonly<Record<string, string>>
}

export interface PersonAnswer {
  readonly register: string
  /** As asked, so that an answer belongs to its question. */
  readonly by: Readonly<Record<string, string>>
  /** Null: nobody. */
  readonly subject: string | null
  readonly at: string
}

export interface ChangeOrder extends Pick<FactQuestion, 'subject' | 'law' | 'service' | 'asker'> {
  readonly key: string
  readonly change: Move
}

export interface ChangeAnswer {
  readonly register: string
  readonly subject: string
  readonly key: string
  readonly at: string
  /** Everybody whose facts changed, the subject among them, by the register's names. */
  readonly people: readonly string[]
}

export interface RegisterEvent {
  readonly id: string
  readonly subject: string
  readonly change: string
  readonly facts: readonly string[]
  readonly at: string
}

/** Events after a place in one journal; a new journal (a register set up anew) is read from its start. */
export interface EventsAnswer {
  readonly register: string
  readonly journal: string
  readonly next: number
  readonly events: readonly RegisterEvent[]
}

/** The body of any answer but 200: why not, in one stable word. */
export interface Refusal {
  readonly register: string
  readonly why: string
}

export const noRegister = defineProblem<{ fact: string }>('exchange/no-register', 500)
export const registerUnavailable = defineProblem<{ register: string }>('exchange/register-unavailable', 503)
export const changeRefused = defineProblem<{ register: string; why: string }>('exchange/change-refused', 422)
export const receiptNotFound = defineProblem<{ id: string }>('exchange/receipt-not-found', 404)
