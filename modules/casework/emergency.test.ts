/** Urgent help: nobody is told who could harm, an official has a way on, and the letters say what is true of it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { PersonId } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import type { Json } from '@dpg/rules'
import { casework as info } from './index.ts'
import { EMERGENCY } from './testing/pack.ts'
import { newKey, PENSION_ANSWERS, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { HANEUL, KIM, official, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')

const BADA = 'per_01900000-0000-7000-8000-0000000000b1' as PersonId
const named = (person: string) => `social-security/${person}`
const bada = { subject: named(BADA), name: '이바다', birthDate: '1958-01-02' }
const child = { subject: named('child'), name: '김들', birthDate: '2016-05-05', guardian: named(HANEUL) }
const SAVINGS = 'household.financialAssets'

async function asking(reason: string, others: readonly Json[]) {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
  const setup = setUp(db, clock)
  const { casework, world } = setup
  world.registers.facts.set(HANEUL, {
    ...HANEUL_FACTS,
    ...{ 'household.otherMembers': [...others], [SAVINGS]: 1_000_000, 'person.monthlyEarnings': 300_000 },
  })
  const answers = { ...PENSION_ANSWERS, 'household.crisisReasons': [reason], 'household.crisisSince': '2026-11-20' }
  const declarations = ['finance', 'truth', 'afterwards']
  const { id } = await casework.submit(resident(), { key: newKey(), service: EMERGENCY, answers, declarations }, 'ko')
  await setup.runJobs()
  const lookUp = (...facts: string[]) => casework.lookUp(official(KIM), id, { facts, purpose: 'application' })
  return { ...setup, id, lookUp }
}

test('폭력을 피해 온 사람의 것은 조회하고, 가구의 금융 정보는 까닭과 다른 길을 듣고 조회하지 못한다', async () => {
  const { lookUp, casework, id, world } = await asking('violence', [bada])
  const view = await casework.case(resident(), id, 'ko')
  assert.deepEqual(
    [view.state, view.consents, view.needs.find((need) => need.id === 'finance')?.state],
    ['review', [], 'officer'],
  )
  for (const fact of [SAVINGS, 'household.propertyConversion'])
    await assert.rejects(lookUp(fact), { type: 'casework/consent-missing', values: { facts: [fact], reason: 'nobody-asked' } })
  const both = await lookUp('person.monthlyEarnings', SAVINGS)
  assert.deepEqual(
    both.facts.map(({ fact, value }) => [fact, value]),
    [['person.monthlyEarnings', 300_000]],
  )
  assert.deepEqual(
    both.failures.map(({ facts, kind }) => [facts, kind]),
    [[[SAVINGS], 'no-consent']],
  )
  assert.ok(!world.registers.requests.some(({ facts }) => facts.includes(SAVINGS)))
  assert.ok(!world.sent.some(({ to }) => to === BADA), 'nobody is told')
})

test('폭력을 피해 혼자거나 어린 자녀와만 있으면 담당자가 본인의 동의로 조회한다', async () => {
  for (const others of [[], [child]]) {
    const { lookUp, world } = await asking('violence', others)
    const { facts } = await lookUp(SAVINGS)
    assert.deepEqual(
      facts.map(({ fact, value }) => [fact, value]),
      [[SAVINGS, 1_000_000]],
    )
    assert.equal(world.registers.requests.at(-1)?.consent, 'given')
    await lookUp(SAVINGS, 'person.monthlyEarnings')
    assert.deepEqual(
      world.registers.requests.slice(-2).map(({ facts: asked, consent }) => [asked, consent]),
      [
        [[SAVINGS], 'given'],
        [['person.monthlyEarnings'], 'by-law'],
      ],
      'a consent to one is none to what is asked beside it',
    )
  }
})

test('기다리지 않는 급한 지원의 소식은 처리기간이 멈추었다고 하지 않고, 알림을 받은 사람에게만 알림에서 답하라고 한다', async () => {
  for (const [who, hasNotice] of [
    [bada, true],
    [{ ...bada, subject: named('nobody-here') }, false],
  ] as const) {
    const { casework, id, world, sweep, runJobs } = await asking('jobLoss', [who])
    clock.set('2026-12-09T01:00:01Z')
    await sweep()
    await runJobs()
    const sent = world.sent.filter(({ to, case: of }) => to === HANEUL && of === id)
    const body = sent.find(({ letter }) => letter.ko.subject.includes('답이 오지 않았습니다'))!.letter.ko.body
    assert.match(body, /함께 동의해야 하는 가구원의 답이 14일 안에 오지 않아/)
    assert.match(body, /기다리지 않고 살펴봅니다/)
    assert.doesNotMatch(body, /처리기간|다시 동의/)
    assert.equal(body.includes('늦게라도 동의: 그분이 받은 알림'), hasNotice)
    assert.equal((await casework.case(resident(), id, 'ko')).state, 'review')
  }
})
