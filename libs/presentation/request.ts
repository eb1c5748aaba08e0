/** What a wallet is asked (OpenID4VP 1.0 §5, §6): signed by us, with the key to seal the answer to. */
import { hash, type KeyObject } from 'node:crypto'
import { type JWK, SignJWT } from 'jose'
import type { Accepted } from './accepted.ts'

export interface RequestSigner {
  /** ES256. */
  readonly key: KeyObject
  /** DER; the one for the key first, the authority at the top left out. */
  readonly chain: readonly Uint8Array[]
}

export interface Ask {
  readonly id: string
  readonly nonce: string
  readonly state: string
  readonly responseUri: string
  /** Public, with its `kid`. */
  readonly sealTo: JWK
  readonly accepted: readonly Accepted[]
  /** Milliseconds. */
  readonly now: number
  readonly expiresAt: number
  readonly walletNonce?: string | undefined
}

/** One question for each kind of credential: several issuers may give the same. */
export type Questions = ReadonlyMap<string, Pick<Accepted, 'format' | 'type' | 'claims'>>

/** RFC 9360-like: the hash of our certificate names us (OpenID4VP 1.0 §5.9.3, `x509_hash`). */
export const clientIdOf = ({ chain }: RequestSigner): string => `x509_hash:${hash('sha256', chain[0]!, 'base64url')}`

export function questionsOf(accepted: readonly Accepted[]): Questions {
  const kinds = new Map(
    accepted.map(({ format, type, claims }) => [JSON.stringify([format, type, claims]), { format, type, claims }]),
  )
  return new Map([...kinds.values()].map((kind, at) => [`id${at}`, kind]))
}

/** DCQL: any one of them will do. */
export function queryOf(questions: Questions) {
  const credentials = [...questions].map(([id, { format, type, claims }]) => ({
    id,
    format,
    meta: format === 'mso_mdoc' ? { doctype_value: type } : { vct_values: [type] },
    claims: claims.map((path) => ({ path })),
  }))
  return { credentials, credential_sets: [{ options: credentials.map(({ id }) => [id]) }] }
}

/** The request object (RFC 9101). */
export function requestObject(signer: RequestSigner, ask: Ask): Promise<string> {
  const { nonce, state, responseUri, sealTo, accepted, now, expiresAt, walletNonce } = ask
  const claims = {
    aud: 'https://self-issued.me/v2',
    client_id: clientIdOf(signer),
    response_type: 'vp_token',
    response_mode: 'direct_post.jwt',
    response_uri: responseUri,
    nonce,
    state,
    dcql_query: queryOf(questionsOf(accepted)),
    client_metadata: {
      jwks: { keys: [sealTo] },
      encrypted_response_enc_values_supported: ['A128GCM', 'A256GCM'],
      vp_formats_supported: {
        'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256', 'ES384', 'ES512'], 'kb-jwt_alg_values': ['ES256', 'ES384', 'ES512'] },
        mso_mdoc: { issuerauth_alg_values: [-7, -35, -36], deviceauth_alg_values: [-7, -35, -36] },
      },
    },
    ...(walletNonce === undefined ? {} : { wallet_nonce: walletNonce }),
  }
  return new SignJWT(claims)
    .setProtectedHeader({
      alg: 'ES256',
      typ: 'oauth-authz-req+jwt',
      x5c: signer.chain.map((one) => Buffer.from(one).toString('base64')),
    })
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(signer.key)
}

/** What the wallet is opened with: a link on the same device, a picture to scan on another. */
export const walletLink = (clientId: string, requestUri: string): string =>
  `openid4vp://?${new URLSearchParams({ client_id: clientId, request_uri: requestUri, request_uri_method: 'post' })}`
