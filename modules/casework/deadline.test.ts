import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { PersonId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { beforeDaysOff, endAfter, onWorkingDay } from './deadline.ts'
import { casework as info } from './index.ts'
import { applyForPension, doing, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { KIM, official, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  db.queued.length = 0
})

/** A case in review, applied for at that moment by somebody new. */
async function inReview(at: string) {
  clock.set(at)
  const setup = setUp(db, clock)
  const person = newId<PersonId>('per')
  setup.world.registers.facts.set(person, HANEUL_FACTS)
  const { id } = await applyForPension(setup, person)
  await setup.runJobs()
  const act = async (action: string, more: object = {}) => {
    const { version } = await setup.casework.case(resident(person), id, 'ko')
    return setup.casework.act(official(KIM), id, doing(action, version, more), 'ko')
  }
  return { ...setup, person, id, act }
}

test('불복 기한이 아직 공휴일이 정해지지 않은 해에 닿아도 결정은 내려지고 알려진다', async () => {
  const { act, world } = await inReview('2027-10-05T01:00:00Z')
  const refused = await act('refuse', { reasonCodes: ['income'], reason: '예금이 더 있었습니다' })
  assert.deepEqual([refused.state, refused.decision?.outcome], ['refused', 'refuse'])
  // Ninety days end on Monday 3 January 2028.
  assert.ok(refused.decision?.appeal.some(({ until }) => until === '2028-01-03'))
  assert.match(world.sent.at(-1)!.values.ko['appeal']!, /2028년 1월 3일/)
})

test('지급일이 아직 공휴일이 정해지지 않은 해에 있어도 지급 결정이 내려진다', async () => {
  const { act, world } = await inReview('2027-12-28T01:00:00Z')
  const granted = await act('grant', { reason: '요건을 갖춤' })
  assert.equal(granted.state, 'granted')
  assert.match(world.sent.at(-1)!.key, /decided/)
})

test('기한은 토요일과 공휴일에 끝나지 않고, 지급은 그 앞의 근무일에 한다', () => {
  assert.equal(endAfter('2026-09-26', 'P90D'), '2026-12-28') // Christmas, a Friday
  assert.equal(endAfter('2026-11-25', 'P3M'), '2027-02-25')
  assert.equal(onWorkingDay('2026-12-05'), '2026-12-07')
  assert.equal(onWorkingDay('2026-12-04'), '2026-12-04')
  assert.equal(beforeDaysOff('2026-12-25'), '2026-12-24')
})

test('보완 기한이 쉬는 날이면 다음 근무일까지이고, 알리는 글도 그 날을 말한다', async () => {
  const form = { items: '통장 사본' }
  const typed = await inReview('2026-11-25T01:00:00Z')
  const until = async (asked: Promise<{ supplement: { until: string | null } | null }>) => (await asked).supplement?.until
  assert.equal(
    await until(typed.act('request-supplement', { reason: '까닭', form: { ...form, dueOn: '2026-12-05' } })), // a Saturday
    '2026-12-07',
  )
  assert.equal(typed.world.sent.at(-1)!.values.ko['supplementBy'], '2026년 12월 7일')
  const { version } = await typed.casework.case(resident(typed.person), typed.id, 'ko')
  const longer = doing('extend-supplement', version, { form: { dueOn: '2026-12-25' } }) // Christmas, a Friday
  assert.equal(await until(typed.casework.act(resident(typed.person), typed.id, longer, 'ko')), '2026-12-28')

  const usual = await inReview('2026-11-28T01:00:00Z') // fourteen days from a Saturday
  assert.equal(await until(usual.act('request-supplement', { reason: '까닭', form })), '2026-12-14')
  assert.equal(usual.world.sent.at(-1)!.values.ko['supplementBy'], '2026년 12월 14일')
})
