/** Whoever is counted with an applicant reads what a law lets be seen of them; later, where it would betray who flees from them. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from '../index.ts'
import { HANEUL_FACTS } from '../testing/haneul.ts'
import { BADA, bada, child, householdOn, named, SAN, san } from '../testing/household.ts'
import { EMERGENCY, LIVELIHOOD } from '../testing/pack.ts'
import { newKey, PENSION_ANSWERS, PENSION_DECLARATIONS, setUp } from '../testing/set-up.ts'
import { HANEUL, KIM, official, resident } from '../testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})

const CHILD = 'per_01900000-0000-7000-8000-0000000000c1'

type World = Awaited<ReturnType<typeof householdOn>>['world']
const looksAtOne = ({ looks }: World, person: string, use = 'fetch') =>
  looks.filter((one) => one.subject === person && one.use === use)

test('함께 계산되는 사람은 아이까지, 동의 없이 법으로 본 것을 자기 기록에서 읽는다', async () => {
  const { world } = await householdOn(db, clock, [bada, { ...child, subject: named(CHILD), guardian: named(HANEUL) }], LIVELIHOOD)
  for (const person of [BADA, CHILD]) {
    const seen = looksAtOne(world, person)
    assert.ok(
      seen.some(({ facts }) => facts.includes('household.otherMembers')),
      person,
    )
    for (const { facts, law, case: of, delay, actor } of seen) {
      assert.ok(
        facts.every((fact) => fact.startsWith('household.')),
        'nothing of what is the applicant alone',
      )
      assert.match(law, /제\d+조/)
      assert.deepEqual([of, delay, actor.kind], [null, undefined, 'system'])
    }
  }
  assert.ok(!looksAtOne(world, HANEUL).some(({ facts }) => facts.length === 0))
})

test('담당자가 신청을 열거나 조회해도 함께 계산되는 사람이 읽는다', async () => {
  const { world, casework, id } = await householdOn(db, clock, [bada], EMERGENCY)
  await casework.officerCase(official(KIM), id, 'ko')
  const [view] = looksAtOne(world, BADA, 'view')
  assert.ok(view?.facts.includes('household.members') || view?.facts.includes('household.otherMembers'))
  assert.equal(view?.actor.official, KIM)
  const before = looksAtOne(world, BADA).length
  await casework.lookUp(official(KIM), id, { facts: ['household.vehicleValue'], purpose: 'application' })
  assert.deepEqual(looksAtOne(world, BADA).slice(before)[0]?.facts, ['household.vehicleValue'])
})

test('수사로 조회한 것은 함께 계산되는 사람도 수사가 끝난 뒤에 읽는다', async () => {
  const { world, casework, id } = await householdOn(db, clock, [bada], EMERGENCY)
  const before = looksAtOne(world, BADA).length
  const delay = { why: 'investigation', until: '2027-11-25T01:00:00Z', law: '전자정부법 제42조제2항 단서' } as const
  world.registers.delay = delay
  await casework.lookUp(official(KIM), id, { facts: ['household.vehicleValue'], purpose: 'criminal-investigation' })
  const later = looksAtOne(world, BADA).slice(before)
  assert.deepEqual(
    later.map((one) => [one.facts, one.delay]),
    [[['household.vehicleValue'], delay]],
  )
})

test('폭력이나 학대를 피해 요청하면 함께 사는 사람의 기록에는 법이 정한 기간 뒤에 나온다', async () => {
  for (const reason of ['violence', 'neglect']) {
    const { world, casework, id } = await householdOn(db, clock, [bada], EMERGENCY, reason)
    await casework.officerCase(official(KIM), id, 'ko')
    const looks = world.looks.filter(({ subject }) => subject === BADA)
    assert.ok(looks.some(({ use }) => use === 'fetch') && looks.some(({ use }) => use === 'view'))
    for (const { delay } of looks)
      assert.deepEqual(delay, { why: 'relative', until: '2029-11-24T01:00:00Z', law: '개인정보 보호법 제35조제4항제2호' })
    assert.ok(
      world.looks.filter(({ subject }) => subject === HANEUL).every(({ delay }) => delay === undefined),
      'who asked sees all at once',
    )
  }
})

test('신청서를 여는 것만으로 보인 가구 자료도 그렇고, 까닭을 아직 말하지 않았으면 늦춘다', async () => {
  for (const [service, isLate] of [
    [EMERGENCY, true],
    [LIVELIHOOD, false],
  ] as const) {
    const { world, casework } = setUp(db, clock)
    world.registers.facts.set(HANEUL, { ...HANEUL_FACTS, 'household.otherMembers': [bada] })
    await casework.openDraft(resident(), service, 'ko')
    const seen = looksAtOne(world, BADA)
    assert.ok(seen.length > 0)
    for (const { actor, delay } of seen) assert.deepEqual([actor.kind, delay?.why], ['resident', isLate ? 'relative' : undefined])
  }
})

test('누구와 함께 계산되는지 아는 대장이 늦게 답하면 그때 적는다', async () => {
  const { world, casework, runJobs, sweep } = setUp(db, clock)
  world.registers.facts.set(HANEUL, { ...HANEUL_FACTS, 'household.otherMembers': [san] })
  world.registers.failing.set('social-security', 'unreachable')
  const form = { service: LIVELIHOOD, answers: PENSION_ANSWERS, declarations: PENSION_DECLARATIONS }
  await casework.submit(resident(), { key: newKey(), ...form }, 'ko')
  await runJobs()
  const wasSeen = world.registers.requests.flatMap(({ facts }) => facts).filter((fact) => fact.startsWith('household.'))
  assert.ok(wasSeen.length > 0)
  assert.deepEqual(looksAtOne(world, SAN), [], 'nobody knows yet that they belong to it')
  world.registers.failing.clear()
  clock.set('2026-11-25T01:10:00Z')
  await sweep()
  await runJobs()
  const facts = new Set(looksAtOne(world, SAN).flatMap((one) => one.facts))
  assert.ok(facts.has('household.otherMembers') && facts.size > 2, [...facts].join())
})
