import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { type RequestMessage, withSignature } from '@dpg/http-signatures'
import { contentDigest, signMessage } from '@dpg/http-signatures/node'
import { createGuard } from './guard.ts'

const caller = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const register = { id: 'school', facts: new Set(['person.schoolLevel']) }
const newGuard = (now?: () => number) =>
  createGuard([{ keyid: 'exchange', key: caller.publicKey, registers: new Set(['school']) }], now)

const content = {
  subject: 'x'.repeat(32),
  facts: ['person.schoolLevel'],
  purpose: { ko: '장학금 심사' },
  law: '초ㆍ중등교육법 제25조',
  consent: 'by-law',
  service: null,
  asker: { kind: 'system', agency: null },
}
interface Signing {
  readonly key?: typeof caller.privateKey
  readonly keyid?: string
  readonly ageS?: number
  readonly nonce?: string
  readonly covers?: string[]
}
function signed(
  body: string,
  { key = caller.privateKey, keyid = 'exchange', ageS = 0, nonce = randomUUID(), covers }: Signing = {},
): RequestMessage {
  const message = {
    method: 'POST',
    url: 'http://gateway/registers/school/facts',
    headers: { 'content-digest': contentDigest(body) },
  }
  const created = Math.floor(Date.now() / 1000) - ageS
  const components = covers ?? ['@method', '@path', '@query', 'content-digest']
  const fields = signMessage(message, key, 'exchange', components, { created, nonce, keyid, tag: 'dpg-exchange' })
  return { ...message, headers: withSignature(message.headers, fields) }
}
const body = (change: object = {}) => JSON.stringify({ ...content, ...change })
const check = (guard: ReturnType<typeof newGuard>, question: RequestMessage, text: string, at = register) =>
  guard.check(question, Buffer.from(text), at, 'facts')
const refused = (text: string, signing: Signing, why: string, at = register) =>
  assert.throws(() => check(newGuard(), signed(text, signing), text, at), { why })

test('목적과 법을 밝히고 서명한 물음은 지나간다', () => check(newGuard(), signed(body()), body()))

test('모르는 사람, 낡은 물음, 덜 서명한 물음, 바뀐 물음은 막는다', () => {
  refused(body(), { key: stranger.privateKey }, 'wrong')
  refused(body(), { keyid: 'nobody' }, 'unknown-key')
  refused(body(), { ageS: 61 }, 'stale')
  refused(body(), { ageS: -61 }, 'stale')
  refused(body(), { covers: ['@method', '@path', 'content-digest'] }, 'uncovered')
  const question = signed(body())
  assert.throws(() => check(newGuard(), question, body({ law: '다른 법 제1조' })), { why: 'wrong' })
  assert.throws(() => check(newGuard(), { ...question, url: 'http://gateway/registers/national-tax/facts' }, body()), {
    why: 'wrong',
  })
  assert.throws(() => check(newGuard(), { ...question, headers: {} }, body()), { why: 'uncovered' })
})

test('같은 물음을 되풀이해 보내면 막는다, 시간이 조금 흘러도', () => {
  let now = Date.now()
  const guard = newGuard(() => now)
  const question = signed(body())
  check(guard, question, body())
  assert.throws(() => check(guard, question, body()), { why: 'replayed' })
  now += 121_000
  assert.throws(() => check(guard, question, body()), { why: 'replayed' })
  refused(body(), { nonce: 'short' }, 'replayed')
})

test('맡기지 않은 대장, 그 대장에 없는 사실, 목적이나 법이 없는 물음은 대장에 가지 않는다', () => {
  refused(body(), {}, 'not-allowed', { ...register, id: 'national-tax' })
  refused(body({ facts: ['person.schoolLevel', 'person.income'] }), {}, 'not-held-here')
  refused(body({ purpose: { ko: ' ' } }), {}, 'malformed')
  refused(body({ law: '' }), {}, 'malformed')
  refused(body({ facts: [] }), {}, 'malformed')
  refused(body({ case: 'case_1' }), {}, 'malformed')
  refused('[[[[', {}, 'malformed')
})

test('사람은 이 대장이 가진 사실로만 찾는다', () => {
  const asked = (by: object) => JSON.stringify({ by, purpose: content.purpose, law: content.law, asker: content.asker })
  const check = (text: string) => newGuard().check(signed(text), Buffer.from(text), register, 'people')
  check(asked({ 'person.schoolLevel': 'high' }))
  assert.throws(() => check(asked({ 'person.passportNumber': 'Z00000001' })), { why: 'not-held-here' })
  assert.throws(() => check(asked({ 'person.schoolLevel': 3 })), { why: 'malformed' })
  assert.throws(() => check(JSON.stringify({ by: { 'person.schoolLevel': 'high' } })), { why: 'malformed' })
})
