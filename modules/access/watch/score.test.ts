import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measure } from './fit.ts'
import { labelledLooks } from './labelled.ts'
import { scoreOf } from './score.ts'
import { type LookContext, signalsOf } from './signals.ts'

const usualHours = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < 18 ? 10 : 0))
/** A Tuesday morning, an own case. */
const ordinary: LookContext = {
  at: '2026-11-03T02:00:00Z',
  duty: 'assigned',
  tie: null,
  guard: null,
  peopleLastHour: 4,
  idleDays: 0,
  officialsAtPerson: 1,
  refusals: 0,
  usualHours,
}
const verdict = (over: Partial<LookContext>) => scoreOf(signalsOf({ ...ordinary, ...over })).verdict
const reasons = (over: Partial<LookContext>) => scoreOf(signalsOf({ ...ordinary, ...over })).reasons
const NIGHT = '2026-11-03T17:00:00Z'

test('보통의 업무는 밤이든, 바쁜 날이든, 이웃 담당자의 일이든 막지 않는다', () => {
  assert.equal(verdict({}), 'allow')
  assert.equal(verdict({ duty: 'office' }), 'allow')
  assert.equal(verdict({ duty: 'none' }), 'allow', 'a telephone call')
  assert.equal(verdict({ at: NIGHT, duty: 'office', usualHours: [] }), 'allow', 'whose habits we do not know')
  assert.equal(verdict({ at: NIGHT, usualHours: usualHours.map((_, hour) => (hour < 8 ? 10 : 0)) }), 'allow', 'night duty')
  assert.equal(verdict({ peopleLastHour: 45 }), 'allow', 'a busy day of own cases')
  assert.equal(verdict({ guard: 'public-figure' }), 'allow', 'a famous applicant')
})

test('가족·이웃·유명인을 맡은 일 없이 보거나, 밤에 많은 사람을 보면 까닭을 묻거나 막고, 무엇 때문인지 말한다', () => {
  assert.equal(verdict({ tie: 'family', duty: 'office' }), 'ask')
  assert.deepEqual(reasons({ tie: 'family', duty: 'office' }), ['family', 'notMine'])
  assert.equal(verdict({ tie: 'family', duty: 'none' }), 'block')
  assert.notEqual(verdict({ tie: 'neighbour', duty: 'none' }), 'allow')
  assert.notEqual(verdict({ guard: 'public-figure', duty: 'none' }), 'allow')
  assert.notEqual(verdict({ at: NIGHT, duty: 'none', peopleLastHour: 80 }), 'allow')
  assert.notEqual(verdict({ tie: 'former-partner', duty: 'none', idleDays: 5 }), 'allow')
})

test('자기 일을 자기가 처리하려는 것은 점수와 상관없이 막는다', () => {
  assert.equal(verdict({ tie: 'self' }), 'block')
  assert.equal(reasons({ tie: 'self' })[0], 'self')
})

test('이름표가 붙은 본보기에서 정밀도와 재현율이 바닥을 지킨다', (t) => {
  // Another seed than the weights were fitted to.
  const { precision, recall, honestAsked, honestBlocked, blockPrecision } = measure(labelledLooks({ seed: 77, looks: 20_000 }))
  t.diagnostic(`precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, honest asked ${honestAsked.toFixed(4)}`)
  assert.ok(precision >= 0.85, `precision ${precision}`)
  assert.ok(recall >= 0.7, `recall ${recall}`)
  assert.ok(blockPrecision >= 0.95, `precision of blocking ${blockPrecision}`)
  assert.ok(honestAsked <= 0.005 && honestBlocked <= 0.001)
})
