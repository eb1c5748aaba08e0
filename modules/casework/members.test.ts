/** Every adult of a household answers for themselves; nothing financial is looked at before all have (국민기초생활 보장법 제21조제3항). */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import type { Json } from '@dpg/rules'
import { casework as info } from './index.ts'
import { BADA, bada, child, FINANCE, GUARDIAN, householdOn, named, SAN, san } from './testing/household.ts'
import { EMERGENCY } from './testing/pack.ts'
import { HANEUL, KIM, official } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})

const household = (others: readonly Json[], service?: string, reason?: string) => householdOn(db, clock, others, service, reason)

test('함께 사는 어른이 모두 스스로 동의해야 금융 정보를 보고, 그동안 처리기간은 멈춘다', async () => {
  const { looks, view, answer, states, later, id, casework } = await household([bada, san, { ...child, guardian: named(HANEUL) }])
  assert.deepEqual(await states(), [
    ['이바다', 'asked'],
    ['김산', 'asked'],
  ])
  const before = await view()
  assert.deepEqual([before.state, before.clock.state, before.clock.dueAt], ['gathering', 'paused', null])
  assert.match(before.clock.pausedBecause?.ko ?? '', /동의를 기다리는 동안 처리기간이 멈춥니다/)
  await answer(BADA, 'agree')
  assert.deepEqual([looks(), (await view()).state], [0, 'gathering'], 'one of two is not enough')
  const { items } = await casework.workList(official(KIM), { show: 'paused', limit: 100, offset: 0 }, 'ko')
  assert.deepEqual(items.find((one) => one.id === id)?.consents, { awaited: 1, missing: 0 })
  await later(4)
  await answer(SAN, 'agree')
  const done = await view()
  assert.deepEqual([looks() > 0, done.state, done.clock.state], [true, 'review', 'running'])
  // 30 days from the day after 25 November; those until the 29th, in which it stood still, do not count.
  assert.equal(done.clock.dueAt?.slice(0, 10), '2026-12-29')
})

test('한 사람이라도 거절하면 아무것도 보지 않고 담당자에게 가며, 신청인은 무엇을 할 수 있는지 듣는다', async () => {
  const { looks, view, answer, letters, onList, world } = await household([bada, san])
  await answer(BADA, 'agree')
  await answer(SAN, 'refuse')
  const refused = await view()
  assert.deepEqual([looks(), refused.state, refused.clock.state], [0, 'review', 'running'])
  assert.equal(letters().filter((subject) => subject.includes('동의하지 않았습니다')).length, 1)
  const letter = world.sent.find(({ letter: { ko } }) => ko.subject.includes('동의하지 않았습니다'))!
  for (const way of ['종이 동의서', '다시 동의', '동의 없이 진행', '취하']) assert.ok(letter.letter.ko.body.includes(way), way)
  assert.deepEqual((await onList())?.consents, { awaited: 0, missing: 1 })
  await answer(SAN, 'agree')
  assert.ok(looks() > 0, 'thought again')
  assert.deepEqual((await onList())?.consents, { awaited: 0, missing: 0 })
})

test('먼저 동의한 사람이 거두면 나중 사람이 동의해도 보지 않는다', async () => {
  const { looks, view, answer, letters } = await household([bada, san])
  await answer(BADA, 'agree')
  await answer(BADA, 'withdraw')
  await answer(SAN, 'agree')
  assert.deepEqual([looks(), (await view()).state], [0, 'review'])
  assert.equal(letters().filter((subject) => subject.includes('거두었습니다')).length, 1)
})

test('답이 오지 않으면 신청인과 담당자가 알게 되고, 처리기간은 다시 센다', async () => {
  const { looks, view, answer, letters, onList, later, states } = await household([bada, san])
  await later(14)
  const late = await view()
  assert.deepEqual([looks(), late.state, late.clock.state], [0, 'review', 'running'])
  assert.deepEqual(await states(), [
    ['이바다', 'expired'],
    ['김산', 'expired'],
  ])
  assert.equal(letters().filter((subject) => subject.includes('답이 오지 않았습니다')).length, 1, 'one letter for both')
  assert.deepEqual((await onList())?.consents, { awaited: 0, missing: 2 })
  await later(1)
  assert.equal(letters().filter((subject) => subject.includes('답이 오지 않았습니다')).length, 1)
  await answer(BADA, 'agree')
  await answer(SAN, 'agree')
  assert.ok(looks() > 0, 'late is not too late')
})

test('한 사람이 거절해 담당자에게 간 뒤에도 다른 사람의 답이 없으면 그것도 알린다', async () => {
  const { answer, letters, later, view } = await household([bada, san])
  await answer(BADA, 'refuse')
  assert.equal((await view()).state, 'review')
  await later(14)
  assert.equal(letters().filter((subject) => subject.includes('답이 오지 않았습니다')).length, 1)
})

test('19세가 되지 않은 가족은 여쭙지 않고, 함께 사는 부모의 답으로 갈음한다', async () => {
  const { answer, looks, wishOf, states } = await household([bada, { ...child, guardian: named(BADA) }])
  assert.deepEqual(await states(), [['이바다', 'asked']])
  assert.deepEqual([(await wishOf(BADA)).child, (await wishOf(BADA)).children], [null, ['김들']])
  await answer(BADA, 'agree')
  assert.ok(looks() > 0)
})

test('부모가 함께 살지 않는 아이는 따로 사는 법정대리인이 답하고, 아무도 모르면 종이로 받는다', async () => {
  const elsewhere = await household([{ ...child, guardian: named(GUARDIAN) }])
  assert.equal((await elsewhere.wishOf(GUARDIAN)).child, '김들')
  assert.equal(elsewhere.looks(), 0)
  await elsewhere.answer(GUARDIAN, 'agree')
  assert.ok(elsewhere.looks() > 0)
  const unknown = await household([child])
  const [asked] = (await unknown.view()).consents
  assert.deepEqual([asked?.isByGuardian, asked?.isAskedHere, unknown.looks()], [true, false, 0])
  const paper = { agrees: true, document: '후견인이 서명한 동의서', signedOn: '2026-11-24' }
  await unknown.casework.consents.recordPaper(official(KIM), unknown.id, asked!.id, paper, 'ko')
  await unknown.runJobs()
  assert.ok(unknown.looks() > 0)
})

test('여쭌 뒤에 19세가 된 사람은 스스로 답한다', async () => {
  const nearly = { ...san, birthDate: '2007-11-27', guardian: named(BADA) }
  const { answer, looks, later, states } = await household([bada, nearly])
  assert.deepEqual(await states(), [['이바다', 'asked']])
  await later(3)
  await answer(BADA, 'agree')
  assert.deepEqual([looks(), (await states())[1]], [0, ['김산', 'asked']])
  await answer(SAN, 'agree')
  assert.ok(looks() > 0)
})

test('여쭌 뒤에 들어온 사람에게도 여쭙고, 나간 사람은 더 기다리지 않는다', async () => {
  const { answer, looks, later, states, live, wishOf, again } = await household([bada])
  await later(1)
  live([bada, san])
  await answer(BADA, 'agree')
  assert.deepEqual([looks(), (await states())[1]], [0, ['김산', 'asked']], 'the household is read anew before any look')
  await later(1)
  live([bada])
  await again()
  assert.ok(looks() > 0)
  assert.deepEqual([(await wishOf(SAN)).state, (await wishOf(SAN)).can], ['not-needed', []])
})

test('나갔다가 돌아온 사람에게는 다시 여쭙는다', async () => {
  const { answer, looks, later, live, states, again, world } = await household([bada, san])
  live([bada])
  await again()
  assert.deepEqual((await states())[1], ['김산', 'not-needed'])
  live([bada, san])
  await later(1)
  await answer(BADA, 'agree')
  assert.deepEqual([looks(), (await states())[1]], [0, ['김산', 'asked']])
  assert.equal(world.sent.filter(({ to }) => to === SAN).length, 2)
  await answer(SAN, 'agree')
  assert.ok(looks() > 0)
})

test('나간 사람의 답을 마지막 날까지 기다렸다면 그날 가구를 다시 읽고 이어 간다', async () => {
  const { answer, looks, later, live, states, world } = await household([bada, san])
  await later(1)
  live([bada])
  await answer(BADA, 'agree')
  assert.equal(looks(), 0, 'who has left is still believed to be there until the last answer or the last day')
  await later(13)
  assert.deepEqual([(await states())[1], looks() > 0], [['김산', 'not-needed'], true])
  assert.equal(world.sent.filter(({ letter }) => letter.ko.subject.includes('답이 오지 않았습니다')).length, 0)
})

test('혼자 살거나 대장이 신청인 자신을 함께 세어도 아무도 기다리지 않는다', async () => {
  const self = { subject: named(HANEUL), name: '김하늘', birthDate: '1956-03-02' }
  for (const others of [[], [self]]) {
    const { view, looks } = await household(others)
    assert.deepEqual([(await view()).consents, (await view()).state, looks() > 0], [[], 'review', true])
  }
})

test('가구를 다시 읽지 못하면 보지 않고 기다린다', async () => {
  const { answer, looks, traced, later, world, view } = await household([bada])
  await later(1)
  world.registers.failing.set('social-security', 'unreachable')
  await answer(BADA, 'agree')
  await later(0, 10)
  assert.deepEqual([looks(), traced(BADA), (await view()).state], [0, 0, 'gathering'])
  world.registers.failing.clear()
  await later(0, 60)
  assert.ok(looks() > 0)
  assert.ok(traced(BADA) > 0)
})

test('급한 지원은 동의를 기다리지 않고, 나중에 온 동의는 그때 쓴다', async () => {
  const { answer, looks, view, onList } = await household([bada], EMERGENCY)
  const seen = await view()
  assert.deepEqual([seen.state, seen.clock.state, looks()], ['review', 'running', 0])
  assert.doesNotMatch(seen.next, /동의를 기다립니다/)
  assert.deepEqual((await onList())?.consents, { awaited: 1, missing: 0 })
  await answer(BADA, 'agree')
  assert.ok(looks() > 0)
})

test('폭력이나 학대를 피해 급한 지원을 요청하면 함께 사는 사람에게 알리지 않고, 금융 정보도 보지 않는다', async () => {
  for (const reason of ['violence', 'neglect']) {
    const { looks, view, world } = await household([bada], EMERGENCY, reason)
    assert.deepEqual([(await view()).state, (await view()).consents, looks()], ['review', [], 0])
    assert.equal(world.sent.filter(({ to }) => to === BADA).length, 0)
  }
})

test('담당자도 동의가 모이기 전에는 가구의 금융 정보를 조회할 수 없다', async () => {
  const { casework, id, answer, looks } = await household([bada, san])
  await answer(BADA, 'agree')
  for (const facts of [[FINANCE], ['household.financialAssets']])
    await assert.rejects(casework.lookUp(official(KIM), id, { facts, purpose: 'application' }), {
      type: 'casework/consent-missing',
    })
  assert.equal(looks(), 0)
})

test('동의한 가족은 담당자가 조회하거나 신청을 열어 자기 자료를 본 것도 자기 기록에서 읽는다', async () => {
  const { casework, id, answer, world, view, later } = await household([bada, san])
  await answer(BADA, 'agree')
  const byOfficial = (use: string) =>
    world.looks.filter(
      (one) => one.subject === BADA && one.use === use && one.actor.kind === 'official' && one.facts.includes(FINANCE),
    )
  await casework.officerCase(official(KIM), id, 'ko')
  assert.deepEqual([byOfficial('view'), byOfficial('fetch')], [[], []], 'nothing of theirs is in the case yet')
  await answer(SAN, 'agree')
  await casework.lookUp(official(KIM), id, { facts: [FINANCE], purpose: 'application' })
  const [looked] = byOfficial('fetch')
  assert.deepEqual([looked?.facts, looked?.case, looked?.actor.official], [[FINANCE], null, KIM])
  await later(0, 60)
  await casework.officerCase(official(KIM), id, 'ko')
  assert.ok(byOfficial('view')[0]?.facts.includes(FINANCE))
  assert.equal((await view()).state, 'review')
})
