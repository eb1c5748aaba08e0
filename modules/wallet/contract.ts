/** 전자문서지갑(Wallet): documents in the resident's hand, which anyone they are shown to can verify. */
import type { IssuedDocument } from '@dpg/documents'
import { defineEvent, defineProblem, type CaseId, type DocumentId, type PersonId, type Principal } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'

/** What to issue; the verification block is the wallet's to add. */
export interface IssueDocument {
  /** The same key issues once. */
  readonly key: string
  readonly to: PersonId
  readonly kind: 'decision' | 'certificate'
  readonly documents: { readonly ko: IssuedDocument; readonly en?: IssuedDocument }
  /** Name of the issuing office, as shown when somebody verifies. */
  readonly issuer: string
  readonly service: string
  readonly case: CaseId | null
  /** ISO day after which it no longer proves anything; null: no end. */
  readonly validUntil: string | null
}

export interface DocumentSummary {
  readonly id: DocumentId
  readonly kind: IssueDocument['kind']
  readonly title: string
  /** `1234-5678-9012-3456`: what a verifier types. */
  readonly number: string
  readonly issuer: string
  readonly issuedAt: string
  readonly validUntil: string | null
  readonly service: string
  readonly case: CaseId | null
  readonly revokedAt: string | null
}

/** What a stranger learns from a number: enough to compare, nothing more. */
export interface Verification {
  readonly state: 'valid' | 'expired' | 'revoked'
  readonly title: string
  readonly issuer: string
  readonly issuedAt: string
  readonly validUntil: string | null
  /** 김*늘 */
  readonly holder: string
  /** Hex SHA-256 of each PDF, by language. */
  readonly digests: Readonly<Record<string, string>>
}

/**
 * Documents of whoever asks; while they act for somebody, of that person within the mandate (`wallet/beyond-mandate`), each one that is
 * listed or read written into that person's record.
 */
export interface OwnDocuments {
  list(lang: 'ko' | 'en'): Promise<readonly DocumentSummary[]>
  find(id: DocumentId, lang: 'ko' | 'en'): Promise<DocumentSummary | undefined>
  read(id: DocumentId, form: 'html' | 'json' | 'pdf', lang: 'ko' | 'en'): ReturnType<Wallet['read']>
}

export interface Wallet {
  /** Pages and routes of residents ask by this. Throws `kernel/sign-in-needed`. */
  of(principal: Principal): OwnDocuments
  /** Part of the caller's transaction; the PDF is rendered by a job right after commit. */
  issue(tx: Tx, command: IssueDocument): Promise<{ readonly id: DocumentId; readonly number: string }>
  list(owner: PersonId, lang: 'ko' | 'en'): Promise<readonly DocumentSummary[]>
  find(owner: PersonId, id: DocumentId, lang: 'ko' | 'en'): Promise<DocumentSummary | undefined>
  /** HTML fragment, JSON text or PDF bytes; a PDF not yet rendered is rendered now. Throws `wallet/document-not-found`. */
  read(
    owner: PersonId,
    id: DocumentId,
    form: 'html' | 'json' | 'pdf',
    lang: 'ko' | 'en',
  ): Promise<{ readonly bytes: Uint8Array; readonly contentType: string }>
  /**
   * By number, with or without hyphens; undefined when there is none. `from` is the address of whoever asks: wrong numbers from
   * one address are limited (`wallet/too-many-tries`). A page or route always gives it.
   */
  verify(number: string, from?: string): Promise<Verification | undefined>
  /** Is this file, byte for byte, a document we issued? */
  verifyFile(bytes: Uint8Array): Promise<Verification | undefined>
  /** From the commit on it proves nothing, and says so to who verifies. Again changes nothing. Throws `wallet/document-not-found`. */
  revoke(tx: Tx, owner: PersonId, id: DocumentId): Promise<void>
}

export const documentIssued = defineEvent<{ to: PersonId; id: DocumentId; case: CaseId | null }>('wallet.issued')
export const beyondMandate = defineProblem<object>('wallet/beyond-mandate', 403)
export const documentNotFound = defineProblem<{ id: string }>('wallet/document-not-found', 404)
export const documentNotIssued = defineProblem<object>('wallet/not-issued', 404)
export const tooManyTries = defineProblem<{ retryAfterS: number }>('wallet/too-many-tries', 429)
/** The fonts lack a letter of the document, and a name must not lose one in silence; HTML and JSON can be read. */
export const notPrintable = defineProblem<{ characters: string[] }>('wallet/not-printable', 409)
