/** Ways in beside passkeys: private IDs, certificates, recovery codes. */
import type { Principal, Text } from '@dpg/kernel'
import type { Cookie, Tx } from '@dpg/kernel/server'
import type { Cookies, Level, SignedIn, WayIn } from './contract.ts'

/** Private IDs that people may sign in by: OpenID Providers outside. All throw `identity/private-id-refused` with one word why. */
export interface PrivateIds {
  list(): Promise<readonly Pick<WayIn<string, Text>, 'id' | 'name' | 'assurance'>[]>
  /** Together with what two decided; gives its id. */
  add(
    provider: Readonly<Record<'issuer' | 'clientId' | 'secret', string>> & { name: Text; assurance: Level },
    tx?: Tx,
  ): Promise<string>
  /** To sign in; or, for whoever is signed in, to add it. `next`: a path of ours. */
  start(id: string, principal: Principal, next: string): Promise<{ readonly to: string; readonly cookie: Cookie }>
  finish(cookies: Cookies, url: URL, principal: Principal, userAgent?: string): Promise<{ next: string; cookies: Cookie[] }>
  links(principal: Principal): Promise<readonly WayIn<string, Text>[]>
  unlink(principal: Principal, provider: string): Promise<void>
}

export interface CertificateAnswer {
  readonly id: string
  /** PEM, the person's own first, each signed by the next. */
  readonly chain: readonly string[]
  /** base64: SHA-256 with RSA (PKCS #1) or ECDSA, or Ed25519, over the text. */
  readonly signature: string
}

/** X.509 certificates of authorities that were let in. All throw `identity/certificate-refused` with one word why. */
export interface Certificates {
  readonly isOffered: boolean
  /** A text to be signed, once, within ten minutes. */
  start(principal: Principal): Promise<{ readonly id: string; readonly text: string }>
  enter(answer: CertificateAnswer, principal: Principal, userAgent?: string): Promise<SignedIn>
  add(answer: CertificateAnswer, principal: Principal): Promise<void>
  list(principal: Principal): Promise<readonly WayIn[]>
  remove(principal: Principal, id: string): Promise<void>
}

/** Codes for the day on which every device is lost. They open an account at level `low` and add nothing above it. */
export interface Recovery {
  make(principal: Principal): Promise<readonly string[]>
  left(principal: Principal): Promise<number>
  /** Throws `identity/recovery-refused`. Every other session of the account ends. */
  use(code: string, userAgent?: string): Promise<SignedIn>
}
