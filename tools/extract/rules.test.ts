import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confidenceOf } from './conditions.ts'
import { readApply, readPhone, readReceive } from './contacts.ts'
import { readSupport } from './support.ts'
import { readWindow } from './window.ts'

test('a window is open always, ends on a day, varies, or is not known', () => {
  assert.equal(readWindow('상시신청'), 'always')
  assert.equal(readWindow('2026.01.15~2026.01.29'), '2026-01-29')
  assert.equal(readWindow('20260202~20260213'), '2026-02-13')
  assert.equal(readWindow('2026. 3. 3. ~ 3. 20.    /   2026. 5. 1. ~ 5. 22.'), '2026-05-22')
  assert.equal(readWindow('매년 1~2월'), 'varies')
  assert.equal(readWindow('2025-07-14 ~ 예산소진 시까지'), 'varies')
  assert.equal(readWindow(''), '')
})

test('a day that is not an application deadline is not taken for one', () => {
  assert.equal(readWindow('보장기간(2024.1.27.~2025.1.26.) 중 발생한 사고에 대해 3년이내 신청'), 'varies')
  assert.equal(readWindow('2026-13-45'), 'varies')
})

test('the kind of support is read from the name first', () => {
  assert.equal(readSupport('청년 창업 융자', '', ''), 'loan')
  assert.equal(readSupport('자전거 보험 가입', '', ''), 'insurance')
  assert.equal(readSupport('출산장려금', '', ''), 'cash')
  assert.equal(readSupport('문화누리카드 이용권', '', ''), 'voucher')
  assert.equal(readSupport('장애인 주차요금 감면', '', ''), 'discount')
  assert.equal(readSupport('어르신 목욕 지원', '', '바우처 지급'), 'voucher')
})

test('ways to apply are codes in a fixed order, and a new way is an error', () => {
  assert.equal(readApply('직접입력||방문신청'), 'visit,other')
  assert.equal(readApply(''), '')
  assert.throws(() => readApply('우편신청'), /new/)
})

test('contacts keep offices and numbers, and no name of a person', () => {
  assert.equal(readPhone('보건복지상담센터/129||보건복지상담센터/129'), '보건복지상담센터/129')
  assert.equal(readPhone('홍길동/02-123-4567'), '02-123-4567')
  assert.equal(readPhone('홈페이지 참조/'), '')
  assert.equal(readReceive('시·군·구청'), '시·군·구청')
  assert.equal(readReceive('주민등록상 주소지의 주민센터에 방문하여 신청'), '')
})

test('a reading is low when the name speaks of a group that the codes do not narrow to', () => {
  const everyone = { ageFrom: 0, ageTo: 120, codes: ['JA0101', 'JA0102', 'JA0201', 'JA0322', 'JA0410'] }
  assert.equal(confidenceOf('무료 법률 상담', everyone, '', false), 'high')
  assert.equal(confidenceOf('청년 법률 상담', everyone, '', false), 'low')
  assert.equal(confidenceOf('무료 법률 상담', everyone, 'read', true), 'medium')
  assert.equal(confidenceOf('무료 법률 상담', everyone, '', true), 'low')
  assert.equal(confidenceOf('무료 법률 상담', null, 'exact', false), 'low')
})
