/** 열람 기록(Access): every use of a person's facts, provable by the person without trusting us (전자정부법 제36조, 개인정보 보호법 제35조). */
import {
  type Acting,
  defineEvent,
  defineProblem,
  type CaseId,
  type Id,
  type OfficialId,
  type PersonId,
  type Principal,
  type Text,
} from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'

export type EntryId = Id<'EntryId'>
export type LookId = Id<'LookId'>
export type QuestionId = Id<'QuestionId'>
/** What an official has to do with a person in private. */
export type Tie = 'self' | 'family' | 'neighbour' | 'colleague' | 'former-partner'
export type Guard = 'public-figure' | 'protected'

/** Who used the facts. `name` and `agency` are what the resident reads. */
export interface Actor {
  readonly kind: 'resident' | 'official' | 'system'
  readonly person?: PersonId
  readonly official?: OfficialId
  readonly name: string
  /** Code of agencies.tsv; null: the person themselves or the platform. */
  readonly agency: string | null
  /** On whose behalf, by which mandate; absent: their own. */
  readonly acting?: Acting
}

/** fetch: taken from a register · view: shown to a person · use: read by a rule · decide · change: written to a register · issue: put on a document · refuse: asked for and refused · agree, withdraw: the person's consent to such uses. */
export type Use = 'fetch' | 'view' | 'use' | 'decide' | 'change' | 'issue' | 'refuse' | 'agree' | 'withdraw'

export interface AccessRecord {
  readonly subject: PersonId
  readonly actor: Actor
  readonly use: Use
  /** Ids of the vocabulary; never values. */
  readonly facts: readonly string[]
  readonly purpose: Text
  /** `기초연금법 제11조제2항` */
  readonly law: string
  readonly register: string | null
  readonly service: string | null
  readonly case: CaseId | null
  /** Ids of the policies that said no; `none`: none said yes. Only with `refuse`. */
  readonly rule?: string
  /** The law keeps the entry from the person for a time; it is in the tree at once. */
  readonly delay?: Delay
  /** What the official stated when the look was unusual; the person reads it. */
  readonly stated?: string
}

/** A look by a mandate: whoever is acted for may have anyone look in their place (개인정보 보호법 제38조). */
export const lookByMandate = (
  { person, displayName }: Principal,
  acting: Acting,
  { use, service, case: of, purpose }: Pick<AccessRecord, 'use' | 'service' | 'case' | 'purpose'>,
): AccessRecord => ({
  ...{ subject: acting.for, use, facts: [], purpose, law: '개인정보 보호법 제38조', register: null, service, case: of },
  actor: { kind: 'resident', person: person!, name: displayName ?? '', agency: null, acting },
  ...(use === 'refuse' ? { rule: 'none' } : {}),
})

/** investigation: of a crime · relative: it would tell of a relative's own affair. */
export interface Delay {
  readonly why: 'investigation' | 'relative'
  /** ISO instant; at most as far ahead as `delays.json` allows. */
  readonly until: string
  /** By default the one of `delays.json`. */
  readonly law?: string
}

/** An entry that is sealed and committed to, ready to be written. */
export interface Prepared {
  readonly subject: PersonId
  readonly id: EntryId
  readonly actorKind: Actor['kind']
  /** The official who says when the investigation is over, so that the person may read it. */
  readonly heldBy: OfficialId | null
  readonly commitment: Uint8Array
  readonly sealed: Buffer
  readonly attention: number
  /** ISO instant; null: at once. */
  readonly opensAt: string | null
}

/** One entry as its owner reads it. */
export interface TraceEntry extends AccessRecord {
  readonly id: EntryId
  /** ISO instant. */
  readonly at: string
  /** Place in the tree; null until the sequencer has appended it (within a second). */
  readonly index: number | null
}

/** All that a browser needs to check one entry with `@dpg/ledger/verify`. */
export interface EntryProof {
  /** The exact entry that was committed to. */
  readonly entry: Readonly<Record<string, unknown>>
  /** base64 */
  readonly salt: string
  readonly index: number
  /** Signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string
  readonly size: number
  /** base64 hashes, from leaf to root. */
  readonly proof: readonly string[]
  /** base64 */
  readonly root: string
  /** `name+hash+key` of the log. */
  readonly key: string
}

export interface TracePage {
  readonly entries: readonly TraceEntry[]
  readonly total: number
  /** Cursor of the next older page; null: no more. */
  readonly next: string | null
}

/** An official is about to look at a person's facts. */
export interface Look {
  readonly subject: PersonId
  readonly official: OfficialId
  /** As the person will read it. */
  readonly name: string
  readonly agency: string | null
  readonly case: CaseId | null
  /** What the official has to do with the person today: the case is theirs, their office's, or neither. */
  readonly duty: 'assigned' | 'office' | 'none'
  /** How the official signed in. An unusual look takes `high`, shown just now, of whoever can show it. */
  readonly session?: Pick<Principal, 'assurance' | 'provedAt'>
}

export interface Admission {
  readonly look: LookId
  /** 0 to 100: how likely such a look is not for the work. */
  readonly score: number
  /** Signals, the strongest first (`access.signal.<signal>`). */
  readonly reasons: readonly string[]
  /** What the official stated when they were asked; to be recorded with the look. */
  readonly stated: string | null
}

/** A look that was not simply allowed, as the privacy officer sees it. */
export interface WatchedLook {
  readonly id: LookId
  readonly at: string
  readonly official: OfficialId
  readonly name: string
  readonly agency: string | null
  readonly subject: PersonId
  readonly case: CaseId | null
  readonly duty: Look['duty']
  readonly score: number
  readonly verdict: 'ask' | 'block'
  readonly reasons: readonly string[]
  readonly stated: string | null
  readonly review: 'justified' | 'abuse' | null
}

export interface Watch {
  /**
   * Judges a look before it happens. Throws `access/reason-needed` when the official must first state why, then
   * `access/proof-needed` when they must show more surely who they are, `access/look-blocked` when it is refused; a refused look
   * stands in the person's trace. Opens a transaction of its own: not to be called within one.
   */
  admit(look: Look): Promise<Admission>
  /** The official states why; lets their look at this person through for an hour. Throws `access/look-not-found`. */
  state(official: OfficialId, look: LookId, reason: string): Promise<WatchedLook>
  /** Newest first; those not reviewed yet, or all. */
  watched(query?: { readonly all?: boolean; readonly limit?: number }): Promise<readonly WatchedLook[]>
  /** The privacy officer decides, never of their own look (`access/own-look`): justified lets a blocked look through for a day; abuse keeps the official out from this person. */
  review(by: OfficialId, look: LookId, outcome: 'justified' | 'abuse', note: string): Promise<void>
  tie(subject: PersonId, official: OfficialId, kind: Tie | null): Promise<void>
  guard(subject: PersonId, kind: Guard | null): Promise<void>
}

/** What a person asked an agency about a look at them. */
export interface QuestionView {
  readonly id: QuestionId
  readonly entry: EntryId
  readonly looked: TraceEntry
  /** Code of agencies.tsv. */
  readonly agency: string
  readonly askedAt: string
  /** The last of ten days from the day after; the next working day where that is none. */
  readonly dueOn: string
  readonly question: string
  readonly answer: string | null
  readonly answeredAt: string | null
  readonly isOverdue: boolean
}

export interface Questions {
  /** Throws `access/entry-not-found`, `access/nobody-to-ask` (the person themselves, or no agency), `access/already-asked`. */
  ask(subject: PersonId, entry: EntryId, text: string): Promise<QuestionView>
  /** Newest first. */
  mine(subject: PersonId): Promise<readonly QuestionView[]>
  /** Those not answered first, by their deadline. */
  forAgency(agency: string): Promise<readonly QuestionView[]>
  /** Throws `access/question-not-found` for another agency's, `access/question-answered`. */
  answer(by: { readonly id: OfficialId; readonly agency: string }, id: QuestionId, text: string): Promise<void>
}

/**
 * How an investigation ended: a charge · no case was opened · it was not sent to the prosecutor · the prosecutor did not charge.
 * Investigations that only rest are not over.
 */
export type HeldOutcome = 'charged' | 'not-booked' | 'not-referred' | 'not-indicted'

/** A look of one's own that the person is told of later. */
export interface HeldLook extends Pick<TraceEntry, 'at' | 'use' | 'facts' | 'purpose' | 'law' | 'service' | 'case'> {
  readonly entry: EntryId
  readonly delay: Delay
}

export interface Held {
  /** Newest first, at most a hundred; those that still wait. */
  mine(official: OfficialId): Promise<readonly HeldLook[]>
  /** The person reads the entry from now on, and is told. Throws `access/held-not-found`. */
  end(official: OfficialId, entry: EntryId, outcome: HeldOutcome): Promise<void>
}

export interface Access {
  readonly watch: Watch
  readonly held: Held
  readonly questions: Questions
  /** Written with the caller's rows; one sequencer appends it to the tree after commit. */
  record(tx: Tx, record: AccessRecord): Promise<EntryId>
  /** Many at once, in their order. */
  recordAll(tx: Tx, records: readonly AccessRecord[]): Promise<readonly EntryId[]>
  /** All that `record` does but writing: for who has time before the transaction, while something else is waited for. */
  prepare(record: AccessRecord): Promise<Prepared>
  /** In their order, in one statement. */
  write(tx: Tx, prepared: readonly Prepared[]): Promise<readonly EntryId[]>
  trace(
    subject: PersonId,
    query?: {
      readonly limit?: number
      readonly before?: string
      readonly actor?: Actor['kind']
      /** attention: those that deserve a look, the most first, without a next page and not counted; by default the newest first. */
      readonly order?: 'newest' | 'attention'
      /** false: `total` is only how many are shown; for who asks `totals` anyway. */
      readonly isCounted?: boolean
    },
  ): Promise<TracePage>
  /** How many entries the person may see, by who used the facts. */
  totals(subject: PersonId): Promise<Readonly<Record<Actor['kind'], number>>>
  /** Undefined: no such entry of this person, or the law still keeps it back. */
  entry(subject: PersonId, entry: EntryId): Promise<TraceEntry | undefined>
  /** Undefined: no such entry of this person, or not yet in the tree. */
  prove(subject: PersonId, entry: EntryId): Promise<EntryProof | undefined>
  /** Proofs of many entries against one checkpoint, for a page that checks all it shows. */
  proveAll(subject: PersonId, entries: readonly EntryId[]): Promise<Readonly<Record<EntryId, EntryProof>>>
  /** A file that verifies offline (C2SP tlog-proof); `first`: under the head of the time of the entry. Undefined as with `prove`. */
  receipt(subject: PersonId, entry: EntryId, head?: 'newest' | 'first'): Promise<string | undefined>
  /** Opens entries that were kept back before their time: the affair is over. How many it opened. */
  disclose(tx: Tx, subject: PersonId, entries: readonly EntryId[]): Promise<number>
  /** Proves that the tree of `second` leaves continues the one of `first`. Undefined where there is no such tree. */
  consistency(first: number, second: number): Promise<readonly string[] | undefined>
  /** The newest signed checkpoint, and the key it is signed with. */
  checkpoint(): Promise<{ readonly note: string; readonly size: number; readonly key: string }>
  /** Appends what waits; the server calls it after commits, and tests directly. Returns how many were appended. */
  sequence(): Promise<number>
}

/** An official used a person's facts. Uses by the system are not announced one by one: there are thousands a second. */
export const accessRecorded = defineEvent<{ subject: PersonId; entry: EntryId }>('access.recorded')
export const entryNotFound = defineProblem<{ id: string }>('access/entry-not-found', 404)
export const reasonNeeded = defineProblem<{ look: string; reasons: string }>('access/reason-needed', 403)
/** Why was stated; now the official signs in again by the surest way they have. */
export const proofNeeded = defineProblem<{ look: string; reasons: string }>('access/proof-needed', 403)
export const lookBlocked = defineProblem<{ look: string; reasons: string }>('access/look-blocked', 403)
/** Whoever looked does not say what it was. */
export const ownLook = defineProblem<Record<string, never>>('access/own-look', 409)
export const lookNotFound = defineProblem<{ look: string }>('access/look-not-found', 404)
export const heldNotFound = defineProblem<{ entry: string }>('access/held-not-found', 404)
export const nobodyToAsk = defineProblem<Record<string, never>>('access/nobody-to-ask', 422)
export const alreadyAsked = defineProblem<Record<string, never>>('access/already-asked', 409)
export const questionNotFound = defineProblem<{ id: string }>('access/question-not-found', 404)
export const questionAnswered = defineProblem<Record<string, never>>('access/question-answered', 409)
