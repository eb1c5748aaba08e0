import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { createTexts, type PersonId } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { benefits as info } from './index.ts'
import { heldBy } from './store-held.ts'
import { elder, openSetting, PENSION, someone } from './testing.ts'

const setting = await openSetting()
const { db, benefits, emit, agree } = setting
const snapshot = setting.snapshot()
after(() => db.close())
beforeEach(() => setting.reset())

test('이름 없이 물어도 8,760개가 넘는 서비스에 까닭과 함께 답한다', () => {
  const answer = benefits.screen({ facts: elder }, 'ko')
  assert.ok(answer.results.length >= 8760)
  const { eligible, ineligible, unknown } = answer.counts
  assert.equal(eligible + ineligible + unknown, answer.results.length)
  assert.ok(
    answer.ask.length > 0 &&
      answer.results.every(({ reasons, outcome }) => outcome === 'unknown' || reasons.length > 0 || outcome === 'eligible'),
  )
})

test('법에서 온 서비스는 조문을, 조건 코드에서 온 서비스는 codes라고 말한다', () => {
  const { results } = benefits.screen({ facts: elder }, 'ko')
  const pension = results.find(({ service }) => service === PENSION)!
  assert.equal(pension.basis, 'law')
  assert.ok(pension.reasons.every(({ law }) => law !== null))
  assert.equal(pension.reasons.find(({ criterion }) => criterion === 'age')?.outcome, 'met')
  assert.ok(results.some(({ basis }) => basis === 'codes'))
})

test('영어로 물으면 서비스의 이름도 영어로 답한다', () => {
  const { en } = snapshot.pack.services.get(PENSION)!.title
  const [screened] = benefits.screen({ facts: elder, services: [PENSION] }, 'en').results
  assert.ok(en)
  assert.equal(screened!.title, en)
  assert.equal(benefits.explain(PENSION, { facts: elder }, 'en').title, en)
})

test('없는 사실, 맞지 않는 값, 없는 날, 없는 서비스는 이름을 대며 거절한다', () => {
  const refused =
    (facts: Record<string, Json>, more: object = {}) =>
    () =>
      benefits.screen({ facts, ...more }, 'ko')
  assert.throws(refused({ 'person.height': 1 }), { type: 'benefits/unknown-fact', values: { fact: 'person.height' } })
  assert.throws(refused({ 'person.birthDate': '1955-02-30' }), { type: 'benefits/wrong-type' })
  assert.throws(refused({ 'person.age': '열' }), { type: 'benefits/wrong-type' })
  assert.throws(refused({ 'person.sex': 'x' }), { type: 'benefits/wrong-type' })
  assert.throws(refused({}, { asOf: '2026-13-01' }), { type: 'benefits/wrong-day' })
  assert.throws(refused({}, { services: ['no-such'] }), { type: 'benefits/unknown-service' })
  assert.throws(() => benefits.explain('no-such', { facts: {} }, 'ko'), { type: 'catalogue/service-not-found' })
})

test('왜 안 되는지, 무엇이 바뀌면 되는지 말로 알려 준다', () => {
  const young = { ...elder, 'person.birthDate': '1962-03-01' }
  const why = benefits.explain(PENSION, { facts: young }, 'ko')
  assert.equal(why.outcome, 'ineligible')
  const age = why.criteria.find(({ criterion }) => criterion === 'age')!
  assert.equal(age.outcome, 'notMet')
  assert.match(age.changes[0]!, /2027년 3월 1일부터/)
  assert.ok(age.facts.some(({ label, value }) => label === '만 나이' && value === '64세'))
  assert.match(benefits.explain(PENSION, { facts: young }, 'en').criteria[0]!.changes[0]!, /1 March 2027/)
})

test('까닭은 지역을 번호가 아니라 이름으로 말한다', () => {
  const local = snapshot.serviceIds.find((id) => snapshot.service(id)?.area === '11110')!
  const why = benefits.explain(local, { facts: elder }, 'ko')
  const places = why.criteria.flatMap(({ facts }) => facts).filter(({ fact }) => /sigungu|eupmyeondong/i.test(fact))
  assert.ok(places.length > 0)
  assert.ok(
    places.every(({ value }) => value === null || !/^\d+$/.test(value)),
    JSON.stringify(places),
  )
})

test('이미 신청한 혜택은 뒤로 가고 표시된다', async () => {
  const me = someone()
  await agree(me)
  const [top] = (await benefits.forResident(me, { lang: 'ko', limit: 1, offset: 0 })).items
  await emit('casework.submitted', { case: 'case_1', person: me.person, service: top!.service, at: '2026-11-25T01:00:00Z' })
  const { items, total } = await benefits.forResident(me, { lang: 'ko', limit: 1000, offset: 0 })
  const again = items.find(({ service }) => service === top!.service)!
  assert.ok(again.held && again.rank > 1 && again.rank <= total)
  await emit('casework.decided', {
    case: 'case_1',
    person: me.person,
    service: top!.service,
    decision: 'refuse',
    outcome: 'refuse',
    at: '2026-11-25T02:00:00Z',
  })
  assert.equal((await benefits.forResident(me, { lang: 'ko', limit: 1, offset: 0 })).items[0]!.service, top!.service)
})

test('신청을 거둔 혜택은 신청하지 않은 것과 같고, 받기로 정해진 것은 절차가 끝나도 남는다', async () => {
  const me = someone()
  const service = PENSION
  const isHeld = async () =>
    (await db.query(`select 1 from benefits.held where person = $1 and service = $2 and state <> 'over'`, [me.person, service]))
      .length > 0
  let hour = 0
  const at = () => `2026-11-25T${String(hour++).padStart(2, '0')}:00:00Z`
  const moved = (state: string) => emit('casework.moved', { case: 'case_2', person: me.person, service, state, at: at() })
  await emit('casework.submitted', { case: 'case_2', person: me.person, service, at: at() })
  await moved('gathering')
  assert.equal(await isHeld(), true)
  await moved('withdrawn')
  assert.equal(await isHeld(), false)
  const granted = snapshot.service(service)!.decisions.find(({ outcome }) => outcome === 'grant')!
  await emit('casework.decided', {
    case: 'case_3',
    person: me.person,
    service,
    decision: granted.code,
    outcome: 'grant',
    at: at(),
  })
  const ends = snapshot.service(service)!.work!.states.filter(({ end, decision }) => end && decision === granted.code)
  assert.ok(ends.length > 0)
  for (const { id } of ends) await moved(id)
  assert.equal(await isHeld(), true)
})

test('늦게 또는 다시 온 소식은 그보다 나중에 일어난 일을 뒤집지 못한다', async () => {
  const isHeld = async ({ person }: { person: PersonId }) => (await heldBy(db, person)).has(PENSION)
  const event = (me: { person: PersonId }, at: string) => ({ case: 'case_4', person: me.person, service: PENSION, at })
  const [first, second, same] = ['2026-11-25T01:00:00.000001Z', '2026-11-25T01:00:00.000002Z', '2026-11-25T01:00:00.000002Z']
  const refused = (me: { person: PersonId }, at: string) =>
    emit('casework.decided', { ...event(me, at), decision: 'refuse', outcome: 'refuse' })

  const retried = someone()
  await refused(retried, second)
  await emit('casework.submitted', event(retried, first))
  assert.equal(await isHeld(retried), false, 'refused before the news of the application came')
  await emit('casework.submitted', event(retried, same))
  assert.equal(await isHeld(retried), false, 'refused at once')
  await emit('casework.submitted', event(retried, '2026-11-26T01:00:00Z'))
  assert.equal(await isHeld(retried), true, 'applied for again')
  await refused(retried, second)
  assert.equal(await isHeld(retried), true, 'the old refusal again')

  const withdrawn = someone()
  await emit('casework.moved', { ...event(withdrawn, second), state: 'withdrawn' })
  await emit('casework.submitted', event(withdrawn, first))
  assert.equal(await isHeld(withdrawn), false)
})

test('맞지 않는 값은 무엇을 적어야 하는지 읽는 사람의 말로 알린다', () => {
  const t = { ko: createTexts([info.messages])('ko'), en: createTexts([info.messages])('en') }
  const told = (facts: Record<string, Json>, lang: 'ko' | 'en'): string => {
    try {
      benefits.screen({ facts }, lang)
    } catch (error) {
      const { type, values } = error as { type: string; values: Record<string, unknown> }
      return t[lang](`problem.${type}.detail.${String(values['reason'])}`, values)
    }
    return assert.fail('nothing was refused')
  }
  assert.equal(told({ 'person.birthDate': '1955-02-30' }, 'ko'), 'person.birthDate에는 있는 날짜를 2026-03-01처럼 적어 주세요.')
  assert.match(told({ 'person.age': '열' }, 'ko'), /숫자를 적어 주세요/)
  assert.match(told({ 'person.sex': 'x' }, 'ko'), /정해진 말 가운데 하나/)
  assert.match(told({ 'person.birthDate': '1955-02-30' }, 'en'), /Give a day that exists/)
})

/** The last: what it publishes stays, and nothing is compiled anew for others. */
test('셈할 수 없는 조건은 안 된다고도, 더 물을 것이 있다고도 하지 않고 그렇다고 말한다', () => {
  const before = setting.snapshot()
  const service = before.pack.services.get(PENSION)!
  const [first] = service.eligibility.criteria
  const share = { ...first!, id: 'share', says: { ko: '몫이 남아야 합니다', en: 'A share must be left' } }
  const test = '100 / person.regularEarnings > 1'
  const rules = before.rules.services.find(({ id }) => id === PENSION)!
  setting.publish({
    ...before,
    serviceIds: [PENSION],
    pack: {
      ...before.pack,
      catalogue: { ...before.pack.catalogue, rows: [] },
      services: new Map([
        ...before.pack.services,
        [PENSION, { ...service, eligibility: { ...service.eligibility, criteria: [share] } }],
      ]),
    },
    rules: {
      ...before.rules,
      services: [{ id: PENSION, basis: rules.basis, unit: rules.unit, criteria: [{ id: 'share', test }] }],
    },
  })
  const of = (facts: Record<string, Json>, lang: 'ko' | 'en' = 'ko') => benefits.explain(PENSION, { facts }, lang)
  const stuck = of({ 'person.regularEarnings': 0 })
  const [criterion] = stuck.criteria
  assert.deepEqual([stuck.outcome, criterion!.outcome, criterion!.missing, stuck.ask], ['unknown', 'unknown', [], []])
  assert.match(criterion!.notWorkedOut!, /셈할 수 없었습니다.*안 된다는 뜻은 아니니 담당 기관/)
  assert.deepEqual([criterion!.changes, stuck.remedy], [[], undefined])
  assert.deepEqual(
    criterion!.facts.map(({ value }) => value),
    ['0원'],
  )
  assert.match(of({ 'person.regularEarnings': 0 }, 'en').criteria[0]!.notWorkedOut!, /That is not a no/)
  const others = [of({ 'person.regularEarnings': 10 }), of({ 'person.regularEarnings': 1000 }), of({})]
  assert.deepEqual(
    others.map(({ criteria: [one] }) => [one!.outcome, one!.notWorkedOut]),
    [
      ['met', null],
      ['notMet', null],
      ['unknown', null],
    ],
  )
})
