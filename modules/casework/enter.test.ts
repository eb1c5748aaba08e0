import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { MOVE, realPack } from './testing/pack.ts'
import { doing, newKey, type Setup, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { createWorld, HANEUL, official, PARK, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})

const MOVING = {
  'person.moveDate': '2026-11-20',
  'person.newEupmyeondong': '3611011000',
  'person.newAddress': '세종특별자치시 한누리대로 411, 101동 1203호',
  'person.livesAtNewAddress': true,
  'person.moveKind': 'wholeHousehold',
  'person.moveMembers': [],
  'person.moveReason': 'job',
  'person.phone': '010-1234-5678',
}
const report = (setup: Setup) =>
  setup.casework.submit(resident(), { key: newKey(), service: MOVE, answers: MOVING, declarations: ['truth', 'movers'] }, 'ko')

test('전입신고는 요건이 다 맞으면 대장에 적힌 다음에 수리되고 알린다', async () => {
  const setup = setUp(db, clock)
  const { id, office } = await report(setup)
  assert.equal(office.code, '36110', 'the office of the new address')
  await setup.runJobs()
  const view = await setup.casework.case(resident(), id, 'ko')
  assert.equal(view.state, 'accepted')
  const change = setup.world.registers.changes.get(id)!
  assert.deepEqual(change.change, {
    kind: 'move',
    with: [],
    to: '3611011000',
    address: MOVING['person.newAddress'],
    on: '2026-11-20',
  })
  assert.equal(setup.world.looks.filter(({ use }) => use === 'change').length, 0, 'the exchange records the change, once')
  assert.deepEqual(view.events.map(({ what }) => what).slice(-3), ['대장에 적도록 보냈습니다', '대장에 적혔습니다', '자동 수리'])
  assert.equal(setup.world.sent.length, 2)
  assert.match(setup.world.sent[1]!.values.ko['steps']!, /- 새 주소: 세종특별자치시 한누리대로 411, 101동 1203호/)
})

test('담당자가 수리해도 대장이 받아야 수리된다: 멈추면 기다리고, 거절하면 다시 열린다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs, sweep } = setup
  world.registers.facts.set(HANEUL, { ...HANEUL_FACTS, 'person.isHouseholdHead': false })
  const { id } = await report(setup)
  await runJobs()
  const seen = await casework.officerCase(official(PARK), id, 'ko')
  assert.equal(seen.state, 'review')
  world.registers.failing.set('resident-register', 'unreachable')
  const deed = doing('accept', seen.version)
  const sent = await casework.act(official(PARK), id, deed, 'ko')
  assert.equal((await casework.act(official(PARK), id, deed, 'ko')).version, sent.version, 'the same key acts once')
  assert.deepEqual([sent.state, sent.actions, sent.decision], ['review', [], null])
  await runJobs()
  assert.equal((await casework.case(resident(), id, 'ko')).next, '대장에 적고 있습니다. 곧 끝납니다.')
  world.registers.failing.clear()
  world.registers.refusal = '새 주소가 없는 주소입니다'
  clock.set('2026-11-25T01:10:00Z')
  await sweep()
  await runJobs()
  const open = await casework.officerCase(official(PARK), id, 'ko')
  assert.equal(open.state, 'review')
  assert.equal(open.events.at(-1)?.detail, '새 주소가 없는 주소입니다')
  world.registers.refusal = undefined
  await casework.act(official(PARK), id, doing('accept', open.version), 'ko')
  await runJobs()
  const accepted = await casework.case(resident(), id, 'ko')
  assert.deepEqual([accepted.state, accepted.decision?.decidedBy], ['accepted', '박세종'])
  assert.equal(world.registers.changes.size, 1)
})

test('수리한 담당자가 그 사이 떠나거나 역할을 잃어도, 대장에 적히면 그때 한 수리가 선다', async () => {
  for (const now of [undefined, { roles: [] }]) {
    const world = createWorld(realPack(), clock)
    let hasLeft = false
    const directory = {
      ...world.directory,
      official: async (id: typeof PARK) => {
        const known = await world.directory.official(id)
        return hasLeft ? known && now && { ...known, ...now } : known
      },
    }
    const { casework, runJobs } = setUp(db, clock, db, { ...world, directory })
    world.registers.facts.set(HANEUL, { ...HANEUL_FACTS, 'person.isHouseholdHead': false })
    const { id } = await casework.submit(
      resident(),
      { key: newKey(), service: MOVE, answers: MOVING, declarations: ['truth', 'movers'] },
      'ko',
    )
    await runJobs()
    const { version } = await casework.officerCase(official(PARK), id, 'ko')
    await casework.act(official(PARK), id, doing('accept', version), 'ko')
    hasLeft = true
    await runJobs()
    const { state, decision } = await casework.case(resident(), id, 'ko')
    assert.deepEqual([state, decision?.decidedBy], ['accepted', '박세종'])
    assert.equal(world.registers.changes.get(id)?.actor.name, '박세종')
  }
})
