import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { ServiceRules } from '@dpg/rules'
import { elder, EVERYTHING, openSetting, PENSION, pensioner, type Resident } from './testing.ts'

const setting = await openSetting()
const { db, benefits, world, asked, sent, watched, changed, work, clock, agreement } = setting
after(() => db.close())
beforeEach(() => setting.reset())

const BUSAN = '2611010100'
const moveTo = async (who: Resident, place: string) => {
  world.register = { ...world.register, 'person.eupmyeondong': place }
  await changed(who, ['person.eupmyeondong'], 'move')
}
const newsOf = async (who: Resident) => (await benefits.news(who, 'ko', { limit: 20 })).items

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
  const { service, parameters } = stood(before)
  const criteria = service.eligibility.criteria.map((one) =>
    one.id === 'age' ? { ...one, says: { ko: '12세가 되지 않아야 합니다', en: 'The child must be under 12' } } : one,
  )
  setting.steps.set(`sha256:next ${SERVICE}`, {
    at: '2026-11-24T20:00:00Z',
    before: { service: { ...service, eligibility: { ...service.eligibility, criteria } }, parameters },
    after: { service, parameters },
  })
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
  const [rule] = news!.items[0]!.rule
  assert.match(rule!.text, /^조건이 바뀌었습니다. 전에는 ‘12세가 되지 않아야 합니다’, 2026년 11월 25일부터는 ‘정해진 나이의/)
  assert.equal(rule!.law, '아동수당법 제10조제1항')
  assert.match(String(sent[0]!.values!.ko!['list']), /바뀐 것: 조건이 바뀌었습니다.*아동수당법 제10조제1항/)
  assert.match(String(sent[0]!.values!.en!['list']), /What changed: A condition changed. Before: “The child must be under 12”/)
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

/** A worked-out service that nobody of these tests may have: 아동수당. */
const SERVICE = '135200000120'

const stood = ({ pack }: ReturnType<typeof setting.snapshot>) => {
  const service = pack.services.get(SERVICE)!
  return { service, parameters: service.parameters.map((id) => pack.parameters.get(id)!) }
}

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
