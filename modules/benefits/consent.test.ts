import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { elder, openSetting, someone } from './testing.ts'

const setting = await openSetting()
const { db, benefits, world, asked, recorded, agree, agreement, clock } = setting
after(() => db.close())
beforeEach(() => setting.reset())

const page = { lang: 'ko', limit: 10, offset: 0 } as const
const BANK = 'household.financialAssets'
const fetched = () => asked.flatMap(({ facts }) => facts)

test('무엇을 어느 대장에서 어느 법으로 조회하는지 먼저 말하고, 정하기 전에는 아무것도 묻지 않는다', async () => {
  const me = someone()
  await assert.rejects(benefits.forResident(me, page), { type: 'benefits/consent-needed', status: 403 })
  await assert.rejects(benefits.whyForResident(me, 'SSE000000170', 'ko'), { type: 'benefits/consent-needed' })
  assert.equal(await benefits.glance(me, { lang: 'ko', limit: 3 }), undefined)
  assert.deepEqual(asked, [])
  const { groups, version } = benefits.plan('look', 'ko')
  assert.match(version, /^\d+-[0-9a-f]{12}$/)
  assert.deepEqual(
    groups.map(({ group }) => group),
    ['law', 'finance', 'sensitive'],
  )
  const finance = groups.find(({ group }) => group === 'finance')!
  assert.match(finance.law, /제8조제1항/)
  const facts = finance.registers.flatMap(({ facts }) => facts)
  assert.ok(facts.some(({ fact, label }) => fact === BANK && label === '금융재산'))
  assert.notEqual(benefits.plan('watch', 'ko').version, version, 'another purpose is another consent')
})

test('동의가 필요 없는 것만으로도 볼 수 있고, 그때 금융정보와 민감정보는 묻지 않는다', async () => {
  const me = someone()
  await agree(me, [])
  const mine = await benefits.forResident(me, page)
  assert.deepEqual(mine.agreed, [])
  assert.ok(mine.items.length > 0)
  assert.ok(!fetched().includes(BANK) && !fetched().includes('person.disabled') && fetched().includes('person.birthDate'))
  assert.ok(asked.every(({ consent, law }) => consent === 'by-law' && /제22조의2/.test(law)))
})

test('동의한 것은 저마다의 법으로 묻고, 동의는 판과 때와 함께 내 열람 기록에 남는다', async () => {
  const me = someone()
  await agree(me)
  await benefits.forResident(me, page)
  const bank = asked.find(({ facts }) => facts.includes(BANK))!
  assert.match(bank.law, /제8조제1항/)
  assert.equal(bank.consent, 'given')
  assert.match(asked.find(({ facts }) => facts.includes('person.disabled'))!.law, /개인정보 보호법 제23조/)
  const [entry] = recorded.filter(({ use }) => use === 'agree')
  assert.equal(entry?.subject, me.person)
  assert.ok(entry.facts.includes(BANK) && entry.facts.includes('person.disabled'))
  const consent = await benefits.consent(me, 'look')
  assert.deepEqual(consent?.groups, ['finance', 'sensitive'])
  assert.equal(consent.version, benefits.plan('look', 'ko').version)
  assert.equal(consent.givenAt, '2026-11-25T00:00:00Z')
  assert.equal(consent.endsAt, '2027-11-25T00:00:00Z')
})

test('읽지 않은 판에는 동의할 수 없다', async () => {
  await assert.rejects(benefits.agree(someone(), { version: '1-000000000000', groups: ['finance'] }), {
    type: 'benefits/consent-outdated',
    status: 409,
  })
})

test('한 번 본 것은 10분 동안 다시 쓰고, 열람 기록을 새로 남기지 않으며, 지나면 지운다', async () => {
  const me = someone()
  await agree(me)
  const first = await benefits.forResident(me, page)
  const times = asked.length
  const again = await benefits.forResident({ ...me, session: someone().session! }, { ...page, offset: 10 })
  await benefits.whyForResident(me, 'SSE000000170', 'ko')
  assert.equal(asked.length, times)
  assert.equal(again.lookedAt, first.lookedAt)
  assert.equal(first.keptUntil, '2026-11-25T00:10:00Z')
  assert.equal((await benefits.glance(me, { lang: 'ko', limit: 3 }))?.items.length, 3)
  const [row] = await db.query<{ sealed: Buffer }>('select sealed from benefits.looks where person = $1', [me.person])
  assert.ok(row && !row.sealed.toString('latin1').includes('1955-03-01'), 'sealed')
  clock.set('2026-11-25T00:10:01Z')
  assert.equal(await benefits.glance(me, { lang: 'ko', limit: 3 }), undefined)
  await setting.run('benefits.sweep', {})
  assert.deepEqual(await db.query('select * from benefits.looks where person = $1', [me.person]), [])
  await benefits.forResident(me, page)
  assert.equal(asked.length, 2 * times)
})

test('두 화면을 한꺼번에 열어도 한 번만 묻는다', async () => {
  const me = someone()
  await agree(me, [])
  await Promise.all([benefits.forResident(me, page), benefits.forResident(me, page), benefits.forResident(me, page)])
  assert.equal(asked.length, 1)
})

test('대장이 답하지 않으면 그렇다고 말하고, 다음에는 그 대장에만 다시 묻는다', async () => {
  const me = someone()
  await agree(me, [])
  world.failures = [{ register: 'national-tax', facts: ['person.annualEarnings'], kind: 'unreachable' }]
  assert.deepEqual((await benefits.forResident(me, page)).failures, world.failures)
  world.failures = []
  const { failures } = await benefits.forResident(me, page)
  assert.deepEqual(failures, [])
  assert.deepEqual(asked.at(-1)!.facts, ['person.annualEarnings'])
})

test('보는 사이에 사정이 바뀌거나 동의를 거두면, 그때까지 가져온 것은 남지 않는다', async () => {
  for (const happens of [
    (me: ReturnType<typeof someone>) => setting.changed(me, ['person.eupmyeondong'], 'move'),
    (me: ReturnType<typeof someone>) => benefits.withdraw(me),
  ]) {
    const me = someone()
    await agree(me, [])
    world.meanwhile = () => happens(me)
    await benefits.forResident(me, page)
    world.meanwhile = async () => {}
    assert.equal(await benefits.glance(me, { lang: 'ko', limit: 1 }), undefined)
    assert.deepEqual(await db.query('select 1 from benefits.looks where person = $1 and sealed is not null', [me.person]), [])
  }
})

test('거두면 더는 보지 않고, 거둔 때가 남으며, 기간이 지나도 그렇다', async () => {
  const [left, over] = [someone(), someone()]
  for (const me of [left, over]) await agree(me)
  await benefits.withdraw(left)
  await assert.rejects(benefits.forResident(left, page), { type: 'benefits/consent-needed' })
  clock.set('2027-11-25T00:00:00Z')
  await assert.rejects(benefits.forResident(over, page), { type: 'benefits/consent-needed' })
  await setting.run('benefits.sweep', {})
  const ends = await db.query<{ person: string; by: string }>('select person, ended_by as by from benefits.consents')
  assert.equal(ends.find(({ person }) => person === left.person)?.by, 'person')
  assert.equal(ends.find(({ person }) => person === over.person)?.by, 'time')
  const kinds = (of: string) => recorded.filter(({ subject, use }) => subject === of && use === 'withdraw')
  assert.equal(kinds(left.person)[0]?.actor.kind, 'resident')
  assert.equal(kinds(over.person)[0]?.actor.kind, 'system')
})

test('동의한 뒤에 새로 생긴 항목은 다시 동의하기 전에는 묻지 않는다', async () => {
  const me = someone()
  await agree(me)
  await db.query('update benefits.consents set facts = array_remove(facts, $2) where person = $1', [me.person, BANK])
  await benefits.forResident(me, page)
  assert.ok(!fetched().includes(BANK))
  assert.ok(agreement('look').version !== '')
})

/** The last: what it publishes stays, and nothing is compiled anew for others. */
test('가지고 있는 혜택은 까닭을 보여 주되 다시 신청하라고 하지 않고, 기간이 아닌 서비스도 그렇다', async () => {
  const me = someone()
  await agree(me)
  world.register = { ...elder }
  assert.equal((await benefits.whyForResident(me, 'SSE000000170', 'ko')).canApply, true)
  await setting.emit('casework.submitted', {
    case: 'case_1',
    person: me.person,
    service: 'SSE000000170',
    at: '2026-11-25T01:00:00Z',
  })
  const held = await benefits.whyForResident(me, 'SSE000000170', 'ko')
  assert.deepEqual([held.held, held.canApply], [true, false])
  const pension = setting.snapshot().pack.services.get('SSE000000170')!
  const past = { ...pension, windows: [{ kind: 'dates' as const, from: '2026-01-01', to: '2026-02-01', note: null }] }
  const { pack } = setting.snapshot()
  const before = setting.snapshot()
  setting.publish({
    ...before,
    service: (id) => (id === past.id ? past : before.service(id)),
    pack: { ...pack, services: new Map([...pack.services, [past.id, past]]) },
  })
  const other = someone()
  await agree(other)
  assert.equal((await benefits.whyForResident(other, past.id, 'ko')).canApply, false)
})
