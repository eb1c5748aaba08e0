import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { newId } from '@dpg/kernel/server'
import type { PersonId } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { BASIC_PENSION } from './testing/pack.ts'
import { applyForPension, PENSION_ANSWERS, PENSION_DECLARATIONS, type Queue, setUp } from './testing/set-up.ts'
import { resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})
const somebody = () => newId<PersonId>('per')
const pension = { service: BASIC_PENSION, answers: PENSION_ANSWERS, declarations: PENSION_DECLARATIONS }

test('같은 열쇠로 두 번, 한꺼번에 열 번 보내도 신청은 하나다', async () => {
  const setup = setUp(db, clock)
  const person = somebody()
  const answers = await Promise.all(Array.from({ length: 10 }, () => applyForPension(setup, person, 'one')))
  assert.equal(new Set(answers.map(({ id }) => id)).size, 1)
  assert.equal(new Set(answers.map(({ receiptNumber }) => receiptNumber)).size, 1)
  assert.equal((await setup.casework.cases(resident(person), 'ko')).length, 1)
  const submitted = (await db.published()).filter(
    ({ name, payload }) => name === 'casework.submitted' && (payload as { person: string }).person === person,
  )
  assert.equal(submitted.length, 1)
  assert.equal((submitted[0]!.payload as { at: string }).at, '2026-11-25T01:00:00Z')
})

test('같은 열쇠로 다른 내용을 보내면 거절하고, 남의 열쇠와는 상관없다', async () => {
  const { casework } = setUp(db, clock)
  const person = resident(somebody())
  await casework.submit(person, { ...pension, key: 'mine' }, 'ko')
  const other = { ...pension, answers: { ...PENSION_ANSWERS, 'person.phone': '010-9999-9999' } }
  await assert.rejects(casework.submit(person, { ...other, key: 'mine' }, 'ko'), { type: 'casework/key-used-for-another' })
  assert.ok(await casework.submit(resident(somebody()), { ...other, key: 'mine' }, 'ko'))
})

test('열쇠는 무엇이든 되고, 아무리 길어도 한 번이다', async () => {
  const setup = setUp(db, clock)
  const person = somebody()
  for (const key of ['x'.repeat(50_000), '한글 열쇠', '\u0000', ''])
    assert.equal((await applyForPension(setup, person, key)).id, (await applyForPension(setup, person, key)).id)
  assert.equal((await setup.casework.cases(resident(person), 'ko')).length, 4)
})

test('접수번호는 서로 다르고, 대장에 묻기 전에 나온다', async () => {
  const setup = setUp(db, clock)
  const numbers = await Promise.all(
    Array.from({ length: 20 }, async () => (await applyForPension(setup, somebody())).receiptNumber),
  )
  assert.equal(new Set(numbers).size, 20)
  assert.equal(setup.world.registers.requests.length, 0)
})

/** The form for a pension, filled in. */
const SCREENS: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    'account',
    {
      'person.bankAccount.bank': '국민은행',
      'person.bankAccount.number': '110-123-456789',
      'person.bankAccount.holder': '김하늘',
      'person.protectedAccount': 'no',
    },
  ],
  ['contact', { 'person.phone': '010-1234-5678' }],
  ['finance-consent', { finance: 'on' }],
  ['check', {}],
  ['agree', { declarations: ['truth', 'duty'] }],
]

test('신청서를 두 번 내도 한 건이고, 낸 신청서는 남지 않는다', async () => {
  const { casework } = setUp(db, clock)
  const person = resident(somebody())
  await casework.openDraft(person, BASIC_PENSION, 'ko')
  await assert.rejects(casework.submitDraft(person, BASIC_PENSION, 'k1', 'ko'), { type: 'casework/not-ready' })
  for (const [screen, fields] of SCREENS) await casework.saveScreen(person, BASIC_PENSION, screen, fields, 'ko')
  const [first, second] = await Promise.all([
    casework.submitDraft(person, BASIC_PENSION, 'k1', 'ko'),
    casework.submitDraft(person, BASIC_PENSION, 'k2', 'ko'),
  ])
  assert.equal(first.id, second.id)
  const [won] = await db.query<{ key: string }>('select key from casework.cases where id = $1', [first.id])
  assert.equal((await casework.submitDraft(person, BASIC_PENSION, won!.key, 'ko')).id, first.id)
  assert.equal(await casework.draft(person, BASIC_PENSION, null, 'ko'), undefined)
  await assert.rejects(casework.submitDraft(person, BASIC_PENSION, 'k3', 'ko'), { type: 'casework/draft-not-found' })
})

test('내는 사이에 다른 창에서 저장한 것은 사라지지 않는다: 마지막에 저장한 것이 낸 것이다', async () => {
  const person = resident(somebody())
  let between: (() => Promise<unknown>) | undefined
  const late: Queue = {
    ...db,
    transaction: async (work) => {
      const first = between
      between = undefined
      await first?.()
      return db.transaction(work)
    },
  }
  const here = setUp(db, clock, late).casework
  const otherTab = setUp(db, clock).casework
  await here.openDraft(person, BASIC_PENSION, 'ko')
  for (const [screen, fields] of SCREENS) await here.saveScreen(person, BASIC_PENSION, screen, fields, 'ko')

  between = () => otherTab.saveScreen(person, BASIC_PENSION, 'contact', { 'person.phone': '' }, 'ko').catch(() => {})
  await assert.rejects(here.submitDraft(person, BASIC_PENSION, 'k1', 'ko'), { type: 'casework/not-ready' })
  await here.saveScreen(person, BASIC_PENSION, 'contact', { 'person.phone': '010-1111-1111' }, 'ko')
  between = () => otherTab.saveScreen(person, BASIC_PENSION, 'contact', { 'person.phone': '010-2222-2222' }, 'ko')
  const { id } = await here.submitDraft(person, BASIC_PENSION, 'k1', 'ko')
  const { answers } = await here.case(person, id, 'ko')
  assert.equal(answers.find(({ fact }) => fact === 'person.phone')?.value, '010-2222-2222')

  await here.openDraft(person, BASIC_PENSION, 'ko')
  for (const [screen, fields] of SCREENS) await here.saveScreen(person, BASIC_PENSION, screen, fields, 'ko')
  between = async () => {
    await otherTab.discardDraft(person, BASIC_PENSION)
    await otherTab.openDraft(person, BASIC_PENSION, 'ko')
  }
  await assert.rejects(here.submitDraft(person, BASIC_PENSION, 'k2', 'ko'), { type: 'casework/not-ready' })
  assert.ok(await here.draft(person, BASIC_PENSION, null, 'ko'), 'the new draft is still there')
})

test('한 번에 한 건만 받는 서비스는 앞의 것이 끝나야 다시 받는다', async () => {
  const setup = setUp(db, clock)
  const { casework, world } = setup
  world.publish({ ...world.catalogue.current().service(BASIC_PENSION)!, duplicates: { match: null, action: 'refuse' } })
  const person = somebody()
  const first = await applyForPension(setup, person)
  await assert.rejects(applyForPension(setup, person), {
    type: 'casework/duplicate-case',
    values: { receiptNumber: first.receiptNumber },
  })
  await casework.act(resident(person), first.id, { key: 'w', action: 'withdraw', version: 1 }, 'ko')
  assert.notEqual((await applyForPension(setup, person)).id, first.id)
})

test('신청은 신청할 때의 정의로 처리된다', async () => {
  const setup = setUp(db, clock)
  const { casework, world } = setup
  const person = somebody()
  const { id } = await applyForPension(setup, person)
  const before = world.catalogue.current().service(BASIC_PENSION)!
  world.publish({ ...before, title: { ko: '새 기초연금', en: 'New pension' } })
  const view = await casework.case(resident(person), id, 'ko')
  assert.equal(view.service.title, '기초연금')
  assert.notEqual(view.pins.service, world.catalogue.current().versionOf('service', BASIC_PENSION))
})

test('묻지 않은 것, 빠진 것, 틀린 것은 어디인지 짚어 돌려준다', async () => {
  const { casework } = setUp(db, clock)
  const answers = { 'person.birthDate': '1900-01-01', 'person.phone': 'x', 'person.bankAccount': { bank: '국민은행' } }
  const sending = casework.submit(
    resident(somebody()),
    { key: 'k', service: BASIC_PENSION, answers, declarations: ['truth'] },
    'ko',
  )
  await assert.rejects(sending, (problem: { type: string; errors: { pointer: string }[] }) => {
    assert.equal(problem.type, 'casework/invalid-answers')
    assert.deepEqual(problem.errors.map(({ pointer }) => pointer).sort(), [
      '/answers/person.bankAccount.holder',
      '/answers/person.bankAccount.number',
      '/answers/person.birthDate',
      '/answers/person.phone',
      '/answers/person.protectedAccount',
      '/declarations/duty',
      '/declarations/finance',
    ])
    return true
  })
})

const HOSTILE: readonly unknown[] = [
  '<script>alert(1)</script>',
  "'; drop table casework.cases; --",
  '../../../../etc/passwd',
  '\u0000',
  '\u202e뒤집힘',
  '\ud800',
  'x'.repeat(100_000),
  { a: { b: { c: {} } } },
  [[[[]]]],
  1e308,
  -1,
  null,
  true,
  { __proto__: { isAdmin: true } },
  '{name}',
  '$(reboot)',
  '%00',
  '1'.repeat(400),
]

test('어떤 칸에 무엇을 보내도 또렷이 거절하거나 글자 그대로 둔다', async () => {
  const { casework } = setUp(db, clock)
  for (const field of Object.keys(PENSION_ANSWERS))
    for (const value of HOSTILE) {
      const application = { ...pension, key: `h-${Math.random()}`, answers: { ...PENSION_ANSWERS, [field]: value as string } }
      const sent = casework.submit(resident(somebody()), application, 'ko')
      await sent.catch((problem: { type?: string; status?: number }) =>
        assert.equal(problem.type, 'casework/invalid-answers', `${field} ${String(value).slice(0, 40)}`),
      )
    }
  const person = resident(somebody())
  await casework.openDraft(person, BASIC_PENSION, 'ko')
  for (const value of HOSTILE) {
    const fields = {
      'person.bankAccount.bank': value,
      'person.bankAccount.number': value,
      'person.bankAccount.holder': value,
      'person.protectedAccount': value,
      ['__proto__']: value,
    }
    await casework
      .saveScreen(person, BASIC_PENSION, 'account', fields, 'ko')
      .catch((problem: { type?: string }) => assert.equal(problem.type, 'casework/invalid-answers'))
    await casework.draft(person, BASIC_PENSION, String(value).slice(0, 300), 'ko')
  }
  assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined)
})
