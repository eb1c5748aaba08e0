import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { lookAgain } from './notifier.ts'
import { elder, openSetting, PENSION, pensioner, type Resident, someone } from './testing.ts'

const setting = await openSetting()
const { db, benefits, world, asked, sent, recorded, watched, changed, work, clock, agreement } = setting
after(() => db.close())
beforeEach(() => setting.reset())

const BUSAN = '2611010100'
const SUWON = '4111110100'
const moveTo = async (who: Resident, place: string) => {
  world.register = { ...world.register, 'person.eupmyeondong': place }
  await changed(who, ['person.eupmyeondong'], 'move')
}
const newsOf = async (who: Resident) => (await benefits.news(who, 'ko', { limit: 20 })).items

test('신청하면 한 번 살펴보고, 그것은 소식이 아니다', async () => {
  const me = await watched()
  assert.equal(sent.length, 0)
  const { lookedAt, groups, endsAt } = (await benefits.subscription(me, 'ko'))!
  assert.ok(lookedAt)
  assert.deepEqual(groups, ['finance', 'sensitive'])
  assert.equal(endsAt, '2027-11-25T00:00:00Z')
  assert.ok(recorded.some(({ use, subject }) => use === 'agree' && subject === me.person))
  assert.ok(asked.every(({ actor }) => actor.kind === 'system'))
})

test('이사하면 바뀐 것만 다시 묻고, 새로 사는 곳의 혜택을 까닭과 함께 한 통으로 알린다', async () => {
  const me = await watched()
  asked.length = 0
  await moveTo(me, BUSAN)
  await work()
  assert.deepEqual(
    asked.map(({ facts }) => facts),
    [['person.eupmyeondong']],
  )
  assert.equal(sent.length, 1)
  const notice = sent[0]!
  assert.equal(notice.to, me.person)
  assert.match(notice.values.ko['because']!, /이사/)
  assert.match(notice.values.ko['list']!, /\/services\/.*새로 맞은 조건: /)
  assert.match(notice.values.ko['why']!, /주민등록에서 바뀌었다고 알려 왔습니다: 읍·면·동/)
  assert.match(notice.values.en!['list']!, /Newly met: /)
  const [news] = await newsOf(me)
  assert.equal(news!.register, 'resident-register')
  assert.deepEqual(news!.changed, ['읍·면·동'])
  assert.ok(news!.items.length > 1 && news!.items.every(({ turned }) => turned.length > 0))
})

test('법으로 확인한 혜택은 조문과 금액까지 말한다', async () => {
  world.register = { ...elder, ...pensioner, 'household.basicPensionGeneralProperty': 5_000_000_000 }
  const me = await watched()
  world.register = { ...world.register, 'household.basicPensionGeneralProperty': 0 }
  await changed(me, ['household.basicPensionGeneralProperty'], 'changed', 'property')
  await work()
  const [news] = await newsOf(me)
  const pension = news!.items.find(({ service }) => service === PENSION)!
  assert.ok(pension, JSON.stringify(news))
  assert.ok(pension.amount!.won! > 0)
  assert.ok(pension.turned.some(({ law }) => /기초연금법/.test(law ?? '')))
  assert.equal(news!.items[0]!.service, PENSION, 'what is sure and worth most comes first')
  assert.match(sent[0]!.values.ko['list']!, /기초연금\].*한 달에 .*원.*기초연금법/)
})

test('같은 일이 다시 와도, 두 곳에서 한꺼번에 보아도, 다시 시작해도 두 번 알리지 않는다', async () => {
  const me = await watched()
  world.register = { ...world.register, 'person.eupmyeondong': BUSAN }
  await changed(me, ['person.eupmyeondong'], 'move')
  const job = db.queued.shift()!
  const other = setting.build()
  const elsewhere = other.parts.jobs!.find((one) => one.job.name === lookAgain.name)!
  await Promise.all([setting.run(job.job, job.data), elsewhere.handle(job.data)])
  await setting
    .build()
    .parts.jobs!.find((one) => one.job.name === lookAgain.name)!
    .handle(job.data)
  await changed(me, [], 'changed')
  await work()
  assert.equal(sent.length, 1)
})

test('잘못 적혔다가 곧 고쳐진 것은 새 소식이 아니지만, 몇 달 뒤에 다시 열리면 소식이다', async () => {
  const me = await watched()
  await moveTo(me, BUSAN)
  await work()
  await moveTo(me, SUWON)
  await work()
  const told = sent.length
  clock.set('2026-12-05T00:00:00Z')
  await moveTo(me, BUSAN)
  await work()
  assert.equal(sent.length, told, 'closed for ten days')
  await moveTo(me, SUWON)
  await work()
  clock.set('2027-05-05T00:00:00Z')
  await moveTo(me, BUSAN)
  await work()
  assert.equal(sent.length, told + 1, 'closed for five months')
})

test('무엇을 알렸는지는 데이터베이스의 유일한 열쇠가 지킨다', async () => {
  const me = await watched()
  const before = await db.query<{ sealed: Buffer }>('select sealed from benefits.subscribers where person = $1', [me.person])
  await moveTo(me, BUSAN)
  await work()
  // As if the projection had been lost, and an older copy came back.
  await db.query('update benefits.subscribers set sealed = $2 where person = $1', [me.person, before[0]!.sealed])
  await changed(me, ['person.eupmyeondong'], 'move')
  await work()
  assert.equal(sent.length, 1)
})

test('이미 받거나 신청한 것은 알리지 않는다', async () => {
  const first = await watched()
  await moveTo(first, BUSAN)
  await work()
  const services = (await newsOf(first))[0]!.items.map(({ service }) => service)
  world.register = { ...elder }
  const me = await watched()
  for (const service of services.slice(0, 2))
    await setting.emit('casework.submitted', { case: 'case_9', person: me.person, service, at: '2026-11-25T01:00:00Z' })
  await moveTo(me, BUSAN)
  await work()
  const told = (await newsOf(me))[0]!.items.map(({ service }) => service)
  assert.ok(told.length > 0 && services.slice(0, 2).every((service) => !told.includes(service)))
})

test('관심 없다고 한 서비스와 종류는 알리지 않고, 되돌리면 다시 알린다', async () => {
  const me = await watched()
  await moveTo(me, BUSAN)
  await work()
  const [item, ...others] = (await newsOf(me))[0]!.items
  await benefits.wantNews(me, { service: item!.service }, false)
  assert.equal((await newsOf(me))[0]!.items[0]!.notForMe, 'service')
  assert.deepEqual(
    (await benefits.subscription(me, 'ko'))!.notForMe.services.map(({ title }) => title),
    [item!.title],
  )
  const { field } = others.find((one) => one.field !== item!.field)!
  await benefits.wantNews(me, { kind: field! }, false)
  await moveTo(me, SUWON)
  await work()
  clock.set('2027-05-05T00:00:00Z')
  await moveTo(me, BUSAN)
  await work()
  const again = (await newsOf(me))[0]!.items
  assert.ok(again.length > 0)
  assert.ok(again.every((one) => one.service !== item!.service && one.field !== field))
  await benefits.wantNews(me, { service: item!.service }, true)
  await benefits.wantNews(me, { kind: field! }, true)
  assert.deepEqual((await benefits.subscription(me, 'ko'))!.notForMe, { services: [], kinds: [] })
  await benefits.wantNews(me, { kind: 'guess' }, false)
  const told = sent.length
  await moveTo(me, SUWON)
  await work()
  assert.equal(sent.length, told, 'nothing that is only probable')
  await assert.rejects(benefits.wantNews(me, { service: 'no-such' }, false), { type: 'benefits/unknown-service' })
  await assert.rejects(benefits.wantNews(me, { kind: 'constructor' }, false), { type: 'benefits/unknown-kind' })
  await assert.rejects(benefits.wantNews(someone(), { kind: 'guess' }, false), { type: 'benefits/not-watching' })
})

test('대장 하나가 죽어 있으면 그 대장이 있어야 아는 것만 나중에 알린다', async () => {
  const me = await watched()
  world.failures = [{ register: 'resident-register', facts: ['person.eupmyeondong'], kind: 'slow' }]
  await moveTo(me, BUSAN)
  await setting.run(lookAgain.name, db.queued.shift()!.data)
  assert.equal(sent.length, 0)
  const again = db.queued.shift()!
  assert.deepEqual((again.data as { facts: string[] }).facts, ['person.eupmyeondong'])
  world.failures = []
  await setting.run(again.job, again.data)
  assert.equal(sent.length, 1)
})

test('처음 살펴볼 때 대장 하나가 죽어 있으면 나중에 다시 보고, 그 나머지를 소식으로 잘못 알리지 않는다', async () => {
  const me = someone()
  await benefits.watch(me, agreement('watch'))
  world.failures = [{ register: 'national-tax', facts: ['person.annualEarnings'], kind: 'slow' }]
  const job = db.queued.shift()!
  await assert.rejects(setting.run(job.job, job.data), /national-tax/)
  world.failures = []
  await setting.run(job.job, job.data)
  assert.equal(sent.length, 0)
})

test('어느 대장도 모르는 사실의 이름이 와도 멈추지 않는다', async () => {
  const me = await watched()
  world.register = { ...world.register, 'person.eupmyeondong': BUSAN }
  await changed(me, ['person.shoeSize', 'person.eupmyeondong'], 'move')
  await work()
  assert.equal(sent.length, 1)
})

test('알림을 신청하지 않은 사람의 일은 보지 않고, 그만두면 알림을 위해 둔 것을 모두 지운다', async () => {
  const stranger = someone()
  await changed(stranger, [], 'move')
  assert.deepEqual(db.queued, [])
  const me = await watched()
  await moveTo(me, BUSAN)
  await work()
  await setting.run('benefits.sweep', {})
  await benefits.unwatch(me)
  assert.equal(await benefits.isWatching(me), false)
  for (const table of ['subscribers', 'wakes', 'told', 'news'])
    assert.deepEqual(await db.query(`select 1 from benefits.${table} where person = $1`, [me.person]), [], table)
  asked.length = 0
  await moveTo(me, SUWON)
  await work()
  assert.deepEqual([asked.length, sent.length], [0, 1])
  assert.ok(recorded.some(({ use, subject }) => use === 'withdraw' && subject === me.person))
})

test('대장이 한 주 동안 죽어 있어도 소식을 잃지 않는다', () => {
  const job = setting.parts.jobs!.find((one) => one.job.name === lookAgain.name)!
  assert.ok((job.retries ?? 0) * 300 >= 7 * 24 * 3600)
})

test('간직한 것은 봉해 두어, 열쇠 없이는 값도 무엇을 알렸는지도 읽을 수 없다', async () => {
  const me = await watched()
  await moveTo(me, BUSAN)
  await work()
  for (const [table, column] of [
    ['subscribers', 'sealed'],
    ['news', 'sealed'],
    ['told', 'key'],
  ] as const) {
    const rows = await db.query<{ bytes: Buffer }>(`select ${column} as bytes from benefits.${table} where person = $1`, [
      me.person,
    ])
    assert.ok(rows.length > 0)
    assert.ok(rows.every(({ bytes }) => !/1955-03-01|26110|services/.test(bytes.toString('latin1'))))
  }
})
