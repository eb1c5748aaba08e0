import assert from 'node:assert/strict'
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { keyOnP256, readAnswer } from './passkey-answer.ts'
import { createAuthenticator } from './testing.ts'

const key = createAuthenticator()
const { credential, publicKey } = key.credential
const [challenge, origin, rpID] = ['a-challenge-of-ours', 'https://dpg.example', 'dpg.example']
type Answer = Record<string, unknown> & { readonly response: Record<string, string> }

/** What the library, which knows every kind of key, makes of it. */
const byLibrary = (answer: object): Promise<{ counter: number; deviceBound: boolean } | undefined> =>
  verifyAuthenticationResponse({
    response: answer as never,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    credential: { id: credential, publicKey: new Uint8Array(publicKey), counter: 0 },
  }).then(
    ({ verified, authenticationInfo: { newCounter, credentialDeviceType } }) =>
      verified ? { counter: newCounter, deviceBound: credentialDeviceType === 'singleDevice' } : undefined,
    () => undefined,
  )
const byUs = (answer: object) => readAnswer(keyOnP256(publicKey)!, answer, { challenge, origin, rpID })

const asserted = (over = {}, by = key, counter = 0) =>
  by.assert(challenge, { origin, rpID, ...over }, counter) as unknown as Answer
const withResponse = (change: Record<string, unknown>) => ({ ...asserted(), response: { ...asserted().response, ...change } })

/** Signed as an authenticator does, but of what it would not sign. */
function signed({ client = {}, flags = 0x05, more = '' }: { client?: object; flags?: number; more?: string }) {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' })
  const part = (text: string) => Buffer.from(text, 'base64url')
  const cose = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), part(x), Buffer.from('225820', 'hex'), part(y)])
  const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false, ...client }))
  const sha = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
  const data = Buffer.concat([sha(rpID), Buffer.from([flags, 0, 0, 0, 3]), Buffer.from(more, 'hex')])
  const signature = sign(
    'sha256',
    Buffer.concat([data, sha(clientData)]),
    createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })),
  )
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const response = { clientDataJSON: text(clientData), authenticatorData: text(data), signature: text(signature) }
  return { cose, answer: { id: credential, rawId: credential, type: 'public-key', response } }
}

test('what the library takes, we take, and read the same of it', async () => {
  const synced = createAuthenticator({ isSynced: true })
  for (const by of [key, synced])
    for (const counter of [0, 7]) {
      const answer = asserted({}, by, counter)
      const shown = readAnswer(keyOnP256(by.credential.publicKey)!, answer, { challenge, origin, rpID })
      assert.deepEqual(shown, { counter, deviceBound: by === key })
      if (by === key) assert.deepEqual(shown, await byLibrary(answer))
    }
})

test('what the library refuses, we refuse', async () => {
  const good = asserted()
  const flip = (text: string, at: number) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
  const { clientDataJSON = '', authenticatorData = '', signature = '' } = good.response
  const refused: readonly object[] = [
    {},
    { ...good, id: 'another' },
    { ...good, type: 'password' },
    { ...good, response: null },
    asserted({ origin: 'https://dpg.example.evil.example' }),
    asserted({ rpID: 'evil.example' }),
    key.assert('another-challenge', { origin, rpID }),
    asserted({}, createAuthenticator()),
    withResponse({ clientDataJSON: flip(clientDataJSON, 20) }),
    withResponse({ clientDataJSON: 'bm90IEpTT04' }),
    withResponse({ authenticatorData: flip(authenticatorData, 45) }),
    withResponse({ authenticatorData: authenticatorData.slice(0, 40) }),
    withResponse({ signature: flip(signature, 30) }),
    withResponse({ signature: '' }),
    withResponse({ signature: 7 }),
    withResponse({ signature: 'not base64url!' }),
  ]
  for (const answer of refused) {
    assert.equal(byUs(answer), undefined, JSON.stringify(answer))
    assert.equal(await byLibrary(answer), undefined, JSON.stringify(answer))
  }
})

test('signed by the right key, it still counts only from our page, with somebody there', () => {
  const shown = ({ cose, answer }: ReturnType<typeof signed>) => readAnswer(keyOnP256(cose)!, answer, { challenge, origin, rpID })
  assert.deepEqual(shown(signed({})), { counter: 3, deviceBound: true })
  assert.deepEqual(shown(signed({ flags: 0x85, more: 'a0' })), { counter: 3, deviceBound: true }, 'with extensions')
  assert.equal(shown(signed({ flags: 0x04 })), undefined, 'nobody touched it')
  assert.equal(shown(signed({ flags: 0x01 })), undefined, 'whoever touched it was not verified')
  assert.equal(shown(signed({ flags: 0x15 })), undefined, 'a copy of what cannot be copied')
  assert.equal(shown(signed({ client: { type: 'webauthn.create' } })), undefined)
  assert.equal(shown(signed({ client: { crossOrigin: true } })), undefined)
  assert.equal(shown(signed({ client: { topOrigin: 'https://evil.example' } })), undefined)
})

test('a key of another kind, or that is no point of the curve, is not taken for one of ours', () => {
  assert.equal(keyOnP256(Buffer.from('a401010327200621582000', 'hex')), undefined)
  assert.equal(keyOnP256(Buffer.concat([publicKey, Buffer.from([0])])), undefined)
  const off = Buffer.from(publicKey)
  off[off.length - 1]! ^= 1
  assert.throws(() => keyOnP256(off))
})
