/** For tests: what the module needs of the world outside, and an authenticator in software (Web Authentication Level 3 §6.1, §6.5: ES256, attestation `none`). */
import { createHash, generateKeyPairSync, hkdfSync, randomBytes, sign } from 'node:crypto'
import { silentLog } from '@dpg/kernel/server'

/** A vocabulary of nothing, secrets from a key, and no log. */
export const quietOutside = (master: Uint8Array) => ({
  log: silentLog,
  family: async () => ({ relation: null, children: [] }),
  companies: async () => [],
  claims: { vocabulary: () => new Map(), read: async () => ({}) },
  secret: (use: string) => Buffer.from(hkdfSync('sha256', master, 'test', use, 32)),
})

export interface Authenticator {
  /** Each may be made to lie. */
  register(challenge: string, at: { readonly origin: string; readonly rpID: string }): Record<string, unknown>
  assert(challenge: string, at: { readonly origin: string; readonly rpID: string }, counter?: number): Record<string, unknown>
  /** As a platform keeps it once it was added. */
  readonly credential: { readonly credential: string; readonly publicKey: Buffer }
}

const PRESENT_AND_VERIFIED = 0x05
const WITH_CREDENTIAL = 0x40
/** The key may be kept elsewhere too. */
const SYNCED = 0x08

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const base64url = (data: Uint8Array) => Buffer.from(data).toString('base64url')

export function createAuthenticator({ isSynced = false } = {}): Authenticator {
  const shown = PRESENT_AND_VERIFIED | (isSynced ? SYNCED : 0)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = (text: string) => Buffer.from(text, 'base64url')
  const cose = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), point(x), Buffer.from('225820', 'hex'), point(y)])
  const common = { id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {} }
  const client = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const data = (rpID: string, flags: number, counter: number) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(rpID), Buffer.from([flags]), count])
  }
  return {
    credential: { credential: base64url(id), publicKey: cose },
    register(challenge, { origin, rpID }) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, id, cose])
      const authData = Buffer.concat([data(rpID, shown | WITH_CREDENTIAL, 0), credential])
      // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR.
      const attestationObject = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([authData.length]),
        authData,
      ])
      const clientDataJSON = base64url(client('webauthn.create', challenge, origin))
      return {
        ...common,
        response: { clientDataJSON, attestationObject: base64url(attestationObject), transports: ['internal'] },
      }
    },
    assert(challenge, { origin, rpID }, counter = 0) {
      const authData = data(rpID, shown, counter)
      const clientData = client('webauthn.get', challenge, origin)
      const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), privateKey)
      const response = {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
      }
      return { ...common, response }
    },
  }
}
