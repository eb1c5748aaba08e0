import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import test from 'node:test'
import {
  emptyRoot,
  formatKey,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseKey,
  type SignatureCheck,
  signCheckpoint,
  signNote,
} from './index.ts'

const check: SignatureCheck = (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
    signature,
  )

const rawPublicKey = (key: KeyObject) => Uint8Array.from(Buffer.from(String(key.export({ format: 'jwk' })['x']), 'base64url'))

function newSigner(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    key: { name, publicKey: rawPublicKey(publicKey) },
    signer: (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
  }
}

test('the note of the reference implementation opens with its published key', async () => {
  const key = await parseKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  const signature = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM='
  assert.equal(await openNote(`${text}\n— PeterNeumann ${signature}\n`, key, check), text)
  assert.equal(await openNote(`${text.replace('answer', 'anwser')}\n— PeterNeumann ${signature}\n`, key, check), undefined)
  assert.equal(await formatKey(key), 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
})

test('a signed checkpoint opens to what was signed', async () => {
  const { key, signer } = newSigner('ledger.example.kr/access')
  const checkpoint = { origin: key.name, size: 42, root: emptyRoot() }
  const note = await signCheckpoint(checkpoint, key, signer)
  assert.match(
    note,
    /^ledger\.example\.kr\/access\n42\n47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— ledger\.example\.kr\/access \S+\n$/,
  )
  assert.deepEqual(await openCheckpoint(note, await parseKey(await formatKey(key)), check), checkpoint)
})

test('a checkpoint changed, unsigned, signed by another key or of another log does not open', async () => {
  const { key, signer } = newSigner('ledger.example.kr/access')
  const other = newSigner('ledger.example.kr/access')
  const note = await signCheckpoint({ origin: key.name, size: 42, root: emptyRoot() }, key, signer)
  assert.equal(await openCheckpoint(note.replace('\n42\n', '\n43\n'), key, check), undefined)
  assert.equal(await openCheckpoint(note.slice(0, note.indexOf('— ')), key, check), undefined)
  assert.equal(await openCheckpoint(note, other.key, check), undefined)
  const foreign = await signCheckpoint({ origin: 'elsewhere.example', size: 42, root: emptyRoot() }, key, signer)
  assert.equal(await openCheckpoint(foreign, key, check), undefined)
})

test('signatures of witnesses beside the log’s own are passed over', async () => {
  const { key, signer } = newSigner('ledger.example.kr/access')
  const witness = newSigner('witness.example')
  const text = `${key.name}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`
  const [own, theirs] = [await signNote(text, key, signer), await signNote(text, witness.key, witness.signer)]
  const both = own + theirs.slice(theirs.indexOf('— '))
  assert.equal((await openCheckpoint(both, key, check))?.size, 0)
  assert.equal(await openNote(both, witness.key, check), text)
})

test('texts that are no checkpoint are refused', () => {
  const root = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
  for (const text of [
    '',
    'a\n1\n',
    `a\n01\n${root}\n`,
    `a\n-1\n${root}\n`,
    `a\n1\n${root}`,
    `a\n1\n${root}\n\n`,
    'a\n1\nAAAA\n',
  ]) {
    assert.throws(() => parseCheckpoint(text), RangeError, JSON.stringify(text))
  }
  assert.equal(parseCheckpoint(`a\n1\n${root}\nextension\n`).size, 1)
})

test('a verifier key with a wrong hash or another algorithm is refused', async () => {
  await assert.rejects(parseKey('PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'), RangeError)
  await assert.rejects(parseKey('PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'), RangeError)
  await assert.rejects(parseKey('no key'), RangeError)
})
