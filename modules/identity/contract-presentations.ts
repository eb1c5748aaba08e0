/** Mobile ID: a credential shown from a wallet (OpenID4VP 1.0), to sign in and to open an account. */
import { defineProblem, type Id, type Principal, type Text } from '@dpg/kernel'
import type { Cookie, Tx } from '@dpg/kernel/server'
import type { Cookies, Level, SignedIn, WayIn } from './contract.ts'

export type WalletId = Id<'WalletId'>
export type WalletIssuersId = Id<'WalletIssuersId'>

/** A question for a wallet, as the page shows it. */
export interface WalletQuestion {
  /** `openid4vp://…`: a link on this device, a picture for another. */
  readonly link: string
  readonly expiresAt: string
}

/** Where this browser's question stands. `confirm`: a wallet has answered; the number that its phone shows is to be typed here. */
export type WalletState =
  | { readonly step: 'ask'; readonly question: WalletQuestion; readonly next: string | null }
  | { readonly step: 'confirm'; readonly next: string | null }
  | { readonly step: 'refused'; readonly why: string; readonly next: string | null }

/** Null where one was signed in already: then it was added, and may have raised the session. */
export type WalletEntered = {
  readonly step: 'in'
  readonly signedIn: SignedIn | null
  readonly next: string | null
  readonly cookies: readonly Cookie[]
}

/** What the wallet's own browser comes to: in, or on another device a number to be typed where it began. */
export type WalletBack =
  | WalletEntered
  | { readonly step: 'code'; readonly code: string; readonly device: string; readonly startedAt: string }

/** One kind of credential: which of its claims says what, and what showing it is worth. */
export interface AcceptedCredential {
  readonly format: 'dc+sd-jwt' | 'mso_mdoc'
  /** `vct`, or the document type. */
  readonly type: string
  /** Paths from the top; of an mdoc: namespace and element. */
  readonly number: readonly string[]
  readonly name: readonly string[]
  readonly birthDate: readonly string[]
  /** How well its issuer knew the person; how well the wallet keeps the key to its holder. A sign-in has the lower. */
  readonly identity: Level
  readonly authentication: Level
  /** Refused without a status list to look it up in. */
  readonly needsStatus: boolean
}

export interface AcceptedIssuer {
  readonly id: string
  readonly name: Text
  /** Public keys (JWK, P-256, P-384 or P-521) by `kid`. */
  readonly keys: readonly Readonly<Record<string, string>>[]
  /** Certificates (DER in base64) of authorities directly above its signers, or of the signers themselves. */
  readonly anchors: readonly string[]
  readonly credentials: readonly AcceptedCredential[]
}

export interface WalletIssuersList {
  readonly id: WalletIssuersId
  readonly version: number
  readonly issuers: readonly AcceptedIssuer[]
  readonly loadedBy: string
  readonly loadedAt: string
  readonly isHeld: boolean
}

/** Whom we believe about mobile IDs: nobody, until two officials have let a list in. Every version is kept. */
export interface WalletIssuers {
  /** The newest first. */
  list(principal: Principal): Promise<readonly WalletIssuersList[]>
  /** As a file has it, JSON. Throws `identity/wallet-issuers-refused` with the place that is wrong. */
  read(file: Uint8Array): readonly AcceptedIssuer[]
  /** Whether all their keys can be used. Throws `identity/wallet-issuers-refused`. */
  check(issuers: readonly AcceptedIssuer[]): void
  /** Takes the place of the one before, together with what two officials decided; `by`: who proposed it. Throws as `check`. */
  hold(tx: Tx, issuers: readonly AcceptedIssuer[], by: string): Promise<WalletIssuersList>
  /** From now on nobody is believed. Throws `identity/wallet-issuers-not-found` when nobody is. */
  withdraw(principal: Principal): Promise<void>
}

/** All throw `identity/wallet-refused` with one word why. */
export interface Presentations {
  readonly issuers: WalletIssuers
  isOffered(): Promise<boolean>
  /** A new question for this browser; the one before is over. `next`: a path of ours. */
  start(
    principal: Principal,
    next: string | null,
    userAgent?: string,
  ): Promise<{ readonly question: WalletQuestion; readonly cookie: Cookie }>
  /** Undefined: none, it is over, or somebody else asked it. */
  current(cookies: Cookies, principal: Principal): Promise<WalletState | undefined>
  /** The signed request, for whichever wallet fetches it; again until it is answered. */
  request(id: string, walletNonce?: string): Promise<string>
  /** What a wallet has sealed; once. Gives where its browser goes on. `error`: it has refused. */
  receive(id: string, answer: { readonly response?: string; readonly error?: string }): Promise<string>
  back(code: string, cookies: Cookies, principal: Principal, userAgent?: string): Promise<WalletBack>
  /** With the number that the phone shows, where it began. Five tries. */
  confirm(typed: string, cookies: Cookies, principal: Principal, userAgent?: string): Promise<WalletEntered>
  list(principal: Principal): Promise<readonly WayIn<WalletId>[]>
  remove(principal: Principal, id: WalletId): Promise<void>
}

/** `why`: as the reader is told it, `problem.identity/wallet-refused.detail.<why>`. */
export const walletRefused = defineProblem<{ why: string }>('identity/wallet-refused', 400)
export const walletIssuersRefused = defineProblem<{ why: string; where?: string }>('identity/wallet-issuers-refused', 422)
export const walletIssuersNotFound = defineProblem<object>('identity/wallet-issuers-not-found', 404)
