/** A question to a wallet: made for one browser, signed for whichever wallet fetches it, answered once. */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Principal, SessionId } from '@dpg/kernel'
import type { Cookie } from '@dpg/kernel/server'
import { clientIdOf, requestObject, type RequestSigner, walletLink } from '@dpg/presentation'
import { type Presentations, type WalletQuestion, walletRefused } from '../contract.ts'
import { deviceOf } from '../device.ts'
import type { IdentityDeps } from '../index.ts'
import { accountOf } from '../sessions.ts'
import type { Trust } from './issuers.ts'
import { insertPresentation, presentationById, type StoredPresentation } from './store-presentations.ts'

export const COOKIE = 'dpg_wallet'
const LASTS_MIN = 10
const SUBJECT = 'identity.presentations'
const PATH = '/api/identity/presentations'

/** What a question is kept with, sealed. */
export interface Secrets {
  readonly nonce: string
  readonly state: string
  /** Private; made for this answer alone. */
  readonly key: {
    readonly kty: string
    readonly crv: string
    readonly x: string
    readonly y: string
    readonly d: string
    readonly kid: string
  }
  readonly next: string | null
}

export interface Running extends IdentityDeps {
  readonly trust: Trust
  readonly signer: () => Promise<RequestSigner>
}

export const random = (): string => randomBytes(24).toString('base64url')
export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
export const clearedQuestion: Cookie = { name: COOKIE, value: '', maxAgeS: 0 }
export const contextOf = (id: string, what: 'sealed' | 'result') => `identity.presentations.${what}:${id}`

export const openSealed = <T>({ db, sealing }: IdentityDeps, id: string, what: 'sealed' | 'result', sealed: Buffer): Promise<T> =>
  sealing.open<T>(db, SUBJECT, contextOf(id, what), sealed)
export const sealFor = ({ db, sealing }: IdentityDeps, id: string, what: 'sealed' | 'result', value: object): Promise<Buffer> =>
  db.transaction((tx) => sealing.seal(tx, SUBJECT, contextOf(id, what), value))

export const responseUri = ({ baseUrl }: IdentityDeps, id: string): string => new URL(`${PATH}/${id}/response`, baseUrl()).href

/** Whose question it is: somebody's who is signed in, or nobody's yet. */
export const askerOf = (principal: Principal): { readonly account: string | null; readonly session: SessionId | null } =>
  principal.session ? { account: accountOf(principal), session: principal.session } : { account: null, session: null }

export async function startQuestion(
  deps: Running,
  principal: Principal,
  next: string | null,
  userAgent?: string,
): ReturnType<Presentations['start']> {
  if ((await deps.trust.accepted()).length === 0) throw walletRefused({ why: 'not-offered' })
  const [id, token, now] = [random(), random(), deps.clock.now()]
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const key = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: d!, kid: id }
  const sealed = await sealFor(deps, id, 'sealed', { nonce: random(), state: random(), key, next } satisfies Secrets)
  const times = { startedAt: now.toString(), expiresAt: now.add({ minutes: LASTS_MIN }).toString() }
  const row = { id, browser: sha256(token), device: deviceOf(userAgent ?? null), sealed, ...askerOf(principal), ...times }
  await insertPresentation(deps.db, row)
  const cookie = { name: COOKIE, value: token, maxAgeS: LASTS_MIN * 60 }
  return { question: await questionOf(deps, row), cookie }
}

export async function questionOf(
  deps: Running,
  { id, expiresAt }: Pick<StoredPresentation, 'id' | 'expiresAt'>,
): Promise<WalletQuestion> {
  const uri = new URL(`${PATH}/${id}/request`, deps.baseUrl()).href
  return { link: walletLink(clientIdOf(await deps.signer()), uri), expiresAt }
}

/** Not once only: wallets ask again when they are opened again. */
export async function signedRequest(deps: Running, id: string, walletNonce?: string): Promise<string> {
  const now = deps.clock.now()
  const row = await presentationById(deps.db, id, now.toString())
  if (row?.state !== 'open') throw walletRefused({ why: 'late' })
  const { nonce, state, key } = await openSealed<Secrets>(deps, id, 'sealed', row.sealed)
  const { d: _, ...point } = key
  return requestObject(await deps.signer(), {
    id,
    nonce,
    state,
    responseUri: responseUri(deps, id),
    sealTo: { ...point, use: 'enc', alg: 'ECDH-ES' },
    accepted: await deps.trust.accepted(),
    now: now.epochMilliseconds,
    expiresAt: Temporal.Instant.from(row.expiresAt).epochMilliseconds,
    walletNonce,
  })
}
