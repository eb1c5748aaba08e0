import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countryInWords } from './index.ts'

test('나라는 부호가 아니라 이름으로 읽는다', () => {
  assert.deepEqual(
    [countryInWords('KR', 'ko'), countryInWords('VN', 'ko'), countryInWords('VN', 'en')],
    ['대한민국', '베트남', 'Vietnam'],
  )
})

test('나라의 부호가 아닌 말은 그대로 둔다', () => {
  assert.deepEqual([countryInWords('없음', 'ko'), countryInWords('QQ', 'ko')], ['없음', 'QQ'])
})
