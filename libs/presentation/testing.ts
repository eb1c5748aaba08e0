/**
 * For tests: an issuer and a wallet that share no code with the verifier. SD-JWT VC by `@sd-jwt/sd-jwt-vc`, mdocs by `@owf/mdoc`,
 * the protocol by `@openid4vc/openid4vp`; all from the OpenWallet Foundation.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import {
  CoseKey,
  DateOnly,
  DeviceKey,
  DeviceRequest,
  DeviceResponse,
  DocRequest,
  type IssuerSigned,
  IssuerSignedBuilder,
  ItemsRequest,
  type MdocContext,
  SessionTranscript,
  SignatureAlgorithm,
} from '@owf/mdoc'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { calculateJwkThumbprint, CompactEncrypt, compactVerify, importJWK, importX509, type JWK } from 'jose'
import { certify } from './certificate.ts'

export const VCT = 'urn:dpg:test:mobile-id:1'
export const DOCTYPE = 'org.iso.23220.photoid.1'
export const NAMESPACE = 'org.iso.23220.1'

export interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}
export const newPair = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const jwkOf = ({ publicKey }: Pick<Pair, 'publicKey'>): JWK => publicKey.export({ format: 'jwk' }) as JWK
const signed = (key: KeyObject, data: string | Uint8Array) =>
  sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' })
const hasher = (data: string | ArrayBuffer, algorithm: string) =>
  createHash(algorithm.replace('-', ''))
    .update(typeof data === 'string' ? data : Buffer.from(data))
    .digest()
const sdJwt = (key: KeyObject, holder?: KeyObject) =>
  new SDJwtVcInstance({
    signer: async (data: string) => signed(key, data).toString('base64url'),
    signAlg: 'ES256',
    hasher,
    hashAlg: 'sha-256',
    saltGenerator: (length: number) => randomBytes(length).toString('base64url'),
    ...(holder ? { kbSigner: async (data: string) => signed(holder, data).toString('base64url'), kbSignAlg: 'ES256' } : {}),
  })

export interface Person {
  readonly number: string
  readonly name: string
  readonly birthDate: string
}

/** What the issuer writes differently than it should. */
export interface Odd {
  readonly type?: string
  readonly claims?: Readonly<Record<string, unknown>>
  readonly status?: { readonly uri: string; readonly index: number } | null
  readonly from?: number
  readonly until?: number
  readonly holder?: KeyObject | null
  readonly header?: Readonly<Record<string, unknown>>
}

export interface Issuer {
  readonly id: string
  readonly keys: readonly JWK[]
  readonly anchor: X509Certificate
  /** Of its signer, as `x5c` carries it. */
  readonly certificate: string
  readonly statusUri: string
  sdJwt(person: Person, holder: Pair, odd?: Odd): Promise<string>
  mdoc(person: Person, holder: Pair, odd?: Odd): Promise<IssuerSigned>
  /** As it is fetched; by index what does not hold any more. */
  statusList(taken: Readonly<Record<number, number>>, odd?: Readonly<Record<string, unknown>>): Promise<string>
}

const DAY_MS = 86_400_000

export function newIssuer(id: string, now: number, statusUri = `${id}/status/1`): Issuer {
  const [root, own] = [newPair(), newPair()]
  const times = { from: now - 10 * DAY_MS, until: now + 100 * DAY_MS }
  const by = { name: `${id} root`, key: root.privateKey }
  const anchor = new X509Certificate(certify({ name: by.name, key: root.publicKey, by, isAuthority: true, ...times }))
  const certificate = certify({ name: `${id} signer`, key: own.publicKey, by, ...times })
  const seconds = (ms: number) => Math.floor(ms / 1000)
  const timesOf = ({ from = now - DAY_MS, until = now + 30 * DAY_MS }: Odd) => ({ from, until })
  const statusOf = ({ status = { uri: statusUri, index: 7 } }: Odd) =>
    status ? { status: { status_list: { idx: status.index, uri: status.uri } } } : {}
  const ctx = mdocContext()
  return {
    id,
    statusUri,
    anchor,
    certificate: certificate.toString('base64'),
    keys: [{ ...jwkOf(own), kid: 'k1', alg: 'ES256' }],
    sdJwt: (person, holder, odd = {}) => {
      const { from, until } = timesOf(odd)
      const bound = odd.holder === null ? {} : { cnf: { jwk: jwkOf({ publicKey: odd.holder ?? holder.publicKey }) } }
      const claims = { iss: id, vct: odd.type ?? VCT, iat: seconds(from), nbf: seconds(from), exp: seconds(until) }
      const payload = { ...claims, ...bound, ...statusOf(odd), ...person, nationality: ['KR'], ...odd.claims }
      const frame = { _sd: ['number', 'name', 'birthDate'], nationality: { _sd: [0] } }
      return sdJwt(own.privateKey).issue(payload as never, frame as never, { header: { kid: 'k1', ...odd.header } } as never)
    },
    mdoc: (person, holder, odd = {}) => {
      const { from, until } = timesOf(odd)
      const builder = new IssuerSignedBuilder(odd.type ?? DOCTYPE, ctx)
      builder.addIssuerNamespace(NAMESPACE, {
        number: person.number,
        name: person.name,
        birth_date: new DateOnly(person.birthDate),
        sex: 1,
      })
      return builder.sign({
        signingKey: coseOf(own),
        algorithm: SignatureAlgorithm.ES256,
        digestAlgorithm: 'SHA-256',
        validityInfo: { signed: new Date(from), validFrom: new Date(from), validUntil: new Date(until) },
        deviceKeyInfo: { deviceKey: DeviceKey.fromJwk(jwkOf(holder) as never) },
        certificates: [certificate],
      })
    },
    statusList: async (taken, odd = {}) => {
      const bytes = Buffer.alloc(64)
      for (const [index, value] of Object.entries(taken)) bytes[Number(index) >> 2]! |= value << ((Number(index) & 3) * 2)
      const list = { bits: 2, lst: deflateSync(bytes).toString('base64url') }
      const head = { alg: 'ES256', typ: 'statuslist+jwt', x5c: [certificate.toString('base64')] }
      const body = { sub: statusUri, iat: seconds(now), exp: seconds(now + DAY_MS), ttl: 3600, status_list: list, ...odd }
      return jws(own.privateKey, head, body)
    },
  }
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A signature over anything, however wrong. */
export function jws(key: KeyObject, header: object, payload: object): string {
  const text = `${part(header)}.${part(payload)}`
  return `${text}.${signed(key, text).toString('base64url')}`
}

const coseOf = ({ privateKey }: Pair): CoseKey =>
  CoseKey.fromJwk({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256' } as never)

/** Signing only: nothing here verifies. */
function mdocContext(): Pick<MdocContext, 'crypto' | 'cose'> {
  const none = () => {
    throw new Error('not the wallet’s part')
  }
  return {
    crypto: {
      random: (length: number) => randomBytes(length),
      digest: ({ digestAlgorithm, bytes }) => createHash(digestAlgorithm.replace('-', '').toLowerCase()).update(bytes).digest(),
      calculateEphemeralMacKey: none,
    },
    cose: {
      sign1: {
        sign: async ({ key, toBeSigned }) => {
          const { createPrivateKey } = await import('node:crypto')
          return signed(createPrivateKey({ key: key.jwk as never, format: 'jwk' }), toBeSigned)
        },
        verify: none,
      },
      mac0: { sign: none, verify: none },
    },
  }
}

/** What a wallet has understood of a request. */
export interface Requested {
  readonly audience: string
  readonly nonce: string
  readonly state: string
  readonly responseUri: string
  readonly sealTo: JWK
  readonly query: { readonly credentials: readonly { readonly id: string; readonly format: string }[] }
  readonly payload: Readonly<Record<string, unknown>>
}

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/** The link of a page or a picture; then what is asked, checked as wallets do. */
export interface Wallet {
  resolve(link: string): Promise<Requested>
  presentSdJwt(credential: string, asked: Requested, odd?: OddProof): Promise<string>
  presentMdoc(credential: IssuerSigned, asked: Requested): Promise<string>
  /** Sealed, as it goes into the form. */
  seal(asked: Requested, presentation: string, odd?: OddAnswer): Promise<string>
  answer(asked: Requested, presentation: string, odd?: OddAnswer): Promise<Response>
}
export interface OddProof {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: KeyObject
  readonly shown?: readonly string[]
}
export interface OddAnswer {
  readonly question?: string
  readonly state?: string
  readonly sealTo?: JWK
}

export function newWallet(holder: Pair, fetcher: Fetch = fetch, now: () => number = Date.now): Wallet {
  setGlobalConfig({ allowInsecureUrls: true })
  const callbacks = {
    fetch: fetcher,
    hash: (data: Uint8Array, algorithm: string) => createHash(algorithm.replace('-', '')).update(data).digest(),
    generateRandom: (length: number) => randomBytes(length),
    getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
    verifyJwt: async ({ x5c, alg }: { x5c?: string[]; alg: string }, { compact }: { compact: string }) => {
      const pem = `-----BEGIN CERTIFICATE-----\n${x5c?.[0] ?? ''}\n-----END CERTIFICATE-----`
      await compactVerify(compact, await importX509(pem, alg))
      return { verified: true, signerJwk: new X509Certificate(pem).publicKey.export({ format: 'jwk' }) }
    },
    encryptJwe: async ({ publicJwk, enc, alg }: { publicJwk: JWK; enc: string; alg: string }, data: string) => {
      const jwe = await new CompactEncrypt(Buffer.from(data))
        .setProtectedHeader({ alg, enc, ...(publicJwk.kid ? { kid: publicJwk.kid } : {}) })
        .encrypt(await importJWK(publicJwk, alg))
      return { jwe, encryptionJwk: publicJwk }
    },
  }
  const client = new Openid4vpClient({ callbacks: callbacks as never })
  const seal: Wallet['seal'] = async (asked, presentation, odd = {}) => {
    const question =
      odd.question ?? asked.query.credentials.find(({ format }) => (format === 'mso_mdoc') === !presentation.includes('~'))!.id
    const key = odd.sealTo ?? asked.sealTo
    const { jarm } = await client.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: { ...asked.payload, ...(odd.state === undefined ? {} : { state: odd.state }) } as never,
      authorizationResponsePayload: { vp_token: { [question]: [presentation] } },
      jarm: {
        encryption: { jwk: key, nonce: asked.nonce },
        serverMetadata: {
          authorization_encryption_enc_values_supported: ['A256GCM'],
          authorization_encryption_alg_values_supported: ['ECDH-ES'],
          authorization_signing_alg_values_supported: [],
        },
      },
      clientMetadata: { ...(asked.payload['client_metadata'] as object), jwks: { keys: [key] } },
    } as never)
    return jarm!.responseJwt
  }
  return {
    resolve: async (link) => {
      const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link })
      const { authorizationRequestPayload: payload, dcql } = await client.resolveOpenId4vpAuthorizationRequest({
        authorizationRequestPayload: params,
      } as never)
      const told = payload as unknown as Record<string, unknown>
      const { jwks } = told['client_metadata'] as { jwks: { keys: JWK[] } }
      const { client_id: audience, nonce, state, response_uri: responseUri } = told as Record<string, string>
      return {
        audience: audience!,
        nonce: nonce!,
        state: state!,
        responseUri: responseUri!,
        sealTo: jwks.keys[0]!,
        query: dcql!.query as Requested['query'],
        payload: told,
      }
    },
    presentSdJwt: (credential, asked, { claims = {}, key = holder.privateKey, shown = ['number', 'name', 'birthDate'] } = {}) => {
      const payload = { iat: Math.floor(now() / 1000), aud: asked.audience, nonce: asked.nonce, ...claims }
      const frame = Object.fromEntries(shown.map((name) => [name, true]))
      return sdJwt(key, key).present(credential, frame as never, { kb: { payload } } as never)
    },
    presentMdoc: async (credential, asked) => {
      const ctx = mdocContext()
      const jwkThumbprint = Buffer.from(await calculateJwkThumbprint(asked.sealTo), 'base64url')
      const { audience: clientId, nonce, responseUri } = asked
      const sessionTranscript = await SessionTranscript.forOid4Vp({ clientId, nonce, jwkThumbprint, responseUri }, ctx)
      const itemsRequest = ItemsRequest.create({
        docType: DOCTYPE,
        namespaces: { [NAMESPACE]: { number: false, name: false, birth_date: false } },
      } as never)
      const deviceRequest = DeviceRequest.create({ docRequests: [DocRequest.create({ itemsRequest })] } as never)
      const response = await DeviceResponse.createWithDeviceRequest(
        { deviceRequest, sessionTranscript, issuerSigned: [credential], signature: { signingKey: coseOf(holder) } },
        ctx,
      )
      return response.encodedForOid4Vp
    },
    seal,
    answer: async (asked, presentation, odd) => {
      const body = new URLSearchParams({ response: await seal(asked, presentation, odd) })
      return fetcher(asked.responseUri, {
        method: 'POST',
        body: body.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    },
  }
}
