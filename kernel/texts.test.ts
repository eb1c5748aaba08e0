import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTexts, fill, particle, placeholders } from './index.ts'

test('조사는 앞말의 끝소리를 따른다', () => {
  const cases: [string, string, string][] = [
    ['김하늘', '이/가', '이'],
    ['박지우', '이/가', '가'],
    ['서울', '으로/로', '로'],
    ['부산', '으로/로', '으로'],
    ['제주', '으로/로', '로'],
    ['3', '을/를', '을'],
    ['2', '은/는', '는'],
    ['기초연금(만 65세)', '을/를', '을'],
    ['기준연금액 (월)', '은/는', '은'],
    ['SMS', '과/와', '와'],
    ['mail', '으로/로', '로'],
  ]
  for (const [word, pair, expected] of cases) assert.equal(particle(word, pair), expected, `${word} ${pair}`)
})

test('빈칸은 값으로 채우고, 값이 없으면 그대로 보인다', () => {
  assert.equal(fill('{name|이/가} {benefit|을/를} 받습니다', { name: '한별', benefit: '아동수당' }), '한별이 아동수당을 받습니다')
  assert.equal(fill('{name} 님', {}), '{name} 님')
  assert.deepEqual(placeholders('{name|이/가} {sum} {name}'), ['name', 'sum'])
})

test('영어가 없으면 한국어로, 열쇠가 없으면 열쇠를 보여 준다', () => {
  const t = createTexts([{ ko: { a: '가', b: '나' }, en: { a: 'A' } }])
  assert.deepEqual([t('en')('a'), t('en')('b'), t('en')('c')], ['A', '나', 'c'])
})
