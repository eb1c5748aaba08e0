/** What is sealed to a member: the agreement (RFC 9180, DHKEM(X25519, HKDF-SHA256)) and the seal (AES-256-GCM). */
import assert from 'node:assert/strict'
import { createHmac, createPrivateKey, createPublicKey, createSecretKey, hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { bytesOf, judge, skip } from '@dpg/vectors'
import { createOpener, open } from './seal.ts'

const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex')
const KEYID = 'k'

test('a seal opens as Wycheproof says', { skip }, (t) =>
  judge(t, 'aes_gcm', (vector, { keySize, ivSize, tagSize }) => {
    const bound = bytesOf(vector, 'aad').toString('utf8')
    const isText = Buffer.from(bound).equals(bytesOf(vector, 'aad'))
    if (keySize !== 256 || ivSize !== 96 || tagSize !== 128 || !isText) return undefined
    const sealed = Buffer.concat(['iv', 'ct', 'tag'].map((name) => bytesOf(vector, name)))
    assert.deepEqual(open(createSecretKey(bytesOf(vector, 'key')), sealed, bound), bytesOf(vector, 'msg'))
    return true
  }),
)

/** ExtractAndExpand (RFC 9180 §4.1) over a secret that the suite gives, written here once more. */
function kemSecret(shared: Buffer, encapsulated: Buffer, own: Buffer): Buffer {
  const suite = Buffer.concat([Buffer.from('KEM'), Buffer.of(0, 0x20)])
  const labelled = (label: string, ...parts: Buffer[]) =>
    Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), ...parts])
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(labelled('eae_prk', shared)).digest()
  const info = Buffer.concat([Buffer.of(0, 32), labelled('shared_secret', encapsulated, own)])
  return createHmac('sha256', extracted)
    .update(Buffer.concat([info, Buffer.of(1)]))
    .digest()
}

test('a secret is agreed as Wycheproof says, and none with a point of small order', { skip }, async (t) => {
  const agreedOnNothing: number[] = []
  await judge(t, 'x25519', (vector) => {
    const key = createPrivateKey({ key: Buffer.concat([PKCS8, bytesOf(vector, 'private')]), format: 'der', type: 'pkcs8' })
    const encapsulated = bytesOf(vector, 'public')
    const shared = bytesOf(vector, 'shared')
    const own = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
    const agreed = () => createOpener().of(KEYID, key, encapsulated.toString('base64url'))
    const expected = hkdfSync(
      'sha256',
      kemSecret(shared, encapsulated, own),
      encapsulated,
      `dpg exchange 1 question ${KEYID}`,
      32,
    )
    const isSame = agreed().question.export().equals(Buffer.from(expected))
    if (shared.every((byte) => byte === 0)) agreedOnNothing.push(vector.tcId)
    return isSame
  })
  // RFC 9180 §7.1.4: a secret of nothing but zeros is refused; the suite leaves it open.
  assert.deepEqual(agreedOnNothing, [])
})
