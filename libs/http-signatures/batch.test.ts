import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { createBatchSigner, createVerifier } from './batch.ts'
import { SignatureError, withSignature } from './index.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const covers = ['@method', '@path', 'content-digest']
const now = 1_800_000_000
const expected = { label: 'a', covers, now, maxAgeS: 60 }
const message = (i: number) => ({ method: 'POST', url: `http://x/${i}`, headers: { 'content-digest': `sha-256=:${i}:` } })

async function signedTogether(count: number) {
  const signer = createBatchSigner(privateKey)
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const one = message(i)
      const fields = await signer.sign(one, 'a', covers, { created: now, keyid: 'k' })
      return { ...one, headers: withSignature(one.headers, fields) }
    }),
  )
}
const verifyBy = (key: KeyObject) => (one: Awaited<ReturnType<typeof signedTogether>>[number]) =>
  createVerifier().verify(one, expected, (id) => (id === 'k' ? key : undefined))

test('each message of a batch of any size is believed by itself', async () => {
  for (const count of [1, 2, 3, 4, 5, 7, 8, 13, 64, 600])
    for (const one of await signedTogether(count)) assert.equal(verifyBy(publicKey)(one).keyid, 'k')
})

test('one alone is signed as the RFC says', async () => {
  const [one] = await signedTogether(1)
  assert.match(one!.headers['signature-input'], /alg="ecdsa-p256-sha256"/)
})

test('a message that was changed, moved to another place or signed by another is refused', async () => {
  const batch = await signedTogether(5)
  for (const [i, one] of batch.entries()) {
    assert.throws(() => verifyBy(publicKey)({ ...one, url: 'http://x/other' }), { reason: 'wrong' })
    assert.throws(() => verifyBy(other.publicKey)(one), { reason: 'wrong' })
    const headers = { ...one.headers, signature: batch[(i + 1) % batch.length]!.headers.signature }
    assert.throws(() => verifyBy(publicKey)({ ...one, headers }), { reason: 'wrong' })
  }
})

test('any changed byte of a signature is refused', async () => {
  const one = (await signedTogether(3))[2]!
  const bytes = Buffer.from(/:(.*):/.exec(one.headers.signature)![1]!, 'base64')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1
    const headers = { ...one.headers, signature: `a=:${changed.toString('base64')}:` }
    assert.throws(() => verifyBy(publicKey)({ ...one, headers }), SignatureError, `byte ${at}`)
  }
  for (const length of [0, 63, 71, bytes.length - 1, bytes.length - 32]) {
    const headers = { ...one.headers, signature: `a=:${bytes.subarray(0, length).toString('base64')}:` }
    assert.throws(() => verifyBy(publicKey)({ ...one, headers }), SignatureError, `${length} bytes`)
  }
})

test('a root that was believed for one message does not vouch for another', async () => {
  const verifier = createVerifier()
  const batch = await signedTogether(4)
  const keyOf = () => publicKey
  for (const one of batch) verifier.verify(one, expected, keyOf)
  assert.throws(() => verifier.verify({ ...batch[0]!, url: 'http://x/9' }, expected, keyOf), { reason: 'wrong' })
})

test('while much is under way, messages of several turns share a signature', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const signer = createBatchSigner(privateKey, { isBusy: () => true })
  const signAt = async (i: number) => {
    const fields = await signer.sign(message(i), 'a', covers, { created: now, keyid: 'k' })
    return { ...message(i), headers: withSignature(message(i).headers, fields) }
  }
  const first = signAt(1)
  await new Promise((turn) => setImmediate(turn))
  const both = [first, signAt(2)]
  t.mock.timers.tick(2)
  for (const one of await Promise.all(both)) {
    assert.match(one.headers['signature-input'], /alg="ecdsa-p256-sha256-batch"/)
    assert.equal(verifyBy(publicKey)(one).keyid, 'k')
  }
})

test('one message that cannot be signed does not spoil the others', async () => {
  const signer = createBatchSigner(privateKey)
  const good = signer.sign(message(1), 'a', covers, { created: now, keyid: 'k' })
  const bad = signer.sign({ ...message(2), headers: {} }, 'a', covers, { created: now, keyid: 'k' })
  await assert.rejects(bad, { reason: 'uncovered' })
  const signedGood = { ...message(1), headers: withSignature(message(1).headers, await good) }
  assert.equal(verifyBy(publicKey)(signedGood).keyid, 'k')
})
