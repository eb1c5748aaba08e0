import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factSchema, type FactDefinition, type FactSource } from '@dpg/definitions'
import { createTexts } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { fieldsOf } from './fields.ts'
import { casework } from './index.ts'
import { readFields } from './read-fields.ts'

const reader = {
  lang: 'ko' as const,
  t: createTexts([casework.messages])('ko'),
  area: (code: string) =>
    code === '1111010100'
      ? { code, name: '청운동', fullName: '서울특별시 종로구 청운동', level: 'eupmyeondong' as const, parent: '11110' }
      : undefined,
}
const form = { form: { hints: {}, prefill: [] } } as never

function read(source: Partial<FactSource>, posted: Record<string, unknown>) {
  const fact: FactDefinition = factSchema.parse({ id: 'person.thing', title: { ko: '그것' }, type: 'string', ...source })
  const reading = readFields(fieldsOf({ facts: new Map([[fact.id, fact]]) }, form, [fact.id], {}), posted, reader)
  return reading.errors.length > 0 ? reading.errors.map(({ detail }) => detail) : reading.answers[fact.id]
}
const one = (source: Partial<FactSource>, value: unknown) =>
  read({ id: 'person.thing', ...source }, { [source.id ?? 'person.thing']: value })

test('돈은 사람들이 쓰는 대로 읽는다', () => {
  const won = (text: unknown) => one({ type: 'number', unit: 'won' }, text)
  const cases: [unknown, Json][] = [
    ['1,234,560', 1_234_560],
    ['120만', 1_200_000],
    ['1억 2,000만 원', 120_000_000],
    [' 500원 ', 500],
    [0, 0],
    ['₩3,000', 3_000],
  ]
  for (const [text, expected] of cases) assert.equal(won(text), expected, String(text))
  for (const text of ['백만', '-1', '1.5', '1e9', '99999999999999999', 'NaN', {}, [], true])
    assert.ok(Array.isArray(won(text)), String(text))
})

test('수는 정한 범위 안에서만, 예와 아니오와 보기는 있는 것만 받는다', () => {
  assert.equal(one({ type: 'number', unit: 'years', min: 0, max: 130 }, '65'), 65)
  assert.deepEqual(one({ type: 'number', unit: 'years', min: 0, max: 130 }, '131'), ["'그것'에는 130 이하를 적어 주세요"])
  assert.equal(one({ type: 'number' }, '3.5'), 3.5)
  assert.deepEqual(
    [one({ type: 'boolean' }, 'yes'), one({ type: 'boolean' }, 'false'), one({ type: 'boolean' }, true)],
    [true, false, true],
  )
  assert.deepEqual(one({ type: 'boolean' }, 'maybe'), ["'그것'에서 보기 가운데 하나를 골라 주세요"])
  assert.equal(one({ values: { a: { ko: '가' } } }, 'a'), 'a')
  assert.ok(Array.isArray(one({ values: { a: { ko: '가' } } }, 'toString')))
  assert.deepEqual(one({ type: 'list', values: { a: { ko: '가' }, b: { ko: '나' } } }, ['a', 'a', 'b']), ['a', 'b'])
  assert.deepEqual(one({ type: 'list', values: { a: { ko: '가' } } }, undefined), [])
  assert.deepEqual(one({}, '  '), ["'그것'에 답해 주세요"])
})

test('날짜는 한 줄로도 세 칸으로도 읽고, 없는 날은 받지 않는다', () => {
  const boxes = (year: string, month: string, day: string, mark = '-') =>
    read(
      { type: 'date' },
      { [`person.thing${mark}year`]: year, [`person.thing${mark}month`]: month, [`person.thing${mark}day`]: day },
    )
  assert.equal(one({ type: 'date' }, '2024-02-29'), '2024-02-29')
  assert.equal(boxes('1960', '3', '5'), '1960-03-05')
  assert.equal(boxes('1960', '3', '5', '.'), '1960-03-05')
  assert.deepEqual(boxes('1960', '', '5'), ["'그것'의 연, 월, 일을 모두 적어 주세요"])
  for (const text of ['2023-02-29', '2024-13-01', '0000-01-01', '9999-01-01', '2024-1-1', '+2024-01-01'])
    assert.ok(Array.isArray(one({ type: 'date' }, text)), text)
})

test('지역은 있는 곳만, 읍면동을 물으면 읍면동만 받는다', () => {
  const place = (code: unknown) => one({ id: 'person.newEupmyeondong' }, code)
  assert.equal(place('1111010100'), '1111010100')
  for (const code of ['11110', '9999999999', "11110' or 1=1", {}]) assert.ok(Array.isArray(place(code)), String(code))
})

test('전화, 전자우편, 계좌는 그렇게 생긴 것만 받는다', () => {
  assert.equal(one({ id: 'person.phone' }, '010-1234-5678'), '010-1234-5678')
  assert.equal(one({ id: 'person.email' }, 'a.b@example.kr'), 'a.b@example.kr')
  for (const value of ['전화', '1', '010-1234-5678; drop']) assert.ok(Array.isArray(one({ id: 'person.phone' }, value)), value)
  for (const value of ['a@b', 'a b@c.kr', '<a@b.kr>', 'a@@b.kr'])
    assert.ok(Array.isArray(one({ id: 'person.email' }, value)), value)
  const account: Partial<FactSource> = {
    id: 'person.bankAccount',
    type: 'context',
    fields: { bank: { type: 'string' }, number: { type: 'string' } },
  }
  const posted = { 'person.bankAccount.bank': '국민은행', 'person.bankAccount.number': '110-123-456789' }
  assert.deepEqual(read(account, posted), { bank: '국민은행', number: '110-123-456789' })
  assert.deepEqual(read(account, { 'person.bankAccount': { bank: '국민은행', number: '110-123-456789' } }), {
    bank: '국민은행',
    number: '110-123-456789',
  })
  assert.ok(Array.isArray(read(account, { ...posted, 'person.bankAccount.number': '없음' })))
})
