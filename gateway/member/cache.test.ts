import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CacheQuestion, createCache } from './cache.ts'

const question = (more: Partial<CacheQuestion['head']> = {}, from = 'KR/GOV/1/portal'): CacheQuestion => ({
  from,
  to: 'KR/GOV/2/registry/people',
  head: { method: 'GET', path: '/1', headers: {}, purpose: 'benefit', subject: 'p-1', ...more },
})
const proof = { id: 'a', asked: 'b', answered: 'c', input: 'd', signature: 'e' }
const answer = (body: string, headers: Record<string, string> = {}, status = 200) => ({
  head: { status, headers },
  body: Buffer.from(body),
})
const clocks = () => {
  const at = { wall: 1_000_000, steady: 0 }
  const pass = (ms: number) => {
    at.wall += ms
    at.steady += ms
  }
  return { at, pass, clocks: { wall: () => at.wall, steady: () => at.steady } }
}

test('an answer is given again for as long as it holds good from when it was asked for, and not a moment longer', () => {
  const { pass, clocks: given } = clocks()
  const cache = createCache(10_000, given)
  const since = cache.moment()
  pass(400)
  cache.keep(question(), since, answer('x'), proof)
  pass(1_599)
  const found = cache.find(question(), 2)
  assert.deepEqual([String(found?.answer.body), found?.ageS, found?.proof], ['x', 1, proof])
  pass(1)
  assert.equal(cache.find(question(), 2), undefined)
  assert.equal(cache.find(question(), 3_600), undefined)
})

test('when the list says that it holds good for less, it is for less; a clock that was set back makes nothing younger', () => {
  const { at, pass, clocks: given } = clocks()
  const cache = createCache(10_000, given)
  const keep = () => cache.keep(question(), cache.moment(), answer('x'), proof)
  keep()
  pass(1_000)
  assert.equal(cache.find(question(), 1), undefined)
  keep()
  at.wall -= 500
  assert.equal(cache.find(question(), 60), undefined)
  keep()
  at.steady += 60_000
  assert.equal(cache.find(question(), 60), undefined)
})

test('it is given for the same system, purpose, person, address and language only, and never to who wants the holder itself to answer', () => {
  const cache = createCache(10_000)
  cache.keep(question(), cache.moment(), answer('x'), proof)
  const others = [
    question({}, 'KR/GOV/1/other'),
    question({ purpose: 'tax' }),
    question({ subject: 'p-2' }),
    question({ path: '/1?fields=name' }),
    question({ headers: { 'accept-language': 'en' } }),
    question({ headers: { 'cache-control': 'no-cache' } }),
    question({ headers: { 'if-none-match': '"7"' } }),
    question({ method: 'POST' }),
  ]
  for (const one of others) assert.equal(cache.find(one, 60), undefined)
  assert.ok(cache.find(question(), 60))
})

test('what is no answer to a GET, no success, or says that it is not to be kept, is not kept', () => {
  const cache = createCache(10_000)
  const keep = (of: CacheQuestion, given: ReturnType<typeof answer>) => cache.keep(of, cache.moment(), given, proof)
  keep(question({ method: 'POST' }), answer('x'))
  keep(question(), answer('x', {}, 404))
  for (const control of ['no-store', 'max-age=60, No-Store', 'private', 'no-cache'])
    keep(question(), answer('x', { 'cache-control': control }))
  assert.equal(cache.find(question(), 60), undefined)
})

test('a change drops what is kept of the fact or of the person, and what was under way meanwhile is not kept', () => {
  const cache = createCache(10_000)
  const keep = (of: CacheQuestion, since = cache.moment()) => cache.keep(of, since, answer('x'), proof)
  const [other, byPath, bySubject] = [
    question({ path: '/2', subject: 'p-2' }),
    question({ path: '/1?a' }),
    question({ path: '/9' }),
  ]
  for (const one of [other, byPath, bySubject]) keep(one)
  const before = cache.moment()
  cache.drop(other.to, '/1', 'p-1')
  keep(question(), before)
  assert.deepEqual(
    [question(), byPath, bySubject, other].map((one) => cache.find(one, 60) !== undefined),
    [false, false, false, true],
  )
  keep(question())
  cache.drop('KR/GOV/2/registry/cars', '/1', 'p-1')
  assert.ok(cache.find(question(), 60))
})

test('it holds no more than it may: the oldest goes first, and what is larger than all of it is not kept', () => {
  const cache = createCache(2_500)
  const one = (n: number) => question({ path: `/${n}` })
  for (let n = 0; n < 4; n++) cache.keep(one(n), cache.moment(), answer('x'.repeat(1_000)), proof)
  cache.keep(one(9), cache.moment(), answer('x'.repeat(3_000)), proof)
  assert.deepEqual(
    [0, 1, 2, 3, 9].map((n) => cache.find(one(n), 60) !== undefined),
    [false, false, true, true, false],
  )
})
