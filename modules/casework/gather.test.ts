import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { BASIC_PENSION, EXTRACT } from './testing/pack.ts'
import { applyForPension, doing, newKey, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { HANEUL, KIM, official, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})
const later = (seconds: number) => clock.set(clock.now().add({ seconds }).toString())

test('멈춘 기관은 신청을 잃게도 막게도 하지 않는다: 온 것은 두고 기다리다가, 되살아나면 마저 가져와 이어 간다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs, sweep } = setup
  world.registers.failing.set('social-security', 'unreachable')
  const { id } = await applyForPension(setup)
  await runJobs()
  const waiting = await casework.case(resident(), id, 'ko')
  assert.equal(waiting.state, 'gathering')
  assert.match(waiting.next, /사회보장정보시스템/)
  const need = waiting.needs.find((one) => one.id === 'pensions')
  assert.deepEqual([need?.state, need?.failure], ['waiting', 'unreachable'])
  assert.ok(need?.nextTryAt)
  assert.equal(waiting.needs.find((one) => one.id === 'registration')?.state, 'fetched')
  assert.equal(waiting.office.name, '서울특별시 종로구청')
  const asked = world.registers.requests.length
  await runJobs()
  assert.equal(world.registers.requests.length, asked, 'a register is left alone between tries')
  later(10)
  await sweep()
  await runJobs()
  assert.ok(world.registers.requests.length > asked)
  assert.equal(
    (await casework.case(resident(), id, 'ko')).events.filter(({ what }) => what.includes('기다립니다')).length,
    1,
    'no news is no event',
  )
  world.registers.failing.clear()
  later(60)
  await sweep()
  await runJobs()
  const done = await casework.case(resident(), id, 'ko')
  assert.deepEqual([done.state, done.needs.some(({ state }) => state === 'waiting')], ['review', false])
  assert.equal(world.sent.filter(({ key }) => key.endsWith(':submitted')).length, 1)
})

test('오래 못 가져온 것은 정의가 정한 대로 담당자나 신청인에게 넘어가고, 기다리라는 것은 기다린다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs, sweep } = setup
  const pension = world.catalogue.current().service(BASIC_PENSION)!
  world.publish({
    ...pension,
    needs: pension.needs.map((need) => (need.id === 'benefits' ? { ...need, onFailure: 'officer' as const } : need)),
  })
  world.registers.failing.set('social-security', 'slow')
  const { id } = await applyForPension(setup)
  await runJobs()
  for (let tries = 0; tries < 4; tries++) {
    later(15 * 60)
    await sweep()
    await runJobs()
  }
  const view = await casework.case(resident(), id, 'ko')
  const state = (need: string) => view.needs.find((one) => one.id === need)?.state
  assert.equal(state('benefits'), 'officer')
  assert.equal(state('pensions'), 'waiting')
  assert.equal(view.state, 'gathering')
  const seen = await casework.officerCase(official(KIM), id, 'ko')
  const acted = await casework.act(official(KIM), id, doing('review-now', seen.version, { reason: '급한 사정' }), 'ko')
  assert.equal(acted.state, 'review')
})

test('올려 달라는 것은 올릴 수 있고, 올리면 더 기다리지 않는다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs, sweep } = setup
  const pension = world.catalogue.current().service(BASIC_PENSION)!
  world.publish({
    ...pension,
    needs: pension.needs.map((need) => (need.id === 'benefits' ? { ...need, onFailure: 'upload' as const } : need)),
  })
  world.registers.failing.set('social-security', 'unreachable')
  const { id } = await applyForPension(setup)
  await runJobs()
  for (let tries = 0; tries < 4; tries++) {
    later(15 * 60)
    await sweep()
    await runJobs()
  }
  const asked = await casework.case(resident(), id, 'ko')
  assert.equal(asked.needsApplicant, true)
  assert.deepEqual(
    asked.uploads.map(({ need }) => need),
    ['benefits'],
  )
  await casework.attach(resident(), { case: id }, 'benefits', {
    name: '소득.pdf',
    type: 'application/pdf',
    bytes: Buffer.from('%PDF-1.7 소득'),
  })
  const handed = await casework.case(resident(), id, 'ko')
  assert.deepEqual([handed.needsApplicant, handed.needs.find(({ id }) => id === 'benefits')?.state], [false, 'uploaded'])
  assert.equal(handed.uploads[0]?.files[0]?.name, '소득.pdf')
})

test('거짓 대답은 쓰지 않고, 대장이 거절하면 담당자에게 간다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs } = setup
  world.registers.failing.set('social-security', 'refused').set('family-register', 'untrusted')
  const { id } = await applyForPension(setup)
  await runJobs()
  const view = await casework.case(resident(), id, 'ko')
  const state = (need: string) => view.needs.find((one) => one.id === need)
  assert.deepEqual([state('benefits')?.state, state('pensions')?.state], ['officer', 'officer'])
  assert.deepEqual([state('family-record')?.state, state('family-record')?.failure], ['waiting', 'untrusted'])
})

test('필요할 때만 묻는다: 배우자가 없으면 배우자의 것을 묻지 않고, 있으면 이어서 묻는다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs } = setup
  const single = await applyForPension(setup)
  await runJobs()
  const asked = () => world.registers.requests.flatMap(({ facts }) => facts)
  assert.ok(!asked().includes('household.spouseReceivesBasicPension'))
  assert.ok((await casework.case(resident(), single.id, 'ko')).needs.every(({ id }) => id !== 'spouse-pension'))
  world.registers.facts.set(HANEUL, {
    ...HANEUL_FACTS,
    'person.maritalStatus': 'married',
    'household.spouseReceivesBasicPension': true,
    'household.spouseReceivesOccupationalPension': false,
  })
  const couple = await applyForPension(setup)
  await runJobs()
  assert.ok(asked().includes('household.spouseReceivesBasicPension'))
  assert.equal((await casework.officerCase(official(KIM), couple.id, 'ko')).assessment?.amount?.won, 279_760)
})

test('물을 때마다 무엇 때문에, 어느 법으로, 어느 민원에서 묻는지 밝힌다', async () => {
  const setup = setUp(db, clock)
  const { id } = await applyForPension(setup)
  await setup.runJobs()
  const { requests } = setup.world.registers
  assert.ok(requests.length > 3)
  assert.ok(
    requests.every(
      (one) => one.case === id && one.law.includes('제') && one.actor.kind === 'system' && one.purpose.ko.length > 5,
    ),
  )
  assert.equal(requests.find(({ facts }) => facts.includes('household.basicPensionDebt'))?.law, '기초연금법 제12조제1항')
  assert.ok(setup.world.looks.some(({ use, facts }) => use === 'use' && facts.includes('person.birthDate')))
})

test('같은 일을 두 번 시켜도 한 번만 일어난다', async () => {
  const setup = setUp(db, clock)
  const { id } = await applyForPension(setup)
  const job = db.queued[0]!
  await setup.runJobs()
  const before = await setup.casework.case(resident(), id, 'ko')
  db.queued.push(job, job)
  await setup.runJobs()
  assert.deepEqual(await setup.casework.case(resident(), id, 'ko'), before)
  assert.equal(setup.world.sent.length, 1)
})

test('두 일꾼이 한꺼번에 같은 신청을 보아도 이야기는 하나다', async () => {
  const setup = setUp(db, clock)
  const { id } = await applyForPension(setup)
  const handle = setup.parts.jobs!.find(({ job }) => job.name === 'casework.look')!.handle
  await Promise.all([
    handle({ person: HANEUL, case: id }),
    handle({ person: HANEUL, case: id }),
    handle({ person: HANEUL, case: id }),
  ])
  const view = await setup.casework.case(resident(), id, 'ko')
  assert.deepEqual(
    view.events.map(({ seq }) => seq),
    view.events.map((_, index) => index + 1),
  )
  assert.deepEqual([view.state, setup.world.sent.length], ['review', 1])
})

const apply = (setup: ReturnType<typeof setUp>) =>
  setup.casework.submit(
    resident(),
    {
      key: newKey(),
      service: EXTRACT,
      answers: { 'person.extractSubject': 'own', 'person.extractOptions': ['relation'], 'person.extractPurpose': '은행 제출' },
      declarations: ['lawful'],
    },
    'ko',
  )

test('등본은 사람 손 없이 나온다: 대장의 내용이 문서가 되고, 발급한 일이 기록된다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs } = setup
  const { id } = await apply(setup)
  await runJobs()
  const view = await casework.case(resident(), id, 'ko')
  assert.deepEqual([view.state, view.decision?.outcome, view.decision?.decidedBy], ['issued', 'grant', ''])
  const [document] = world.issued
  assert.deepEqual([document?.kind, document?.documents.ko.title], ['certificate', '주민등록표 등본'])
  const text = JSON.stringify(document?.documents.ko.sections)
  for (const part of ['서울특별시 종로구 자하문로 1', '김바다', '1990년 7월 1일', '자녀']) assert.ok(text.includes(part), part)
  assert.ok(!text.includes('2010'), 'the day of moving in was not chosen')
  assert.deepEqual(
    world.sent.map(({ letter }) => letter.ko.subject),
    ['주민등록표 등본 신청을 받았습니다', '주민등록표 등본을 발급했습니다'],
  )
  assert.equal(world.sent[1]?.values.ko['verification'], document?.number)
  assert.ok(world.looks.some(({ use, actor }) => use === 'issue' && actor.kind === 'system'))
})

test('대장이 멈추면 등본은 멈춘 채로 기다리며 그렇게 알리고, 되살아나면 저절로 나온다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs, sweep } = setup
  world.registers.failing.set('resident-register', 'unreachable')
  const { id } = await apply(setup)
  await runJobs()
  for (let tries = 0; tries < 3; tries++) {
    later(60)
    await sweep()
    await runJobs()
  }
  const stopped = await casework.case(resident(), id, 'ko')
  assert.deepEqual([stopped.state, stopped.clock.state], ['outage', 'paused'])
  assert.equal(world.sent.at(-1)?.letter.ko.subject, '등본 발급이 잠시 늦어집니다')
  later(600)
  await sweep()
  await runJobs()
  assert.equal((await casework.case(resident(), id, 'ko')).state, 'outage')
  world.registers.failing.clear()
  later(600)
  await sweep()
  await runJobs()
  assert.equal((await casework.case(resident(), id, 'ko')).state, 'issued')
  assert.equal(world.sent.length, 3)
})

test('자격이 없으면 까닭과 불복하는 길을 적어 알린다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs } = setup
  world.registers.facts.set(HANEUL, {
    ...HANEUL_FACTS,
    'person.registrationStatus': 'none',
    'person.recordedAsForeignMember': false,
  })
  const { id } = await apply(setup)
  await runJobs()
  const view = await casework.case(resident(), id, 'ko')
  assert.equal(view.state, 'refused')
  assert.deepEqual(
    view.decision?.reasons.map(({ code }) => code),
    ['registered'],
  )
  assert.deepEqual(
    view.decision?.appeal.map(({ kind, until }) => [kind, until]),
    [
      ['이의신청', '2027-01-25'],
      ['행정심판', '2027-02-23'],
      ['행정소송', '2027-02-23'],
    ],
  )
  assert.match(world.sent.at(-1)!.values.ko['reasons']!, /주민등록이 되어 있지 않습니다 \(주민등록법 시행령 제47조제1항\)/)
})
