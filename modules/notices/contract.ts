/** 통지(Notices): telling people. An inbox with proof of reading (전자정부법 제11조, 행정절차법 제14조·제15조). */
import {
  defineEvent,
  defineProblem,
  type CaseId,
  type DocumentId,
  type NoticeId,
  type PersonId,
  type Principal,
} from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'

/** What a person reads, in one language; Markdown with `{name}` and particle marks. `short` may leave the platform: no personal content. */
export interface Letter {
  readonly subject: string
  readonly body: string
  readonly short: string | null
}

/**
 * Values by placeholder, in the language of the letter; Markdown as well (`steps`, `reasons` are lists), so words that a person
 * typed are the caller's to escape. A placeholder left empty refuses the whole notice.
 */
export type LetterValues = Readonly<Record<string, string>>

/** Sending twice with the same `key` gives the same notice, so a caller may always try again; other contents under the same key are refused. */
export interface SendNotice {
  readonly key: string
  readonly to: PersonId
  readonly kind: 'case' | 'benefits' | 'service'
  readonly letter: { readonly ko: Letter; readonly en?: Letter }
  readonly values: { readonly ko: LetterValues; readonly en?: LetterValues }
  readonly service: string | null
  readonly case: CaseId | null
  readonly documents: readonly DocumentId[]
  /** Where the reader goes next: a path of the portal. */
  readonly link: string | null
  /** 송달: a legal effect; when delivery counts and by which law. Null: ordinary news. */
  readonly legal: { readonly law: string; readonly requireRead: boolean } | null
}

/** created, delivered (in the box named by the person: the legal date, 행정절차법 제15조제2항), opened (signed in and read). */
export type NoticeStatus = 'queued' | 'delivered' | 'opened'

export interface NoticeSummary {
  readonly id: NoticeId
  readonly kind: SendNotice['kind']
  readonly subject: string
  readonly status: NoticeStatus
  /** ISO instants. */
  readonly sentAt: string
  readonly deliveredAt: string | null
  readonly openedAt: string | null
  readonly isLegal: boolean
  readonly service: string | null
  readonly case: CaseId | null
}

export interface NoticeView extends NoticeSummary {
  /** Markdown, filled. */
  readonly body: string
  readonly documents: readonly DocumentId[]
  readonly link: string | null
  readonly law: string | null
  /** SHA-256 of the content, hex: the same in the proof of delivery. */
  readonly digest: string
}

/** Proof of delivery (유통증명): what was sent, when it was sent, delivered and opened. */
export interface DeliveryProof {
  readonly id: NoticeId
  /** SHA-256 of `content`, hex. */
  readonly digest: string
  /** Canonical JSON (RFC 8785) of all that was sent, in every language; null until it was opened: who asks for the proof has not read it by that. */
  readonly content: string | null
  readonly sentAt: string
  /** The legal date, unless `law` says otherwise. */
  readonly deliveredAt: string | null
  readonly openedAt: string | null
  readonly law: string | null
}

/**
 * Notices of whoever asks; while they act for somebody, of that person within the mandate (`notices/beyond-mandate`), each look written
 * into that person's record. By a mandate nothing is opened: `open` only looks.
 */
export interface OwnNotices {
  list(lang: 'ko' | 'en', query?: NoticeQuery): Promise<NoticePage>
  unread(): Promise<number>
  find(id: NoticeId, lang: 'ko' | 'en'): Promise<NoticeView | undefined>
  open(id: NoticeId, lang: 'ko' | 'en'): Promise<NoticeView>
  prove(id: NoticeId): Promise<DeliveryProof | undefined>
}

export interface NoticeQuery {
  readonly limit?: number
  readonly before?: string
  readonly case?: CaseId
}

export interface NoticePage {
  readonly items: readonly NoticeSummary[]
  readonly next: string | null
}

export interface Notices {
  /** Pages and routes of residents ask by this. Throws `kernel/sign-in-needed`. */
  of(principal: Principal): OwnNotices
  /** Accepts a notice as part of the caller's transaction; delivery follows after commit. */
  send(tx: Tx, command: SendNotice): Promise<NoticeId>
  /** The same for some hundred at once, of one event, as what concerns very many needs it; ids in the order of the commands. */
  sendEach(tx: Tx, commands: readonly SendNotice[]): Promise<readonly NoticeId[]>
  list(to: PersonId, lang: 'ko' | 'en', query?: NoticeQuery): Promise<NoticePage>
  unread(to: PersonId): Promise<number>
  /** Looks without opening: for lists. Undefined: not this person's. */
  find(to: PersonId, id: NoticeId, lang: 'ko' | 'en'): Promise<NoticeView | undefined>
  /** Opens it: the time of the first opening is the proof of reading (열람) and never changes. */
  open(to: PersonId, id: NoticeId, lang: 'ko' | 'en'): Promise<NoticeView>
  /** Undefined: not this person's. */
  prove(to: PersonId, id: NoticeId): Promise<DeliveryProof | undefined>
}

export const noticeQueued = defineEvent<{ to: PersonId; id: NoticeId }>('notices.queued')
/** What was sent together: to whom, and in the same order the ids. */
export const noticesQueued = defineEvent<{ to: PersonId[]; ids: NoticeId[] }>('notices.many-queued')
export const noticeDelivered = defineEvent<{ to: PersonId; id: NoticeId }>('notices.delivered')
export const noticeOpened = defineEvent<{ to: PersonId; id: NoticeId; case: CaseId | null }>('notices.opened')

export const missingValues = defineProblem<{ missing: string[] }>('notices/missing-values', 422)
export const keyUsedTwice = defineProblem<{ key: string }>('notices/key-used-for-another', 409)
export const beyondMandate = defineProblem<object>('notices/beyond-mandate', 403)
export const noticeNotFound = defineProblem<{ id: string }>('notices/not-found', 404)
