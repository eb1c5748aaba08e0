import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { ServiceRules } from '@dpg/rules'
import { lookAgain } from './notifier.ts'
import { elder, EVERYTHING, openSetting, PENSION, pensioner, type Resident, someone } from './testing.ts'

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
  await assert.rejects(benefits.wantNews(someone(), { kind: 'guess' }, false), { type: 'benefits/not-watching' })
})

test('생일이 되면 그날 저절로 다시 보고 알린다: 모두를 밤마다 다시 보지 않는다', async () => {
  world.register = { ...elder, ...pensioner, 'person.birthDate': '1961-12-20' }
  const me = await watched()
  await setting.run('benefits.sweep', {})
  const { coming } = (await benefits.subscription(me, 'ko'))!
  assert.ok(coming.includes('2026-12-20'), coming.join(' '))
  asked.length = 0
  clock.set('2026-12-18T15:00:00Z')
  await setting.run('benefits.sweep', {})
  await work()
  assert.equal(sent.length, 0)
  clock.set('2026-12-19T15:00:00Z')
  await setting.run('benefits.sweep', {})
  await setting.run('benefits.sweep', {})
  await work()
  const [news] = await newsOf(me)
  assert.equal(news!.register, null)
  assert.match(news!.because, /나이/)
  assert.ok(news!.items.some(({ service, turned }) => service === PENSION && turned.some(({ text }) => /65세/.test(text))))
  assert.equal(sent.length, 1)
})

test('소식을 내기 전에, 쓸 수 있는 기간이 지난 사실은 다시 묻는다', async () => {
  world.register = { ...elder, ...pensioner, 'person.birthDate': '1961-12-30' }
  const me = await watched()
  await setting.run('benefits.sweep', {})
  asked.length = 0
  world.register = { ...world.register, 'household.basicPensionFinancialAssets': 5_000_000_000 }
  clock.set('2026-12-30T00:00:00Z')
  await setting.run('benefits.sweep', {})
  await work()
  assert.ok(asked.some(({ facts }) => facts.includes('household.basicPensionFinancialAssets')))
  assert.ok(
    (await newsOf(me)).every(({ items }) => items.every(({ service }) => service !== PENSION)),
    'what was known a month ago is not what is',
  )
})

test('제도가 바뀌면 답이 바뀌는 사람만 다시 보고, 다른 사람은 건드리지 않는다', async () => {
  const moved = await watched()
  world.register = { ...elder, 'person.eupmyeondong': BUSAN }
  const other = await watched()
  asked.length = 0
  const before = setting.snapshot()
  const local = before.pack.catalogue.rows.find(({ area }) => area === '11110')!
  setting.publish(openedIn(before, 'sha256:next'))
  await setting.emit('catalogue.published', { release: 'sha256:next', changedServices: [SERVICE, local.id] })
  assert.deepEqual(
    db.queued.map(({ job }) => job),
    ['benefits.go-through'],
  )
  await work()
  assert.deepEqual(
    sent.map(({ to }) => to),
    [moved.person],
  )
  const [news] = await newsOf(moved)
  assert.deepEqual(
    news!.items.map((one) => one.service),
    [SERVICE],
  )
  assert.deepEqual(await newsOf(other), [])
  assert.deepEqual(asked, [], 'no register was asked')
  await setting.emit('catalogue.published', { release: 'sha256:next', changedServices: [SERVICE] })
  await work()
  assert.equal(sent.length, 1, 'the same publication again')
  setting.publish(before)
})

test('사람들을 훑다가 죽으면 멈춘 데서 이어 가고, 읽을 수 없는 한 사람이 다른 사람을 막지 않는다', async () => {
  const [first, second] = [await watched(), await watched()]
  await db.query(`update benefits.subscribers set sealed = '\\x00' where person = $1`, [first.person])
  const before = setting.snapshot()
  setting.publish(openedIn(before, 'sha256:third'))
  await setting.emit('catalogue.published', { release: 'sha256:third', changedServices: [SERVICE] })
  // The job is lost with its process; the sweep finds what is not done.
  db.queued.length = 0
  await setting.run('benefits.sweep', {})
  await work()
  assert.deepEqual(
    sent.filter(({ kind }) => kind === 'benefits').map(({ to }) => to),
    [second.person],
  )
  setting.publish(before)
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

test('동의한 기간이 끝나 가면 알리고, 끝나면 끄고 지우고 알린다', async () => {
  const me = await watched([])
  clock.set('2027-10-30T00:00:00Z')
  await setting.run('benefits.sweep', {})
  await setting.run('benefits.sweep', {})
  const told = () => sent.filter(({ letter }) => /끝/.test(letter.ko.subject)).map(({ letter }) => letter.ko.subject)
  assert.deepEqual(told(), ['혜택 알림이 곧 끝납니다'])
  assert.match(sent.at(-1)!.values.ko['day']!, /2027년 11월 25일/)
  clock.set('2027-11-25T00:00:00Z')
  assert.equal(await benefits.isWatching(me), false)
  await setting.run('benefits.sweep', {})
  await setting.run('benefits.sweep', {})
  assert.deepEqual(told(), ['혜택 알림이 곧 끝납니다', '혜택 알림이 끝났습니다'])
  assert.deepEqual(await db.query('select 1 from benefits.subscribers where person = $1', [me.person]), [])
})

test('다시 동의하면 기간이 늘고, 이미 알린 것은 다시 알리지 않는다', async () => {
  const me = await watched()
  await moveTo(me, BUSAN)
  await work()
  clock.set('2027-10-30T00:00:00Z')
  await benefits.watch(me, agreement('watch', EVERYTHING))
  await work()
  assert.equal((await benefits.subscription(me, 'ko'))!.endsAt, '2028-10-30T00:00:00Z')
  assert.equal(sent.length, 1)
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

/** A worked-out service that nobody of these tests may have: 아동수당. */
const SERVICE = '135200000120'

/** The same, but for this one service, which is now for whoever lives in 종로구. */
const openedIn = (before: ReturnType<typeof setting.snapshot>, release: string): typeof before => ({
  ...before,
  release: release as never,
  rules: {
    ...before.rules,
    services: before.rules.services.map((one) => (one.id === SERVICE ? opened(one) : one)),
  },
})

const opened = ({ id, basis, unit }: ServiceRules): ServiceRules => ({
  id,
  basis,
  unit,
  criteria: [{ id: 'area', test: 'person.sigungu = "11110"' }],
})
