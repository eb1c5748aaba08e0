import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { createOpener, createSealer, open, seal } from './seal.ts'

const keys = generateKeyPairSync('x25519')
const others = generateKeyPairSync('x25519')
const content = Buffer.from('주민등록번호 없는 글')

test('what is sealed to a key opens with it, a question as a question and an answer as an answer', () => {
  const secret = createSealer().towards('a', keys.publicKey)
  const found = createOpener().of('a', keys.privateKey, secret.encapsulated)
  assert.deepEqual(open(found.question, seal(secret.question, content, 'x'), 'x'), content)
  assert.deepEqual(open(secret.answer, seal(found.answer, content, 'x'), 'x'), content)
  assert.throws(() => open(found.answer, seal(secret.question, content, 'x'), 'x'))
})

test('nothing opens with another key, under another name, bound to something else, changed or cut', () => {
  const { encapsulated, question } = createSealer().towards('a', keys.publicKey)
  const sealed = seal(question, content, 'x')
  const opener = createOpener()
  assert.throws(() => open(opener.of('a', others.privateKey, encapsulated).question, sealed, 'x'))
  assert.throws(() => open(opener.of('b', keys.privateKey, encapsulated).question, sealed, 'x'))
  assert.throws(() => open(question, sealed, 'y'))
  for (const at of [0, 13, sealed.length - 1]) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    assert.throws(() => open(question, changed, 'x'))
  }
  for (const length of [0, 12, 27, sealed.length - 1]) assert.throws(() => open(question, sealed.subarray(0, length), 'x'))
  assert.throws(() => createOpener().of('a', keys.privateKey, 'short'))
})

test('a secret is used for a while only, and every message of it is sealed otherwise', () => {
  let now = 0
  const sealer = createSealer(() => now)
  const first = sealer.towards('a', keys.publicKey)
  assert.equal(sealer.towards('a', keys.publicKey), first)
  now = 10 * 60_000
  assert.notEqual(sealer.towards('a', keys.publicKey).encapsulated, first.encapsulated)
  const many = new Set(Array.from({ length: 5_000 }, () => seal(first.question, content, 'x').subarray(0, 12).toString('hex')))
  assert.equal(many.size, 5_000)
})
