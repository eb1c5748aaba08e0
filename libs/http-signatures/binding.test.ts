import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { withSignature, type Component, type Reason } from './index.ts'
import { checkDigest, contentDigest, signMessage, verifyMessage } from './node.ts'

const client = generateKeyPairSync('ed25519')
const server = generateKeyPairSync('ed25519')
const now = 1_800_000_000
const COVERS: Component[] = ['@method', '@path', 'content-digest']
const ANSWER: Component[] = ['@status', 'content-digest', ['signature', { req: true, key: 'asker' }]]

function ask(body: string, nonce: string, created = now) {
  const message = { method: 'POST', url: 'http://gateway/facts', headers: { 'content-digest': contentDigest(body) } }
  const signature = signMessage(message, client.privateKey, 'asker', COVERS, { created, nonce, keyid: 'client' })
  return { ...message, headers: withSignature(message.headers, signature) }
}
function answer(request: ReturnType<typeof ask>, body: string) {
  const message = { status: 200, headers: { 'content-digest': contentDigest(body) }, request }
  const signature = signMessage(message, server.privateKey, 'holder', ANSWER, { created: now, keyid: 'server' })
  return { ...message, headers: withSignature(message.headers, signature) }
}
const asker = { label: 'asker', covers: COVERS, now, maxAgeS: 60 }
const holder = { label: 'holder', covers: ANSWER, now, maxAgeS: 60 }
const keyOf = (keyid: string) => ({ client, server })[keyid]?.publicKey
const refuses = (run: () => unknown, reason: Reason) => assert.throws(run, { name: 'SignatureError', reason })

test('what was signed is believed, with its nonce and its key', () => {
  const read = verifyMessage(ask('{}', 'n1'), asker, keyOf)
  assert.deepEqual([read.nonce, read.keyid, read.alg, read.created], ['n1', 'client', 'ed25519', now])
})

test('a changed path, method, digest or signature is not believed', () => {
  const good = ask('{}', 'n1')
  refuses(() => verifyMessage({ ...good, url: 'http://gateway/other' }, asker, keyOf), 'wrong')
  refuses(() => verifyMessage({ ...good, method: 'PUT' }, asker, keyOf), 'wrong')
  const forged = { ...good, headers: { ...good.headers, 'content-digest': contentDigest('{"a":1}') } }
  refuses(() => verifyMessage(forged, asker, keyOf), 'wrong')
  refuses(() => checkDigest(good, '{"a":1}'), 'wrong')
})

test('strangers, old signatures, thin signatures and nonsense are refused by name', () => {
  const good = ask('{}', 'n1')
  refuses(() => verifyMessage(good, asker, () => undefined), 'unknown-key')
  refuses(() => verifyMessage(good, asker, () => server.publicKey), 'wrong')
  refuses(() => verifyMessage(ask('{}', 'n', now - 61), asker, keyOf), 'stale')
  refuses(() => verifyMessage(ask('{}', 'n', now + 61), asker, keyOf), 'stale')
  refuses(() => verifyMessage(good, { ...asker, covers: [...COVERS, '@query'] }, keyOf), 'uncovered')
  refuses(() => verifyMessage(good, { ...asker, label: 'other' }, keyOf), 'unsigned')
  refuses(() => verifyMessage(good, { ...asker, tag: 'exchange' }, keyOf), 'uncovered')
  const bare = { ...good, headers: {} }
  refuses(() => verifyMessage(bare, asker, keyOf), 'unsigned')
  for (const input of ['asker=(', 'asker=1', 'asker=("@method" "@method");created=1800000000', 'asker=(a);created=x'])
    assert.throws(
      () => verifyMessage({ ...good, headers: { ...good.headers, 'signature-input': input } }, { ...asker, covers: [] }, keyOf),
      {
        name: 'SignatureError',
      },
    )
})

test('an answer is bound to the question it was given to', () => {
  const question = ask('{"who":1}', 'n1')
  const reply = answer(question, '{"age":66}')
  verifyMessage(reply, holder, keyOf)
  refuses(() => verifyMessage({ ...reply, request: ask('{"who":1}', 'n2') }, holder, keyOf), 'wrong')
  refuses(() => verifyMessage({ ...reply, status: 404 }, holder, keyOf), 'wrong')
})

test('a second signature joins the first without breaking it', () => {
  const question = ask('{}', 'n1')
  const once = answer(question, '{}')
  const over = signMessage(once, client.privateKey, 'witness', ['@status', ['signature', { key: 'holder' }]], {
    created: now,
    keyid: 'client',
  })
  const twice = { ...once, headers: withSignature(once.headers, over) }
  verifyMessage(twice, holder, keyOf)
  verifyMessage(twice, { ...holder, label: 'witness', covers: [['signature', { key: 'holder' }]] }, keyOf)
})
