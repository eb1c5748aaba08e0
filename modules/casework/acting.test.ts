import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { Acting, MandateId, PersonId, Principal } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { BASIC_PENSION, EXTRACT } from './testing/pack.ts'
import { doing, newKey, PENSION_ANSWERS, PENSION_DECLARATIONS, setUp } from './testing/set-up.ts'
import { HANEUL, KIM, official, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  db.queued.length = 0
})

const HELPER = 'per_01900000-0000-7000-8000-00000000000c' as PersonId
const MANDATE = 'man_01900000-0000-7000-8000-000000000001' as MandateId
const helper = (scope: Partial<Acting['scope']> = {}): Principal => ({
  ...resident(HELPER, '박도움'),
  acting: { mandate: MANDATE, kind: 'helper', for: HANEUL, forName: '김하늘', scope: { services: null, facts: null, ...scope } },
})
const pension = { service: BASIC_PENSION, answers: PENSION_ANSWERS, declarations: PENSION_DECLARATIONS }

test('대신 낸 신청은 맡긴 사람의 것이고, 누가 어느 위임으로 냈는지가 신청, 담당자 화면, 두 사람의 기록에 남는다', async () => {
  const { casework, world, runJobs } = setUp(db, clock)
  const { id } = await casework.submit(helper(), { key: newKey(), ...pension }, 'ko')
  await runJobs()
  const own = await casework.case(resident(), id, 'ko')
  assert.deepEqual(own.representative, { name: '박도움', kind: 'helper' })
  assert.equal(own.events[0]?.by, '신청인을 대신한 박도움')
  await assert.rejects(casework.case(resident(HELPER), id, 'ko'), { type: 'casework/case-not-found' })
  const seen = await casework.officerCase(official(KIM), id, 'ko')
  assert.deepEqual([seen.applicant.name, seen.representative?.name], ['김하늘', '박도움'])
  const lodged = world.looks.filter(({ actor }) => actor.acting?.mandate === MANDATE)
  assert.deepEqual(
    lodged.map(({ subject, actor, case: of }) => [subject, actor.person, of]),
    [
      [HANEUL, HELPER, id],
      [HELPER, HELPER, null],
    ],
  )
  assert.ok(world.sent.every(({ to }) => to === HANEUL))
})

test('대신 쓰는 신청서는 맡긴 사람의 신청서이고, 대장에는 위임을 밝히고 묻는다', async () => {
  const { casework, world } = setUp(db, clock)
  const me = helper({ services: [BASIC_PENSION] })
  await casework.openDraft(me, BASIC_PENSION, 'ko')
  assert.ok(world.registers.requests.length > 0)
  for (const { subject, actor } of world.registers.requests) {
    assert.equal(subject, HANEUL)
    assert.deepEqual([actor.person, actor.acting?.mandate], [HELPER, MANDATE])
  }
  assert.ok(await casework.draft(resident(), BASIC_PENSION, null, 'ko'))
  assert.equal(await casework.draft(resident(HELPER), BASIC_PENSION, null, 'ko'), undefined)
  await casework.discardDraft(me, BASIC_PENSION)
})

test('맡기지 않은 서비스나 사실이 드는 일은 분명히 거절하고, 아무것도 묻지 않는다', async () => {
  const { casework, world } = setUp(db, clock)
  const asked = world.registers.requests.length
  for (const scope of [{ services: [EXTRACT] }, { facts: ['person.birthDate'] }]) {
    const refused = { type: 'casework/beyond-mandate' }
    await assert.rejects(casework.openDraft(helper(scope), BASIC_PENSION, 'ko'), refused)
    await assert.rejects(casework.submit(helper(scope), { key: newKey(), ...pension }, 'ko'), refused)
  }
  assert.equal(world.registers.requests.length, asked)
})

test('대신하는 사람은 맡은 서비스의 신청만 보고 다루며, 무엇을 했는지 본인이 읽는다', async () => {
  const { casework, runJobs } = setUp(db, clock)
  const { id } = await casework.submit(resident(), { key: newKey(), ...pension }, 'ko')
  await runJobs()
  const narrow = helper({ services: [EXTRACT] })
  assert.deepEqual(await casework.cases(narrow, 'ko'), [])
  await assert.rejects(casework.case(narrow, id, 'ko'), { type: 'casework/beyond-mandate' })
  const { version } = await casework.case(helper(), id, 'ko')
  await assert.rejects(casework.act(narrow, id, doing('withdraw', version), 'ko'), { type: 'casework/beyond-mandate' })
  const done = await casework.act(helper(), id, doing('withdraw', version), 'ko')
  assert.equal(done.isEnded, true)
  assert.equal((await casework.case(resident(), id, 'ko')).events.at(-1)?.by, '신청인을 대신한 박도움')
})
