import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { initials, jamo, typingDistance } from './index.ts'

const word = fc.string({ unit: fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code)), maxLength: 8 })

test('초성 are the initial consonants, other characters stay', () => {
  assert.equal(initials('청년월세 2026 지원'), 'ㅊㄴㅇㅅ 2026 ㅈㅇ')
  assert.equal(initials('까꿍'.normalize('NFD')), 'ㄲㄲ')
})

test('a syllable is the keys that type it', () => {
  assert.equal(jamo('과닭의'), 'ㄱㅗㅏㄷㅏㄹㄱㅇㅡㅣ')
})

test('a slip of the finger is one key away', () => {
  assert.equal(typingDistance('월세', '월새'), 1)
  assert.equal(typingDistance('연금', '연긍'), 1)
  assert.equal(typingDistance('보육', '보윢'), 1)
  assert.equal(typingDistance('급여', '그벼'), 1)
  assert.equal(typingDistance('ab', 'ba'), 1)
  assert.equal(typingDistance('월세', '전세'), 3)
})

test('the distance is symmetric, 0 only for equals, and stops at the limit', () => {
  fc.assert(
    fc.property(word, word, fc.nat(4), (a, b, limit) => {
      const distance = typingDistance(a, b)
      assert.equal(typingDistance(b, a), distance)
      assert.equal(distance === 0, jamo(a) === jamo(b))
      assert.equal(typingDistance(a, b, limit), Math.min(distance, limit + 1))
    }),
  )
})
