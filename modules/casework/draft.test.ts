import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { newId } from '@dpg/kernel/server'
import type { PersonId } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { BASIC_PENSION, EXTRACT, MOVE } from './testing/pack.ts'
import { setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { HANEUL, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(async () => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
  await db.query('delete from casework.drafts')
})
const ACCOUNT = {
  'person.bankAccount.bank': '국민은행',
  'person.bankAccount.number': '110-123-456789',
  'person.bankAccount.holder': '김하늘',
  'person.protectedAccount': 'false',
}

test('신청서를 열면 아는 것은 가져와 두고, 따로 동의해야 하는 금융 정보는 미리 보지 않는다', async () => {
  const { casework, world } = setUp(db, clock)
  const view = await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  assert.equal(view.current.id, 'start')
  assert.deepEqual(
    view.screens.map(({ id }) => id),
    ['start', 'account', 'contact', 'finance-consent', 'check', 'agree'],
  )
  const asked = world.registers.requests.flatMap(({ facts }) => facts)
  assert.ok(asked.includes('person.birthDate') && !asked.includes('household.basicPensionDebt'))
  assert.ok(world.registers.requests.every(({ case: id, law, actor }) => id === null && law !== '' && actor.kind === 'resident'))
  const check = await casework.draft(resident(), BASIC_PENSION, 'check', 'ko')
  const fact = (id: string) => check!.current.facts.find((one) => one.fact === id)
  assert.deepEqual([fact('person.birthDate')?.value, fact('person.birthDate')?.registerName], ['1956년 3월 2일', '주민등록'])
  assert.equal(fact('household.basicPensionDebt')?.state, 'waiting')
  assert.equal(fact('household.receivesHousingBenefit')?.state, 'silent')
})

test('틀리게 적은 것도 그대로 남고, 어디가 틀렸는지 그 언어로 알려 준다', async () => {
  const { casework } = setUp(db, clock)
  await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  const wrong = { ...ACCOUNT, 'person.bankAccount.number': '계좌번호 모름', 'person.protectedAccount': '' }
  await assert.rejects(
    casework.saveScreen(resident(), BASIC_PENSION, 'account', wrong, 'en'),
    (problem: { type: string; errors: { pointer: string; detail: string }[] }) => {
      assert.equal(problem.type, 'casework/invalid-answers')
      assert.deepEqual(
        problem.errors.map(({ pointer }) => pointer),
        ['/person.bankAccount.number', '/person.protectedAccount'],
      )
      assert.match(problem.errors[0]!.detail, /digits and hyphens/)
      return true
    },
  )
  const view = await casework.draft(resident(), BASIC_PENSION, 'account', 'ko')
  const value = (name: string) => view!.current.fields.find((field) => field.name === name)?.value
  assert.deepEqual([value('person.bankAccount.bank'), value('person.bankAccount.number')], ['국민은행', '계좌번호 모름'])
  assert.equal(view!.screens.find(({ id }) => id === 'account')?.isDone, false)
  const saved = await casework.saveScreen(resident(), BASIC_PENSION, 'account', ACCOUNT, 'ko')
  assert.deepEqual(
    [saved.current.id, saved.next, saved.screens.find(({ id }) => id === 'account')?.isDone],
    ['account', 'contact', true],
  )
})

test('한 사람의 한 서비스에는 신청서가 하나이고, 다시 오면 하던 곳에서 이어진다', async () => {
  const { casework } = setUp(db, clock)
  const first = await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  await casework.saveScreen(resident(), BASIC_PENSION, 'account', ACCOUNT, 'ko')
  const again = await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  assert.deepEqual([again.id, again.current.id], [first.id, 'contact'])
  assert.deepEqual(
    (await casework.drafts(resident(), 'ko')).map(({ service }) => service),
    [{ id: BASIC_PENSION, title: '기초연금' }],
  )
  clock.set('2026-12-26T01:00:00Z')
  assert.equal(await casework.draft(resident(), BASIC_PENSION, null, 'ko'), undefined)
  assert.notEqual((await casework.openDraft(resident(), BASIC_PENSION, 'ko')).id, first.id)
})

test('두 화면을 한꺼번에 저장해도 둘 다 남는다', async () => {
  const { casework } = setUp(db, clock)
  await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  await Promise.all([
    casework.saveScreen(resident(), BASIC_PENSION, 'account', ACCOUNT, 'ko'),
    casework.saveScreen(resident(), BASIC_PENSION, 'contact', { 'person.phone': '010-1234-5678' }, 'ko'),
  ])
  const view = await casework.draft(resident(), BASIC_PENSION, null, 'ko')
  assert.deepEqual(
    view!.screens.filter(({ isDone }) => isDone).map(({ id }) => id),
    ['start', 'account', 'contact'],
  )
})

test('기관이 멈춰 있어도 신청서는 열리고, 되살아난 뒤 다시 열면 채워진다', async () => {
  const { casework, world } = setUp(db, clock)
  world.registers.failing.set('resident-register', 'unreachable').set('family-register', 'untrusted')
  await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  const state = async (fact: string) =>
    (await casework.draft(resident(), BASIC_PENSION, 'check', 'ko'))!.current.facts.find((one) => one.fact === fact)?.state
  assert.deepEqual(
    [await state('person.birthDate'), await state('person.maritalStatus'), await state('person.nationality')],
    ['waiting', 'untrusted', 'known'],
  )
  world.registers.failing.clear()
  clock.set('2026-11-25T01:00:20Z')
  await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  assert.deepEqual([await state('person.birthDate'), await state('person.maritalStatus')], ['known', 'known'])
})

test('가져온 사실에 따라 화면이 나타난다: 배우자가 있으면 동의는 배우자에게 여쭌다고 알리고, 대신 동의하게 하지 않는다', async () => {
  const { casework, world } = setUp(db, clock)
  world.registers.facts.set(HANEUL, {
    ...HANEUL_FACTS,
    'person.maritalStatus': 'married',
    'person.spouse': [{ subject: 'family-register/1', name: '이바다', birthDate: '1958-01-02' }],
  })
  const view = await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  assert.ok(view.screens.some(({ id }) => id === 'spouse-consent'))
  const told = await casework.draft(resident(), BASIC_PENSION, 'spouse-consent', 'ko')
  assert.deepEqual([told?.current.kind, told?.current.declarations], ['guide', []])
  const about = world.registers.requests.flatMap(({ facts }) => facts).filter((fact) => fact.includes('FinancialAssets'))
  assert.deepEqual(about, [], 'nothing financial is asked for a form')
})

test('온라인으로 할 수 없는 것은 왜 그런지 말하고 거기에서 끝난다', async () => {
  const { casework } = setUp(db, clock)
  await casework.openDraft(resident(), EXTRACT, 'ko')
  const view = await casework.saveScreen(resident(), EXTRACT, 'whose', { 'person.extractSubject': 'family' }, 'ko')
  assert.match(view.exit ?? '', /행정복지센터/)
  assert.deepEqual([view.next, view.isReady], [null, false])
  await assert.rejects(casework.submitDraft(resident(), EXTRACT, 'k', 'ko'), { type: 'casework/not-ready' })
})

test('날짜 상자, 지역, 대장에 있는 가족 가운데 고르기', async () => {
  const { casework } = setUp(db, clock)
  await casework.openDraft(resident(), MOVE, 'ko')
  const boxes = (year: string, month: string, day: string) => ({
    'person.moveDate-year': year,
    'person.moveDate-month': month,
    'person.moveDate-day': day,
  })
  await assert.rejects(casework.saveScreen(resident(), MOVE, 'when', boxes('2026', '2', '30'), 'ko'), {
    type: 'casework/invalid-answers',
  })
  assert.deepEqual((await casework.draft(resident(), MOVE, 'when', 'ko'))!.current.fields[0]?.value, {
    year: '2026',
    month: '2',
    day: '30',
  })
  await casework.saveScreen(resident(), MOVE, 'when', boxes('2026', '11', '20'), 'ko')
  await assert.rejects(
    casework.saveScreen(
      resident(),
      MOVE,
      'where',
      { 'person.newEupmyeondong': '36110', 'person.newAddress': '한누리대로 411' },
      'ko',
    ),
    { type: 'casework/invalid-answers' },
  )
  await casework.saveScreen(
    resident(),
    MOVE,
    'where',
    { 'person.newEupmyeondong': '3611011000', 'person.newAddress': '한누리대로 411' },
    'ko',
  )
  const who = (await casework.draft(resident(), MOVE, 'who', 'ko'))!.current.fields[0]
  assert.deepEqual([who?.type, who?.options], ['choices', [{ value: 'm1', label: '김바다 (자녀)' }]])
  await assert.rejects(casework.saveScreen(resident(), MOVE, 'who', { 'person.moveMembers': ['m1', 'm9'] }, 'ko'), {
    type: 'casework/invalid-answers',
  })
  const saved = await casework.saveScreen(resident(), MOVE, 'who', { 'person.moveMembers': 'm1' }, 'ko')
  assert.deepEqual(saved.current.fields[0]?.value, ['m1'])
})

test('적은 것은 봉해져 있고, 다른 사람의 신청서는 보이지 않으며, 버리면 사라진다', async () => {
  const { casework } = setUp(db, clock)
  await casework.openDraft(resident(), BASIC_PENSION, 'ko')
  await casework.saveScreen(resident(), BASIC_PENSION, 'account', ACCOUNT, 'ko')
  const rows = await db.query<{ sealed: Buffer }>('select sealed from casework.drafts')
  assert.ok(rows.every(({ sealed }) => !sealed.toString('latin1').includes('110-123') && !sealed.toString().includes('국민은행')))
  assert.equal(await casework.draft(resident(newId<PersonId>('per'), '이웃'), BASIC_PENSION, null, 'ko'), undefined)
  await casework.discardDraft(resident(), BASIC_PENSION)
  assert.equal(await casework.draft(resident(), BASIC_PENSION, null, 'ko'), undefined)
})

test('신청을 받지 않는 서비스와 없는 서비스는 열리지 않는다', async () => {
  const { casework, world } = setUp(db, clock)
  const pension = world.catalogue.current().service(BASIC_PENSION)!
  await assert.rejects(casework.openDraft(resident(), 'nothing', 'ko'), { type: 'catalogue/service-not-found' })
  world.publish({ ...pension, status: 'paused' })
  await assert.rejects(casework.openDraft(resident(), BASIC_PENSION, 'ko'), { type: 'casework/not-applicable-here' })
  world.publish({ ...pension, windows: [{ kind: 'dates', from: '2026-05-01', to: '2026-05-31', note: null }] })
  await assert.rejects(casework.openDraft(resident(), BASIC_PENSION, 'ko'), { type: 'casework/not-applicable-here' })
})
