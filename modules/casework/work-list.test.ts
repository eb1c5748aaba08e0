import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { PersonId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { EXTRACT } from './testing/pack.ts'
import { applyForPension, doing, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { KIM, LEE, official, PARK, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})

const all = { limit: 50, offset: 0 }

test('자기 기관의 일만, 급한 것부터 보이고, 접수번호로 찾고, 서로 맡긴다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs } = setup
  const people = [1, 2, 3].map(() => newId<PersonId>('per'))
  const cases: Awaited<ReturnType<typeof applyForPension>>[] = []
  for (const [index, person] of people.entries()) {
    world.registers.facts.set(
      person,
      index === 2 ? { ...HANEUL_FACTS, 'person.eupmyeondong': '3611011000', 'person.sigungu': '36110' } : HANEUL_FACTS,
    )
    clock.set(`2026-11-2${5 - index}T01:00:00Z`)
    cases.push(await applyForPension(setup, person))
  }
  clock.set('2026-11-25T01:00:00Z')
  await runJobs()
  const [first, second, sejong] = cases.map(({ id }) => id)
  const list = await casework.workList(official(KIM), { show: 'open', ...all }, 'ko')
  assert.deepEqual(
    list.items.map(({ id }) => id),
    [second, first],
  )
  assert.deepEqual(list.counts, { open: 2, mine: 0, approval: 0, paused: 0, ended: 0 })
  assert.deepEqual([list.items[0]?.applicantName, list.items[0]?.outcome], ['이웃', 'eligible'])
  assert.deepEqual(
    (await casework.workList(official(PARK), { show: 'open', ...all }, 'ko')).items.map(({ id }) => id),
    [sejong],
  )

  const number = cases[0]!.receiptNumber
  for (const q of [number, number.slice(-6), String(Number(number.slice(-6)))])
    assert.deepEqual(
      (await casework.workList(official(KIM), { show: 'open', q, ...all }, 'ko')).items.map(({ id }) => id),
      [first],
      q,
    )
  for (const q of ["' or 1=1 --", '%', '김하늘', '../..'])
    assert.equal((await casework.workList(official(KIM), { show: 'open', q, ...all }, 'ko')).total, 0, q)
  assert.equal((await casework.workList(official(KIM), { show: 'open', service: 'other', ...all }, 'ko')).total, 0)

  await casework.assign(official(KIM), first!, KIM)
  assert.deepEqual(
    (await casework.workList(official(KIM), { show: 'mine', ...all }, 'ko')).items.map(({ assignee }) => assignee),
    ['김담당'],
  )
  await assert.rejects(casework.assign(official(KIM), first!, PARK), { type: 'casework/action-not-allowed' })
  await casework.assign(official(KIM), first!, null)
  const seen = await casework.officerCase(official(KIM), second!, 'ko')
  await casework.act(
    official(KIM),
    second!,
    doing('request-supplement', seen.version, { reason: '까닭', form: { items: '통장' } }),
    'ko',
  )
  await casework.act(
    resident(people[0]!),
    first!,
    doing('withdraw', (await casework.case(resident(people[0]!), first!, 'ko')).version),
    'ko',
  )
  assert.deepEqual((await casework.workList(official(LEE), { show: 'open', ...all }, 'ko')).counts, {
    open: 0,
    mine: 0,
    approval: 0,
    paused: 1,
    ended: 1,
  })
})

test('목록은 나누어 볼 수 있다', async () => {
  const setup = setUp(db, clock)
  for (let n = 0; n < 3; n++) {
    const person = newId<PersonId>('per')
    setup.world.registers.facts.set(person, HANEUL_FACTS)
    await applyForPension(setup, person)
  }
  await setup.runJobs()
  const page = async (offset: number) =>
    (await setup.casework.workList(official(KIM), { show: 'open', limit: 2, offset }, 'ko')).items.map(({ id }) => id)
  const pages = [...(await page(0)), ...(await page(2)), ...(await page(4))]
  assert.equal(new Set(pages).size, pages.length)
  assert.ok(pages.length >= 3)
})

test('구청의 담당자는 그 아래 주민센터의 일도 맡고, 다른 구의 것은 보지 못한다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs } = setup
  const extract = world.catalogue.current().service(EXTRACT)!
  world.publish({ ...extract, privacy: { ...extract.privacy, automatedDecision: false } })
  const person = newId<PersonId>('per')
  world.registers.facts.set(person, HANEUL_FACTS)
  const answers = { 'person.extractSubject': 'own', 'person.extractOptions': [], 'person.extractPurpose': '은행' }
  const { id } = await casework.submit(resident(person), { key: 'k', service: EXTRACT, answers, declarations: ['lawful'] }, 'ko')
  await runJobs()
  assert.equal((await casework.case(resident(person), id, 'ko')).office.code, '1111010100')
  const mine = await casework.workList(official(KIM), { show: 'open', service: EXTRACT, ...all }, 'ko')
  assert.deepEqual(
    mine.items.map((item) => item.id),
    [id],
  )
  const seen = await casework.officerCase(official(KIM), id, 'ko')
  assert.equal((await casework.act(official(KIM), id, doing('grant', seen.version), 'ko')).state, 'issued')
  await assert.rejects(casework.officerCase(official(PARK), id, 'ko'), { type: 'casework/case-not-found' })
})

test('목록에서 이름을 본 것도 본인의 기록에 남는다: 담당자마다 하루에 한 번', async () => {
  const setup = setUp(db, clock)
  const { casework, world, sweep } = setup
  const person = newId<PersonId>('per')
  const { id, receiptNumber } = await applyForPension(setup, person)
  const list = (who = KIM) => casework.workList(official(who), { show: 'open', q: receiptNumber, ...all }, 'ko')
  assert.equal((await list()).total, 0, 'another office is shown nothing')
  world.registers.facts.set(person, HANEUL_FACTS)
  await setup.runJobs()
  const looks = () => world.looks.filter(({ subject, use, facts }) => subject === person && use === 'view' && facts.length === 1)
  assert.deepEqual(looks(), [])
  await Promise.all([list(), list(), list()])
  await list(LEE)
  assert.deepEqual(
    looks()
      .map(({ actor, facts, case: about, law }) => [actor.name, facts, about, law !== ''])
      .sort(),
    [
      ['김담당', ['person.name'], id, true],
      ['이결재', ['person.name'], id, true],
    ],
  )
  clock.set('2026-11-26T01:00:00Z')
  await sweep()
  await list()
  assert.equal(looks().length, 3, 'a new day, a new look')
  assert.deepEqual(await db.query(`select distinct day::text as day from casework.list_looks`), [{ day: '2026-11-26' }])
})

test('이름을 본 일을 적지 못하면 목록도 보여 주지 않는다', async () => {
  const setup = setUp(db, clock)
  const person = newId<PersonId>('per')
  setup.world.registers.facts.set(person, HANEUL_FACTS)
  const { receiptNumber } = await applyForPension(setup, person)
  await setup.runJobs()
  const list = () => setup.casework.workList(official(KIM), { show: 'open', q: receiptNumber, ...all }, 'ko')
  setup.world.onCall = (name) => assert.notEqual(name, 'access.record')
  await assert.rejects(list())
  setup.world.onCall = () => {}
  assert.equal((await list()).total, 1)
  assert.equal(setup.world.looks.filter(({ subject, use }) => subject === person && use === 'view').length, 1)
})
