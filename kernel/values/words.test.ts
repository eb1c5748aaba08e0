import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayInWords, numberInWords, type Readable, scalarInWords } from '../index.ts'

const by = { lang: 'ko', area: (code: string) => (code === '11620' ? { fullName: '서울특별시 관악구' } : undefined) } as const
const fact = (over: Partial<Readable> = {}): Readable => ({ id: 'person.x', type: 'string', unit: null, values: null, ...over })

test('값은 기계의 말이 아니라 사람의 말로 읽힌다', () => {
  assert.equal(scalarInWords(fact({ type: 'boolean' }), true, by), '예')
  assert.equal(scalarInWords(fact({ type: 'number', unit: 'won' }), 2_078_316.4, by), '2,078,316원')
  assert.equal(scalarInWords(fact({ type: 'number', unit: 'years' }), '65', by), '65세')
  assert.equal(scalarInWords(fact({ id: 'person.sigungu' }), '11620', by), '서울특별시 관악구')
  assert.equal(scalarInWords(fact({ id: 'person.nationality' }), 'VN', by), '베트남')
  assert.equal(scalarInWords(fact({ values: { own: { ko: '자기 집', en: 'Own' } } }), 'own', { ...by, lang: 'en' }), 'Own')
  assert.equal(scalarInWords(fact({ type: 'date' }), '1962-03-03', by), '1962년 3월 3일')
})

test('모르는 것은 있는 그대로 남고, 달력에 없는 날을 다른 날로 읽지 않는다', () => {
  assert.equal(scalarInWords(fact({ id: 'person.sigungu' }), '99999', by), '99999')
  assert.equal(dayInWords('2026-02-30', 'ko'), '2026-02-30')
  assert.equal(dayInWords('내일', 'ko'), '내일')
  assert.equal(numberInWords(12.34567, null, 'en'), '12.3457')
})
