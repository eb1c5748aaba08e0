import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fillParticles, finalSound, particle, placeholders } from './index.ts'

const say = (word: string, ...marks: string[]) => marks.map((mark) => word + particle(word, mark)).join(' ')

test('Hangul takes the particle of its final consonant, ㄹ going with 로', () => {
  assert.equal(say('김하늘', '이/가', '은/는', '을/를', '과/와', '으로/로'), '김하늘이 김하늘은 김하늘을 김하늘과 김하늘로')
  assert.equal(say('이나라', '이/가', '은/는', '을/를', '과/와', '으로/로'), '이나라가 이나라는 이나라를 이나라와 이나라로')
  assert.equal(say('부산', '으로/로', '이라는/라는'), '부산으로 부산이라는')
})

test('numbers take the particle of how they are read', () => {
  const read = {
    0: '이',
    1: '이',
    2: '가',
    3: '이',
    4: '가',
    5: '가',
    6: '이',
    7: '이',
    8: '이',
    9: '가',
    10: '이',
    20: '이',
    100: '이',
    45: '가',
  }
  for (const [number, form] of Object.entries(read)) assert.equal(particle(number, '이/가'), form, number)
  assert.equal(particle('1,000', '을/를'), '을')
  assert.equal(particle('10,000,000,000,000', '을/를'), '를', '십조를')
  assert.equal(particle('1.5', '으로/로'), '로')
  assert.equal(particle('2026. 3. 6.', '으로/로'), '으로')
  assert.equal(particle('7', '으로/로'), '로')
  assert.equal(particle('80%', '을/를'), '를')
  assert.equal(particle('3kg', '을/를'), '을')
})

test('Latin letters take the particle of their name or their usual reading', () => {
  assert.equal(say('PDF', '을/를'), 'PDF를')
  assert.equal(say('URL', '으로/로'), 'URL로')
  assert.equal(say('PIN', '이/가'), 'PIN이')
  assert.equal(say('email', '으로/로'), 'email로')
  assert.equal(say('QR', '은/는'), 'QR은')
})

test('brackets and closing quotes are not read', () => {
  assert.equal(particle('김하늘(가명)', '이/가'), '이')
  assert.equal(particle('“서류”', '을/를'), '를')
  assert.equal(particle('기초연금(월)', '은/는'), '은')
})

test('both forms are given when the end cannot be read', () => {
  assert.equal(particle('北京', '을/를'), '을(를)')
  assert.equal(particle('', '으로/로'), '(으)로')
  assert.equal(finalSound('→'), undefined)
})

test('a template is filled with values and the particles that fit them', () => {
  const template = '{name} 님, {benefit|이/가} {date|으로/로} 바뀌어 {office}{을/를} 거칩니다.'
  const values = { name: '이나라', benefit: '아동수당', date: '3월 7일', office: '서초구' }
  assert.equal(fillParticles(template, values), '이나라 님, 아동수당이 3월 7일로 바뀌어 서초구를 거칩니다.')
  assert.deepEqual(placeholders(template), ['name', 'benefit', 'date', 'office'])
})

test('the order of the two forms does not matter', () => {
  assert.equal(fillParticles('{a|와/과} {b|를/을}', { a: '형', b: 3 }), '형과 3을')
})

test('missing values and unknown marks are refused by name', () => {
  assert.throws(() => fillParticles('{a} {b|이/가} {toString}', { a: '' }), /b, toString/)
  assert.throws(() => fillParticles('{a|이/갸}', { a: '나' }), /이\/갸/)
})

test('a value that looks like a mark stays as it is', () => {
  assert.equal(fillParticles('{a|은/는} {b}', { a: '{b|이/가}', b: '값' }), '{b|이/가}은(는) 값')
})

test('what a particle is chosen for never disappears', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) =>
      assert.ok(fillParticles('{x|을/를}', { x: value }).startsWith(value)),
    ),
  )
})
