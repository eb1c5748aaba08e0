import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { queryTokens, queryWords, runs, stem, tokens } from './index.ts'

const isFound = (query: string, text: string) => {
  const held = new Set(tokens(text))
  return queryTokens(query).every((token) => held.has(token))
}

test('spacing does not keep a query from a text', () => {
  for (const [a, b] of [
    ['청년월세', '청년 월세'],
    ['장애인콜택시', '장애인 콜택시'],
    ['자전거보험', '자전거 보험'],
    ['긴급생계비', '긴급 생계비'],
  ] as const) {
    assert.ok(isFound(a, b), `${a} in ${b}`)
    assert.ok(isFound(b, a), `${b} in ${a}`)
  }
})

test('particles and endings do not keep a query from a text', () => {
  for (const query of ['청년월세를', '청년의 월세', '월세는', '월세로', '청년에게'])
    assert.ok(isFound(query, '청년 월세 지원'), query)
  assert.ok(isFound('출산지원금을 받으려면 어떻게 신청하나요', '출산지원금 신청'))
  assert.ok(isFound('월세', '월세를 지원합니다'))
})

test('a word that only looks as if it had a particle stays whole', () => {
  for (const word of ['어린이', '전문가', '경기도', '출산휴가', '고속도로', '치매검사'])
    assert.deepEqual(stem(word), { stem: word, sure: true })
  assert.deepEqual(stem('지원금을'), { stem: '지원금', sure: true })
  assert.deepEqual(stem('이사했는데'), { stem: '이사', sure: false })
})

test('letters, digits and Hangul are kept apart, in NFC and lower case', () => {
  assert.deepEqual(runs('만 65세 TV·수신료 2026년'), ['만', '65', '세', 'tv', '수신료', '2026', '년'])
  assert.deepEqual(tokens('월세'.normalize('NFD')), tokens('월세'))
  assert.deepEqual(tokens('ＴＶ'), ['tv'])
})

test('a query of one syllable finds the words that begin with it', () => {
  assert.ok(isFound('집', '집수리 지원'))
  assert.ok(!isFound('집', '어린이집'))
})

test('filler is dropped unless there is nothing else', () => {
  assert.deepEqual(queryTokens('받을 수 있는 월세'), ['월세'])
  assert.deepEqual(queryTokens('어떻게'), ['어떻', '떻게'])
})

test('a synonym is another way to find the word', () => {
  const [word] = queryWords('임대료를', { 임대료: ['월세', '집세'] })
  assert.deepEqual(word!.alternatives, [['월세'], ['집세']])
})

test('no text breaks the tokens, and none is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) =>
      assert.ok([...tokens(text), ...queryTokens(text)].every((token) => token.length > 0)),
    ),
  )
})
